import assert from "node:assert/strict";
import { join } from "node:path";
import { cassbench } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** A usage error must be told within this many milliseconds; a busy test machine gets twice as much. */
const PROMPT = 4_000;

const IMPORT = `import { model, scenario } from "${inRepository("mod.ts")}";\n`;
const GOOD = `${IMPORT}export default scenario({
  name: "x", poolSizes: [1], operations: 5, matrix: { size: [1] }, operation: async () => {},
});`;

/** Test name → the scenario's text, the flags, the exit code, what stderr must say. */
const CASES: Record<string, { text?: string; flags?: string[]; code: 1 | 2; says: RegExp[] }> = {
  "a file that is missing": {
    code: 2,
    says: [/Cannot load "x.ts" as it cannot be opened: No such file/],
  },
  "a file that does not parse": {
    text: 'export default {\n  name: "x\n};',
    code: 2,
    says: [/Cannot load "x.ts" as it does not parse/, /x\.ts:2:9/],
  },
  "a file that throws at import": {
    text: '\nthrow new Error("boom");',
    code: 2,
    says: [/as it threw at import: boom \(line 2, column 7\)/],
  },
  "a file that throws no Error": { text: "throw 5;", code: 2, says: [/as it threw at import: 5/] },
  "a file that imports what is missing": {
    text: 'import "./nosuch.ts";',
    code: 2,
    says: [/threw at import: Module not found/],
  },
  "a file that exports nothing": {
    text: "",
    code: 2,
    says: [/must have a default export: found no exports at all/],
  },
  "a file that exports something else": {
    text: "export default 42;",
    code: 2,
    says: [/Cannot plan scenario as it must be an object as scenario\(\) takes it: found 42/],
  },
  "a scenario with unknown keys and wrong values, all at once": {
    text: 'export default { name: "x", poolSizes: [0], latencies: [1], operation: 1, seed: NaN };',
    code: 2,
    says: [
      /Cannot plan scenario "x" as\n/,
      /- poolSizes\[0\] must be an integer from 1 to 32768: found 0/,
      /- operation must be a function: found 1/,
      /- seed must be an integer .*: found NaN/,
      /- latencies is no key that cassbench knows/,
    ],
  },
  "a model that CQL cannot have": {
    text: `${IMPORT}const M = model("a b", { a: "uuidd" as "uuid" }, ["b" as "a"]);`,
    code: 2,
    says: [
      /Cannot define model "a b" as columns\.a must be a CQL type: found "uuidd"; .*found "a b"; .*found "b"/,
    ],
  },
  "an input that throws": {
    text: `${IMPORT}export default scenario({
      name: "x", input: () => { throw new Error("none left") }, operation: async () => {},
    });`,
    code: 2,
    says: [/Cannot make input \d+ as the scenario's input\(\) threw: none left/],
  },
  "a setup that throws": {
    text: `${IMPORT}export default scenario({
      name: "x", setup: async () => { throw new Error("no") }, operation: async () => {},
    });`,
    code: 1,
    says: [/Cannot run a case as the scenario's setup\(\) threw: no/],
  },
  "flags that nobody knows": {
    text: GOOD,
    flags: ["--pool-size", "3", "--fast"],
    code: 2,
    says: [/- --pool-size is no flag, and no axis/, /- --fast is no flag/],
  },
  "values of the wrong kind": {
    text: GOOD,
    flags: ["--operations", "many", "--latency", "1,x", "--json"],
    code: 2,
    says: [
      /--operations must be a number: found "many"/,
      /--latency must be numbers .*"x"/,
      /--json must be followed/,
    ],
  },
  "values out of range": {
    text: GOOD,
    flags: ["--operations=-1", "--pool-sizes", "1.5,1e9", "--latency=-1,1e99", "--keyspace", "a b"],
    code: 2,
    says: [
      /operations .*found -1/,
      /poolSizes\[0\].*1\.5/,
      /poolSizes\[1\].*1000000000/,
      /latency\[0\].*-1/,
      /latency\[1\].*1e\+99/,
      /keyspace .*'a b'/,
    ],
  },
  "a value that an axis cannot have": {
    text: GOOD,
    flags: ["--size", "big"],
    code: 2,
    says: [/--size must be numbers: found "big"/],
  },
  "two targets": {
    text: GOOD,
    flags: ["--cassandra", "--contact-points", "10.0.0.1"],
    code: 2,
    says: [/--cassandra and --contact-points are two targets/],
  },
  "contact points that are none": {
    text: GOOD,
    flags: ["--contact-points", "a b,127.0.0.1:99999"],
    code: 2,
    says: [/found "a b", "127\.0\.0\.1:99999"/],
  },
  "a host that refuses": {
    text: GOOD,
    flags: ["--contact-points", "127.0.0.1:1"],
    code: 1,
    says: [/Cannot reach Cassandra at "127\.0\.0\.1:1": 127\.0\.0\.1:1 refused the connection/],
  },
  "a host that there is not": {
    text: GOOD,
    flags: ["--contact-points", "nosuch.invalid"],
    code: 1,
    says: [/Cannot reach Cassandra at "nosuch\.invalid:9042"/],
  },
  "an output that is a folder": {
    text: GOOD,
    flags: ["--json", "."],
    code: 1,
    says: [/Cannot write "\." as it is a directory/],
  },
  "an output that cannot be made": {
    text: GOOD,
    flags: ["--markdown", "/proc/x.md"],
    code: 1,
    says: [/Cannot write "\/proc\/x\.md" as /],
  },
};

for (const [name, { text, flags = [], code, says }] of Object.entries(CASES)) {
  testPermitted(
    `bad input: ${name}: exit ${code}, one clear message, nothing half-written`,
    async () => {
      await inTemporaryFolder(async (cwd) => {
        if (text !== undefined) await Deno.writeTextFile(join(cwd, "x.ts"), text);
        const finished = await cassbench(["x.ts", ...flags], { cwd });
        assert.equal(finished.code, code, finished.stderr);
        for (const pattern of says) assert.match(finished.stderr, pattern);
        assert.doesNotMatch(finished.stderr, /^\s+at .*\(|fault of cassbench/m);
        assert.ok(finished.elapsed < PROMPT, `took ${finished.elapsed} ms`);
        const left = [...Deno.readDirSync(cwd)].map(({ name }) => name);
        assert.deepEqual(left.filter((name) => name !== "x.ts" && name !== "results"), []);
      });
    },
  );
}

testPermitted(
  "a server that never answers is given up after its timeout and a second",
  async () => {
    await inTemporaryFolder(async (cwd) => {
      await Deno.writeTextFile(join(cwd, "x.ts"), GOOD);
      using silent = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const flags = ["--contact-points", `127.0.0.1:${silent.addr.port}`];
      const { code, stderr, elapsed } = await cassbench(["x.ts", ...flags], { cwd });
      assert.equal(code, 1);
      assert.match(stderr, /Cannot reach Cassandra/);
      assert.ok(elapsed < 6_000 + PROMPT / 2, `took ${elapsed} ms`);
    });
  },
);

testPermitted("--debug shows the stack", async () => {
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "x.ts"), 'throw new Error("boom");');
    const { stderr } = await cassbench(["x.ts", "--debug"], { cwd });
    assert.match(stderr, /at file:.*x\.ts:1:7/);
  });
});
