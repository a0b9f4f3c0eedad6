/** The program in one file, where there is no Deno, no cache and no network. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { compile } from "../../deploy/compile.ts";
import { CACHE } from "../../deploy/lay_out.ts";
import type { Ended } from "../support/containerfile.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";
import { smoke, writeFiles } from "./smoke.ts";

/** All that the file needs of the machine. */
const TOOLS = ["sh", "uname", "mkdir", "mktemp", "tail", "tar", "gzip", "mv", "rm"];

testPermitted(
  "the program in one file runs from empty folders, without Deno and network",
  (t) =>
    inTemporaryFolder(async (folder) => {
      const file = join(folder, "cassbench");
      await compile(file);
      const bin = join(folder, "bin");
      await Deno.mkdir(bin);
      for (const tool of TOOLS) await Deno.symlink(await find(tool), join(bin, tool));
      const bench = join(folder, "bench");
      await Deno.mkdir(bench);
      await writeFiles(bench);

      async function runWith(
        env: Readonly<Record<string, string>>,
        args: readonly string[],
        program: string = file,
      ): Promise<Ended> {
        const { code, stdout, stderr } = await new Deno.Command(program, {
          ...{ args: [...args], cwd: bench, clearEnv: true, stdin: "null" },
          // Nothing listens at the address through which Deno would fetch what it lacks.
          env: { PATH: bin, NO_COLOR: "1", HTTPS_PROXY: "http://127.0.0.1:9", ...env },
        }).output();
        const read = new TextDecoder();
        return { code, stdout: read.decode(stdout), stderr: read.decode(stderr) };
      }

      await t.step("of two that start for the first time at once, both run", async () => {
        const env = { CASSBENCH_CACHE: join(folder, "both") };
        const both = await Promise.all([1, 2].map(() => runWith(env, ["--version"])));
        for (const { code, stderr } of both) {
          assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
        }
        assert.equal(list(join(folder, "both", "programs")).length, 1);
        await Deno.remove(join(folder, "both"), { recursive: true });
      });

      const home = join(folder, "home");
      await Deno.mkdir(home);
      await smoke(t, { folder: bench, run: (...args) => runWith({ HOME: home }, args) });

      const [name = "", ...others] = list(join(home, ".cache", "cassbench", "programs"));
      const program = join(home, ".cache", "cassbench", "programs", name);
      await t.step("it unpacks once, into the cache of the user", () => {
        assert.match(name, /^\d+\.\d+\.\d+-[0-9a-f]{16}$/);
        assert.deepEqual(others, []);
      });

      await t.step(
        "every module and file that the code names by its place is there, compiled",
        () => {
          const named = namedFiles("src");
          const workers = named.filter((path) => /worker|watchdog/.test(path));
          assert.ok(workers.length >= 7, workers.join(", "));
          const compiled = walk(join(program, CACHE, "gen"), "").map((path) =>
            path.replace(/\.js$/, "")
          );
          for (const path of named) {
            assert.ok(Deno.statSync(join(program, path)), path);
            if (path.endsWith(".ts")) assert.ok(compiled.some((one) => one.endsWith(path)), path);
          }
        },
      );

      await t.step(
        "it brings no package that only tests need, and those it brings as they are locked",
        () => {
          const read = (path: string) => JSON.parse(Deno.readTextFileSync(path));
          const ours = read(inRepository("deno.lock")).npm;
          const theirs = read(join(program, "deno.lock")).npm;
          assert.ok(Object.keys(theirs).some((one) => one.startsWith("cassandra-driver@")));
          assert.ok(
            !Object.keys(theirs).some((one) => /^(puppeteer-core|axe-core|ajv)@/.test(one)),
          );
          for (const [one, locked] of Object.entries(theirs)) {
            assert.deepEqual(locked, ours[one], one);
          }
        },
      );

      await t.step("it runs with fewer permissions where it is told to", async () => {
        const env = { HOME: home, CASSBENCH_PERMISSIONS: "--no-prompt --allow-read" };
        const { code, stderr } = await runWith(env, ["scenarios/latency.ts", "--operations", "2"]);
        assert.equal(code, 1);
        assert.match(
          stderr,
          /^error: Cannot write "results\/.*" as Deno gave no write access to "results"$/m,
        );
      });

      await t.step("where it cannot unpack it says why, and leaves nothing half done", async () => {
        const hint =
          "hint: set CASSBENCH_CACHE to a folder that you can write to, on a disk with 200 MB left\n";
        assert.deepEqual(await runWith({}, ["--version"]), {
          ...{ code: 1, stdout: "" },
          stderr: `error: Cannot unpack cassbench as HOME is not set\n${hint}`,
        });
        assert.deepEqual(await runWith({ CASSBENCH_CACHE: file }, ["--version"]), {
          ...{ code: 1, stdout: "" },
          stderr: `error: Cannot unpack cassbench into ${file}\n${hint}`,
        });
        const half = join(folder, "half");
        await Deno.copyFile(file, half);
        await Deno.truncate(half, 10_000_000);
        const cache = join(folder, "half_cache");
        const { code, stderr } = await runWith({ CASSBENCH_CACHE: cache }, ["--version"], half);
        assert.equal(code, 1);
        assert.match(stderr, /^error: Cannot unpack cassbench into .*half_cache\nhint: /m);
        assert.deepEqual(list(join(cache, "programs")), []);
      });
    }),
);

/** Where the machine has a tool. */
async function find(tool: string): Promise<string> {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    const path = join(folder, tool);
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  throw new Error(`This machine has no ${tool}`);
}

/** The files that modules name as `new URL("…", import.meta.url)`, by their paths in the repository. */
function namedFiles(folder: string): string[] {
  return walk(inRepository(folder), folder).filter((path) => path.endsWith(".ts")).flatMap((path) =>
    [
      ...Deno.readTextFileSync(inRepository(path)).matchAll(
        /new URL\("(\.[^"]*)", import\.meta\.url\)/g,
      ),
    ]
      .map(([, named = ""]) => join(path, "..", named))
  );
}

/** The files in a folder, each with the prefix before its path. */
function walk(folder: string, prefix: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? walk(join(folder, name), join(prefix, name)) : [join(prefix, name)]
  );
}

function list(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name);
}
