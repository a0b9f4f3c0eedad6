import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const LATENCY = inRepository("scenarios/latency.ts");
const SHORT = ["--latency", "0,1", "--pool-sizes", "1,10", "--operations", "50", "--warmup", "20"];

async function readResult(folder: string): Promise<{ result: Result; markdown: string }> {
  const names = [...Deno.readDirSync(join(folder, "results"))].map(({ name }) => name).sort();
  const [json = "", markdown = ""] = names;
  assert.deepEqual(names.map((name) => name.replace(/-20.*\./, "-TIME.")), [
    "latency-TIME.json",
    "latency-TIME.md",
  ]);
  return {
    result: JSON.parse(await Deno.readTextFile(join(folder, "results", json))),
    markdown: await Deno.readTextFile(join(folder, "results", markdown)),
  };
}

testPermitted(
  "the main job prints its tables and writes both files, on the embedded server",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      const { code, stdout, stderr } = await cassbench([LATENCY, ...SHORT], { cwd });
      assert.equal(code, 0, stderr);
      const { result, markdown } = await readResult(cwd);

      assertSamePage(stdout, markdown);
      assert.match(stdout, /^Target: embedded server: not a measure of Cassandra$/m);
      assert.match(stdout, /^\| latency \| +serial \| +pool 10 \| speedup \|$/m);
      assert.match(stderr, /^Written: results\/latency-.*\.json, results\/latency-.*\.md$/m);
      assert.equal(result.schemaVersion, 1);
      assert.equal(result.status, "completed");
      assert.equal(result.environment.target.kind, "embedded");
      assert.deepEqual(
        result.cases.map((
          { parameters: { latency, poolSize }, operations },
        ) => [latency, poolSize, operations]),
        [[0, 1, 50], [0, 10, 50], [1, 1, 50], [1, 10, 50]],
      );
      assert.ok(
        result.cases.every(({ errors, serviceTime }) =>
          errors.total === 0 && serviceTime?.count === 50
        ),
      );
    });
  },
);

/** Both begin with the title and have the same table and sections, the answer before the table in the file alone. */
function assertSamePage(printed: string, written: string): void {
  const [of, within] = [printed, written].map((text) => ({
    table: text.match(/(?:^\|.*\n)+/m)?.[0] ?? "",
    sections: text.match(/^#+ .*$/gm),
    answer: text.search(/^\*\*.+\*\*$/m),
    tableAt: text.search(/^\|/m),
  }));
  assert.deepEqual(of?.sections, within?.sections);
  assert.equal(of?.table, within?.table);
  assert.ok(of && of.tableAt < of.answer, printed);
  assert.ok(within && within.answer >= 0 && within.answer < within.tableAt, written);
}

testPermitted("every line of the tables fits 80 columns", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { stdout } = await cassbench([LATENCY, ...SHORT, "--quiet"], { cwd });
    const rows = stdout.split("\n").filter((line) => line.startsWith("|"));
    assert.deepEqual(rows.filter((line) => line.length > 80), []);
  });
});

testPermitted("--json and --markdown name the files, and only those are written", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { code } = await cassbench([LATENCY, ...SHORT, "--json", "deep/er/x.json"], { cwd });
    assert.equal(code, 0);
    assert.deepEqual([...Deno.readDirSync(cwd)].map(({ name }) => name), ["deep"]);
    assert.deepEqual([...Deno.readDirSync(join(cwd, "deep/er"))].map(({ name }) => name), [
      "x.json",
    ]);
  });
});

testPermitted("--quiet shows no progress", async () => {
  await inTemporaryFolder(async (cwd) => {
    const { stderr } = await cassbench([LATENCY, ...SHORT, "--quiet"], { cwd });
    assert.match(stderr, /^(warning: .*\n)?Written: .*\n$/);
  });
});

testPermitted("an axis of the scenario is a flag, and reaches input and operation", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "axes.ts"), AXES);
    const args = ["axes.ts", "--text-length", "3,5", "--operations", "4", "--json", "x.json"];
    const { code, stderr } = await cassbench(args, { cwd });
    assert.equal(code, 0, stderr);
    const { cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
    assert.deepEqual(cases.map(({ parameters }) => parameters.textLength), [3, 5]);
    assert.deepEqual(cases.map(({ errors }) => errors.byClass), [{}, {}]);
  });
});

const AXES = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "axes",
  poolSizes: [1],
  matrix: { textLength: [1, 2] },
  input: ({ parameters }) => "x".repeat(parameters.textLength),
  operation: async (_session, text, { textLength }) => {
    if (text.length !== textLength) throw new Error("mixed up");
  },
});
`;

testPermitted(
  "operations that fail are counted by class and shown, and the run goes on",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "failing.ts"), FAILING);
      const { code, stdout } = await cassbench(["failing.ts", "--json", "x.json"], { cwd });
      assert.equal(code, 0);
      const { cases: [measured] }: Result = JSON.parse(
        await Deno.readTextFile(join(cwd, "x.json")),
      );
      assert.deepEqual(measured?.errors.byClass, { invalid: 10, RangeError: 10 });
      assert.equal(measured?.operations, 30);
      assert.equal(measured?.serviceTime?.count, 10);
      assert.equal(measured?.errors.serviceTime?.count, 20);
      assert.match(stdout, /^\| +0 ms \| +4 \| invalid +\| +10 \|/m);
    });
  },
);

testPermitted("a run in which no operation succeeded ends with 1, and says so", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "lost.ts"), ALL_FAILING);
    const { code, stdout, stderr } = await cassbench(["lost.ts", "--json", "x.json"], { cwd });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^error: no operation succeeded: the first failed as Error: lost$/m);
    assert.match(stdout, /^## Errors$/m);
    const { outcome }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
    assert.deepEqual([outcome?.succeeded, outcome?.failed], [false, []]);
  });
});

const ALL_FAILING = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "lost",
  poolSizes: [1],
  operations: 10,
  warmup: 0,
  operation: () => Promise.reject(new Error("lost")),
});
`;

const FAILING = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "failing",
  poolSizes: [4],
  operations: 30,
  warmup: 0,
  input: ({ index }) => index,
  operation: async (session, index) => {
    if (index % 3 === 0) await session.execute("SELECT * FROM nosuch");
    if (index % 3 === 1) throw new RangeError("a | b \\u001b[31m");
  },
});
`;

testPermitted("setup and teardown run around each case, without injected latency", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "hooks.ts"), HOOKS);
    const { code, stderr } = await cassbench(["hooks.ts", "--json", "x.json"], { cwd });
    assert.equal(code, 0, stderr);
    const calls = stderr.split("\n").filter((line) => line.startsWith("hook"));
    assert.deepEqual(calls, ["hook up 1", "hook down 1", "hook up 2", "hook down 2"]);
  });
});

const HOOKS = `
import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "hooks",
  poolSizes: [1, 2],
  operations: 2,
  setup: async (_session, { poolSize }) => console.error("hook up " + poolSize),
  operation: async () => {},
  teardown: async (_session, { poolSize }) => console.error("hook down " + poolSize),
});
`;
