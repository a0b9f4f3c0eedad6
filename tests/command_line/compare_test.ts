import assert from "node:assert/strict";
import { join } from "node:path";
import { json } from "../../src/report/json.ts";
import type { Result } from "../../src/result/document.ts";
import { repeatedCase, resultOfAll } from "../compare/fixture.ts";
import { caseOf, resultOf } from "../result/fixture.ts";
import { cassbench, type Finished } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

const BASE = resultOfAll([repeatedCase({ seed: 1 }), repeatedCase({ seed: 3, latency: 5 })]);
const SLOWER = resultOfAll([
  repeatedCase({ seed: 2, slower: 0.1 }),
  repeatedCase({ seed: 4, latency: 5 }),
]);

/** Files by their names: results, or texts. */
type Files = Readonly<Record<string, Result | string>>;

function write(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    Deno.writeTextFileSync(
      join(folder, name),
      typeof content === "string" ? content : json(content),
    );
  }
}

async function comparing(files: Files, args: readonly string[]): Promise<Finished> {
  return await inTemporaryFolder(async (folder) => {
    write(folder, files);
    const before = [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
    const finished = await cassbench(["compare", ...args], { cwd: folder });
    if (finished.code === 2) {
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).toSorted(), before);
    }
    return finished;
  });
}

const GOOD = { "base.json": BASE, "new.json": SLOWER };

testPermitted("a worse result is exit code 3, with what is worse on standard error", async () => {
  const { code, stdout, stderr } = await comparing(GOOD, ["base.json", "new.json"]);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /^error: "new\.json" is worse than "base\.json": latency 0 ms: throughput −\d+\.\d %, p50 \+/m,
  );
  assert.match(stdout, /^# new\.json against base\.json$/m);
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
});

testPermitted("within the tolerance it is exit code 0, and every file is whole", async () => {
  await inTemporaryFolder(async (folder) => {
    write(folder, GOOD);
    const outputs = ["json", "markdown", "html", "jira"]
      .flatMap((name) => [`--${name}`, `out.${name}`]);
    const { code, stdout, stderr } = await cassbench(
      ["compare", "base.json", "new.json", "--tolerance", "20%", ...outputs],
      { cwd: folder },
    );
    assert.equal(code, 0, stderr);
    const read = (name: string) => Deno.readTextFileSync(join(folder, `out.${name}`));
    assert.equal(read("markdown"), stdout);
    const { kind, passed, tolerance } = JSON.parse(read("json"));
    assert.deepEqual({ kind, passed, tolerance }, {
      kind: "comparison",
      passed: true,
      tolerance: 0.2,
    });
    assert.match(read("jira"), /^h1\. new\.json against base\.json$/m);
    assert.match(read("html"), /<h1[^>]*>new\.json against base\.json<\/h1>/);
  });
});

testPermitted("a file of - takes standard output, which then has nothing else", async () => {
  const { stdout } = await comparing(GOOD, ["base.json", "new.json", "--json", "-"]);
  assert.equal(JSON.parse(stdout).pairs.length, 1);
});

/** What is given to compare beside good results: [arguments, files, exit code, what stderr says]. */
const BAD: readonly [string, readonly string[], Files, number, RegExp][] = [
  ["no result", [], {}, 2, /two results or more must be named, the base first: found none/],
  ["one result", ["base.json"], {}, 2, /the base first: found base\.json/],
  [
    "a result twice",
    ["base.json", "./base.json"],
    {},
    2,
    /a result must be named once: found base\.json again/,
  ],
  [
    "a missing file",
    ["base.json", "x.json"],
    {},
    2,
    /Cannot read "x\.json" as there is no such file/,
  ],
  [
    "a result cut in half",
    ["base.json", "cut.json"],
    { "cut.json": json(SLOWER).slice(0, 999) },
    2,
    /Cannot read "cut\.json"/,
  ],
  [
    "another program's",
    ["base.json", "k6.json"],
    { "k6.json": '{"metrics":{}}' },
    2,
    /Cannot read "k6\.json"/,
  ],
  [
    "a later version",
    ["base.json", "2.json"],
    { "2.json": json(SLOWER).replace('"schemaVersion": 1', '"schemaVersion": 2') },
    2,
    /Cannot read "2\.json"/,
  ],
  [
    "no case in common",
    ["base.json", "9.json"],
    { "9.json": resultOfAll([repeatedCase({ latency: 9 })]) },
    2,
    /no case in common: found latency 9, poolSize 1 in the former/,
  ],
  [
    "a tolerance without %",
    ["base.json", "new.json", "--tolerance", "5"],
    {},
    2,
    /--tolerance must be a percentage from 0%, as in 5%: found "5"/,
  ],
  [
    "a tolerance below 0",
    ["base.json", "new.json", "--tolerance", "-5%"],
    {},
    2,
    /--tolerance must be a percentage from 0%/,
  ],
  [
    "an unknown condition",
    ["base.json", "new.json", "--across", "moon"],
    {},
    2,
    /--across must be of scenario, server, .*: found "moon"/,
  ],
  [
    "an output over an input",
    ["base.json", "new.json", "--json", "new.json"],
    {},
    2,
    /--json must not name what is compared: found "new\.json"/,
  ],
  [
    "two outputs in one file",
    ["base.json", "new.json", "--json", "x", "--html", "x"],
    {},
    2,
    /--json and --html must name different files: found "x"/,
  ],
  [
    "an unknown flag",
    ["base.json", "new.json", "--csv", "x"],
    {},
    2,
    /--csv is no flag of compare/,
  ],
  [
    "an invalid run",
    ["base.json", "bad.json"],
    { "bad.json": resultOf([caseOf({ verdict: { valid: false, reasons: [] } })]) },
    3,
    /nothing in "bad\.json" can be compared with "base\.json"/,
  ],
];

for (const [what, args, files, code, says] of BAD) {
  testPermitted(`bad input: ${what}`, async () => {
    const found = await comparing({ ...GOOD, ...files }, args);
    assert.match(found.stderr, says);
    assert.equal(found.code, code, found.stderr);
    if (code === 2) assert.equal(found.stdout, "");
  });
}

const SCENARIO = `import { scenario } from "${inRepository("mod.ts")}";
export default scenario({
  name: "latency", poolSizes: [1], operations: 20, warmup: 0, repetitions: 3,
  operation: (session) => session.execute("SELECT now() FROM system.local"),
});`;

testPermitted("--baseline compares a run at its end, and fails by it", async () => {
  await inTemporaryFolder(async (folder) => {
    Deno.writeTextFileSync(join(folder, "x.ts"), SCENARIO);
    const first = await cassbench(["x.ts", "--json", "first.json", "--quiet"], { cwd: folder });
    assert.equal(first.code, 0, first.stderr);
    const path = join(folder, "first.json");
    const fast = JSON.parse(Deno.readTextFileSync(path));
    // A baseline that no run can keep up with, and is valid whatever this machine did.
    for (const one of fast.cases) {
      one.throughput *= 1_000;
      one.verdict = { valid: true, reasons: [] };
    }
    Deno.writeTextFileSync(path, JSON.stringify(fast));
    const { code, stdout, stderr } = await cassbench(
      ["x.ts", "--json", "second.json", "--quiet", "--baseline", "first.json", "--tolerance", "5%"],
      { cwd: folder },
    );
    assert.equal(code, 3, stderr);
    assert.match(stdout, /^# latency$[^]*^# this run against first\.json$/m);
    assert.match(
      stderr,
      /^error: ("this run" is worse than "first\.json" by more than 5\.0 %|nothing in "this run")/m,
    );
    assert.ok(JSON.parse(Deno.readTextFileSync(join(folder, "second.json"))).cases.length > 0);
  });
});

/** What makes --baseline be refused before anything runs: [flags, files, what stderr says]. */
const BAD_BASELINES: readonly [readonly string[], Files, RegExp][] = [
  [["--baseline", "x.json"], {}, /Cannot read "x\.json" as there is no such file/],
  [["--baseline", "cut.json"], { "cut.json": '{"schemaVersion": 1, ' }, /Cannot read "cut\.json"/],
  [
    ["--baseline", "new.json", "--latency", "7"],
    GOOD,
    /with "new\.json" as that has none of its cases/,
  ],
  [["--tolerance", "5%"], {}, /--tolerance goes with --baseline/],
  [["--baseline", "new.json", "--json", "new.json"], GOOD, /--json must not name what is compared/],
  [["--baseline", "new.json", "--samples", "new.json"], GOOD, /--samples must not name what is/],
];

for (const [flags, files, says] of BAD_BASELINES) {
  testPermitted(`bad baseline: ${flags.join(" ")}`, async () => {
    await inTemporaryFolder(async (folder) => {
      write(folder, { ...files, "x.ts": SCENARIO });
      const { code, stdout, stderr } = await cassbench(["x.ts", ...flags], { cwd: folder });
      assert.match(stderr, says);
      assert.deepEqual([code, stdout], [2, ""]);
    });
  });
}
