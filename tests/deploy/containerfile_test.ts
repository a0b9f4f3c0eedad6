/** The image, without an engine of containers: the steps of the Containerfile as processes, and then its entry point. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { buildImage, readSteps, runContainer } from "../support/containerfile.ts";
import { isPermitted, testPermitted, testUnless } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { smoke, writeFiles } from "./smoke.ts";

const readContainerfile = () => readSteps(Deno.readTextFileSync(inRepository("Containerfile")));

testPermitted("the image is made from Deno as CI has it, and from nothing that moves", () => {
  const script = Deno.readTextFileSync(inRepository(".ci", "run"));
  const [, version] = /^DENO_VERSION=(.*)$/m.exec(script) ?? [];
  const bases = readContainerfile().filter(({ instruction }) => instruction === "FROM");
  assert.deepEqual(bases.map(({ text }) => text), [
    `denoland/deno:debian-${version} AS build`,
    `denoland/deno:distroless-${version}`,
  ]);
});

/** Roots and users of their own are given to root, by Linux. */
function whyNoNamespaces(): string | undefined {
  if (!isPermitted) return "needs deno test -A";
  if (Deno.build.os !== "linux") return "needs Linux";
  return Deno.uid() === 0 ? undefined : "needs root, for namespaces and chroot";
}

testUnless(
  whyNoNamespaces(),
  "the image runs scenarios as a user without rights, without network, and writes to results alone",
  (t) =>
    inTemporaryFolder(async (folder) => {
      await Deno.chmod(folder, 0o755);
      const stages = join(folder, "stages");
      const image = await buildImage(readContainerfile(), stages);
      const bench = join(folder, "bench");
      await Deno.mkdir(bench);
      await writeFiles(bench);
      const volumes = {
        "/bench/scenarios": { folder: join(bench, "scenarios"), isReadOnly: true },
        "/bench/results": { folder: join(bench, "results"), isReadOnly: false },
      };

      await smoke(t, {
        folder: bench,
        run: (...args) => runContainer(image, { args, volumes }),
      });

      await t.step("without arguments it shows its help", async () => {
        const { code, stdout } = await runContainer(image);
        assert.equal(code, 0);
        assert.match(stdout, /^cassbench: a scriptable benchmark toolkit/);
      });

      await t.step("it says that it cannot write elsewhere, and where it could", async () => {
        const args = ["scenarios/latency.ts", "--operations", "5", "--json", "/cassbench/a.json"];
        const { code, stderr } = await runContainer(image, { args, volumes });
        assert.equal(code, 1);
        assert.match(stderr, /^error: Cannot write "\/cassbench\/a\.json"/m);
      });

      await t.step("it starts no Cassandra, as there is no Java, and says so", async () => {
        const { code, stderr } = await runContainer(image, { args: ["cassandra", "start"] });
        assert.equal(code, 1);
        assert.match(stderr, /Java/);
      });

      await t.step("Deno bundles a scenario there, as a coordinator has it do", async () => {
        const bundling = ["bundle", "--config", "/cassbench/deno.json", "scenarios/imports.ts"];
        const deno = { ...image, entrypoint: ["/tini", "--", "/bin/deno"] };
        const args = [...bundling, "--external", "@cassbench/cassbench"];
        const { code, stdout, stderr } = await runContainer(deno, { args, volumes });
        assert.equal(code, 0, stderr);
        assert.match(stdout, /name: "by name"/);
        assert.match(stdout, /from "@cassbench\/cassbench"/);
      });

      await t.step("it is small", async () => {
        const { stdout } = await new Deno.Command("du", {
          args: ["-sm", join(image.root, "cassbench")],
        }).output();
        const [size = ""] = new TextDecoder().decode(stdout).split("\t");
        assert.ok(Number(size) < 80, `${size} MB beside Deno`);
      });
    }),
);
