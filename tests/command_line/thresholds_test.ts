import assert from "node:assert/strict";
import { join } from "node:path";
import type { Result } from "../../mod.ts";
import { cassbench, type Finished } from "../support/cassbench.ts";
import { testPermitted } from "../support/needs.ts";
import { inRepository, inTemporaryFolder } from "../support/paths.ts";

/** Runs a scenario of nothing but this operation and these fields. */
async function runScenario(
  operation: string,
  fields: string,
  flags: readonly string[],
): Promise<Finished & { readonly result: Result }> {
  let outcome: Finished & { readonly result: Result } | undefined;
  await inTemporaryFolder(async (cwd) => {
    await Deno.writeTextFile(
      join(cwd, "x.ts"),
      `import { scenario } from "${inRepository("mod.ts")}";
      export default scenario({ name: "x", poolSizes: [2], warmup: 0, ${fields}
        operation: async () => { ${operation} } });`,
    );
    const finished = await cassbench(["x.ts", "--json", "x.json", "--quiet", ...flags], { cwd });
    const result = JSON.parse(await Deno.readTextFile(join(cwd, "x.json")));
    outcome = { ...finished, result };
  });
  assert.ok(outcome);
  return outcome;
}

const SLEEP = "await new Promise((resolve) => setTimeout(resolve, 1));";
const EACH_THIRD_FAILS = `${SLEEP} if (Math.random() < 0.3) throw new RangeError("third");`;
/** A client that is too slow by far, whatever the machine. */
const BLOCK = "const end = performance.now() + 20; while (performance.now() < end);";
const OVERLOAD = ["--rate", "200", "--duration", "300"];

testPermitted(
  "thresholds that hold leave the exit code 0, and are shown with their values",
  async () => {
    const fields = `operations: 50, thresholds: ["responseTime.p50 < 60000", "errors.rate <= 0"],`;
    const { code, stdout, stderr, result } = await runScenario(SLEEP, fields, []);
    assert.equal(code, 0, stderr);
    assert.deepEqual(
      result.thresholds.map(({ expression, case: at, passed }) => [expression, at, passed]),
      [["responseTime.p50 < 60000", 0, true], ["errors.rate <= 0", 0, true]],
    );
    assert.match(stdout, /^\| responseTime\.p50 < 60000 /m);
  },
);

testPermitted("a threshold that fails ends with 3, after everything is written", async () => {
  const flags = ["--operations", "50", "--threshold", "throughput > 1e9"];
  const { code, stdout, stderr, result } = await runScenario(SLEEP, "", flags);
  assert.equal(code, 3, stderr);
  assert.deepEqual(result.thresholds, [{
    ...{ expression: "throughput > 1e9", case: 0, passed: false },
    value: result.cases[0]?.throughput,
  }]);
  assert.match(stdout, /^\| throughput > 1e9 /m);
});

testPermitted(
  "a flag's thresholds take the place of the scenario's, and each case is held to each",
  async () => {
    const fields = `operations: 100, thresholds: ["throughput > 1e9"],`;
    const flags = ["--threshold", "errors.total > 0", "--threshold", "errors.rate < 0.01"];
    const { code, result } = await runScenario(EACH_THIRD_FAILS, fields, [
      ...["--pool-sizes", "1,4"],
      ...flags,
    ]);
    assert.equal(code, 3);
    assert.deepEqual(
      result.thresholds.map(({ expression, case: at, passed }) => [expression, at, passed]).sort(),
      [
        ...[["errors.rate < 0.01", 0, false], ["errors.rate < 0.01", 1, false]],
        ...[["errors.total > 0", 0, true], ["errors.total > 0", 1, true]],
      ],
    );
  },
);

testPermitted(
  "a client that cannot keep up is caught, in words and on stderr; only --strict ends with 4",
  async () => {
    const { code, stdout, stderr, result } = await runScenario(BLOCK, "", OVERLOAD);
    assert.equal(code, 0, stderr);
    const { valid, reasons } = result.cases[0]?.verdict ?? {};
    assert.equal(valid, false);
    assert.ok(reasons?.length);
    assert.match(stderr, /^warning: the figures of the case are not valid, see the verdict$/m);
    const page = stdout.replaceAll(/\s+/g, " ");
    for (const { advice } of reasons ?? []) assert.ok(page.includes(advice), advice);
  },
);

testPermitted(
  "--strict ends with 4 when a case is not valid, also when a threshold failed",
  async () => {
    const flags = [...OVERLOAD, "--strict", "--threshold", "throughput > 1e9"];
    const { code, stderr } = await runScenario(BLOCK, "", flags);
    assert.equal(code, 4, stderr);
  },
);

testPermitted("--strict does not accuse a healthy client", async () => {
  // One operation, sent at once and long beside the stalls of a busy test machine.
  const flags = ["--rate", "4", "--duration", "200", "--strict"];
  const slow = "await new Promise((resolve) => setTimeout(resolve, 150));";
  const { code, stderr, result } = await runScenario(slow, "", flags);
  assert.deepEqual(result.cases[0]?.verdict, { valid: true, reasons: [] });
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /not valid/);
});
