/** What every way to start cassbench must do without a checkout: the image and the program in one file are asked alike. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Ended } from "../support/containerfile.ts";
import { inRepository } from "../support/paths.ts";

/** How cassbench is started: in a folder, whose `results` it may write to. */
export interface Started {
  readonly folder: string;
  run(...args: readonly string[]): Promise<Ended>;
}

/** Imports what a scenario may: cassbench by its name, another file, JSON. */
const IMPORTS = `
import { context, scenario } from "@cassbench/cassbench";
import { ROWS } from "./rows.ts";
import names from "./names.json" with { type: "json" };

export default scenario({
  name: names.name,
  operations: ROWS,
  steps: (page) =>
    page.step("ask", async (session) => {
      if (context() === undefined) throw new Error("not the same module");
      return await session.execute("SELECT now() FROM system.local");
    }),
});
`;

const FILES: Readonly<Record<string, string>> = {
  "scenarios/imports.ts": IMPORTS,
  "scenarios/rows.ts": "export const ROWS: number = 7;\n",
  "scenarios/names.json": '{ "name": "by name" }\n',
  "scenarios/wrong.ts": "export default scenario({ name: ;\n",
  "scenarios/package.ts": 'import "npm:left-pad@1.3.0";\nexport default {};\n',
};

/** Writes the scenarios, and a folder for results. */
export async function writeFiles(folder: string): Promise<void> {
  for (const part of ["scenarios", "results"]) await Deno.mkdir(join(folder, part));
  await Deno.chmod(join(folder, "results"), 0o777);
  const latency = "scenarios/latency.ts";
  await Deno.copyFile(inRepository(latency), join(folder, latency));
  for (const [path, text] of Object.entries(FILES)) {
    await Deno.writeTextFile(join(folder, path), text);
  }
}

/** Runs scenarios on the embedded server, and looks at what comes of it. */
export async function smoke(t: Deno.TestContext, { folder, run }: Started): Promise<void> {
  const few = ["--operations", "20", "--latency", "0", "--warmup", "0", "--quiet"];

  await t.step("it says its version, and calls itself by its own name in its help", async () => {
    const { version } = JSON.parse(await Deno.readTextFile(inRepository("deno.json")));
    const said = await run("--version");
    assert.deepEqual(said, { code: 0, stdout: `cassbench ${version}\n`, stderr: "" });
    const { code, stdout } = await run("--help");
    assert.equal(code, 0);
    assert.match(stdout, /^ {2}cassbench SCENARIO \[options\] /m);
    assert.doesNotMatch(stdout, /mod\.ts/);
  });

  await t.step(
    "it runs a scenario file with two workers, and writes a document and a page",
    async () => {
      const files = ["--json", "results/a.json", "--html", "results/a.html"];
      const pool = ["--pool-sizes", "10", "--workers", "2"];
      const { code, stderr } = await run("scenarios/latency.ts", ...few, ...pool, ...files);
      assert.equal(code, 0, stderr);
      const result = JSON.parse(await Deno.readTextFile(join(folder, "results", "a.json")));
      assert.deepEqual(result.cases.map((one: { operations: number }) => one.operations), [20]);
      assert.match(await Deno.readTextFile(join(folder, "results", "a.html")), /^<!DOCTYPE html>/i);
    },
  );

  await t.step("a scenario imports cassbench, another file and JSON", async () => {
    const mode = ["--mode", "serial,concurrent", "--json", "-"];
    const { code, stdout, stderr } = await run("scenarios/imports.ts", "--warmup", "0", ...mode);
    assert.equal(code, 0, stderr);
    const { scenario, cases } = JSON.parse(stdout);
    assert.equal(scenario.name, "by name");
    const [first] = cases;
    assert.deepEqual([first.operations, first.errors.total], [7, 0]);
  });

  await t.step("init writes a scenario that runs", async () => {
    const { code, stdout, stderr } = await run("init", "results/mine.ts");
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "Wrote results/mine.ts. To run it: cassbench results/mine.ts\n");
    const ran = await run("results/mine.ts", ...few.slice(0, 2), "--warmup", "0", "--json", "-");
    assert.equal(ran.code, 0, ran.stderr);
    assert.ok(JSON.parse(ran.stdout).cases.length > 0);
  });

  await t.step("a scenario that does not parse is refused with its place", async () => {
    const { code, stderr } = await run("scenarios/wrong.ts");
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^error: Cannot load "scenarios\/wrong\.ts" as it does not parse: .*/);
    assert.match(stderr, /wrong\.ts:1:33/);
  });

  await t.step(
    "a scenario that imports a package of its own is refused with what to do",
    async () => {
      const { code, stderr } = await run("scenarios/package.ts");
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^error: Cannot load "scenarios\/package\.ts" as .*package/);
      assert.match(
        stderr,
        /^hint: in one file or an image, cassbench has no packages but its own/m,
      );
    },
  );
}
