/** `--samples FILE`, as one would use it in a shell. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench } from "../support/cassbench.ts";
import { parseCsv } from "../support/csv.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const NAME = '=cmd()","</script>|\\u001b[2J';
const SCENARIO = `
import { scenario } from "${inRepository("mod.ts")}";
class Odd extends Error { name = "=1+1"; }
export default scenario({
  name: "x", poolSizes: [1, 2], operations: 6, warmup: 0, repetitions: 2,
  mix: {
    ${JSON.stringify(NAME)}: { weight: 1, operation: async () => {} },
    fails: { weight: 1, operation: () => Promise.reject(new Odd("no")) },
  },
});
`;

async function inScenario(body: (cwd: string) => Promise<void>): Promise<void> {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), SCENARIO);
    await body(cwd);
  });
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

testPermitted(
  "--samples writes a row an operation, whose texts do nothing in a spreadsheet",
  () =>
    inScenario(async (cwd) => {
      const flags = ["x.ts", "--samples", "s.csv", "--json", "x.json"];
      const { code, stderr } = await cassbench(flags, { cwd });
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^Written: s\.csv$/m);
      assert.deepEqual(namesIn(cwd), ["s.csv", "x.json", "x.ts"]);
      const [names, ...rows] = parseCsv(await Deno.readTextFile(join(cwd, "s.csv")));
      assert.deepEqual(names, [
        ...[
          "case",
          "repetition",
          "due",
          "sent",
          "done",
          "operation",
          "class",
          "coordinator",
          "every",
        ],
      ]);
      const { cases }: Result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
      assert.equal(rows.length, cases.reduce((sum, { operations }) => sum + operations, 0));
      assert.deepEqual(
        [...new Set(rows.map((row) => `${row[0]} ${row[1]}`))],
        cases.map(({ repetition }, at) => `${at + 1} ${repetition}`),
      );
      const kinds = new Set(rows.map((row) => `${row[5]} ${row[6]}`));
      assert.deepEqual([...kinds].sort(), ['\'=cmd()","</script>|\\u001b[2J ok', "fails '=1+1"]);
    }),
);

testPermitted(
  "--samples - writes to standard output, which then gets nothing else",
  () =>
    inScenario(async (cwd) => {
      const { code, stdout, stderr } = await cassbench(
        ["x.ts", "--samples", "-", "--json", "x.json"],
        { cwd },
      );
      assert.equal(code, 0, stderr);
      assert.equal(parseCsv(stdout).length, 1 + 4 * 6);
    }),
);

const WRONG: readonly (readonly [flags: readonly string[], code: number, message: RegExp])[] = [
  [["--samples"], 2, /--samples/],
  [
    ["--samples", "x.json", "--json", "x.json"],
    2,
    /--json and --samples must name different files/,
  ],
  [["--samples", ".", "--json", "y.json"], 1, /Cannot write "\." as it is a directory/],
  [["--samples", "x.ts/s.csv", "--json", "y.json"], 1, /Cannot write "x\.ts\/s\.csv" as /],
  [["--samples", "s.csv", "--max-samples", "0"], 2, /--max-samples must be .*: found 0/],
  [["--samples", "s.csv", "--max-samples", "many"], 2, /--max-samples must be .*: found "many"/],
  [["--samples", "s.csv", "--contact-points", "127.0.0.1:1"], 1, /127\.0\.0\.1:1/],
];

testPermitted(
  "what --samples cannot do is said before anything runs, and leaves nothing",
  () =>
    inScenario(async (cwd) => {
      for (const [flags, code, message] of WRONG) {
        const finished = await cassbench(["x.ts", ...flags], { cwd });
        assert.equal(finished.code, code, finished.stderr);
        assert.match(finished.stderr, message);
        assert.deepEqual(namesIn(cwd).filter((name) => !name.startsWith("results")), ["x.ts"]);
      }
    }),
);
