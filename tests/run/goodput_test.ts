/** Goodput, beside the operations by themselves that it must count. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { csv } from "../../src/report/csv.ts";
import { markdown } from "../../src/report/markdown.ts";
import type { CaseSamples, RunOptions } from "../../src/run/options.ts";
import { plan } from "../../src/run/plan.ts";
import { run } from "../../src/run/run.ts";
import type { ThresholdSetting } from "../../src/scenario/threshold.ts";
import { loadScenario } from "../../src/threads/load_scenario.ts";
import { parseCsv } from "../support/csv.ts";
import { onMachineOf } from "../support/machine.ts";
import { testPermitted } from "../support/needs.ts";
import { inTemporaryFolder } from "../support/paths.ts";

/** Every fourth fails at once; the others take between nothing and 8 ms. */
const SCENARIO = `
let count = 0;
export default { name: "x", warmup: 0, operation: async () => {
  const turn = count++ % 4;
  if (turn === 0) throw new RangeError("fourth");
  await new Promise((resolve) => setTimeout(resolve, turn * 2));
} };`;

const THRESHOLDS: ThresholdSetting[] = [
  "goodput(4) >= 0",
  "goodput(1000) > 0.5",
  "goodput(4) < 1e9",
];

async function runSlow(options: RunOptions) {
  const kept: CaseSamples[] = [];
  const onSamples = (samples: CaseSamples) => void kept.push(samples);
  let result;
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "x.js");
    await Deno.writeTextFile(file, SCENARIO);
    const scenario = await loadScenario(file);
    result = await run(scenario, { thresholds: THRESHOLDS, ...options, file, onSamples });
  });
  return { result: result! as Awaited<ReturnType<typeof run>>, kept };
}

const LOADS: Record<string, RunOptions> = {
  "a closed load": { operations: 200, poolSizes: [10] },
  "an open load": { rate: [500], duration: 300, poolSizes: [2] },
};

for (const [name, options] of Object.entries(LOADS)) {
  testPermitted(
    `goodput(4) of ${name} counts what succeeded within 4 ms after it was due`,
    async () => {
      const { result, kept: [samples = assert.fail("no case")] } = await runSlow(options);
      const { goodput = [], throughput, operations, errors } = result.cases[0]!;
      assert.deepEqual(goodput.map(({ within }) => within), [4, 1_000]);
      const { due, done, outcome } = samples;
      for (const { within, operations: counted, throughput: perSecond } of goodput) {
        const found = outcome.filter((place, at) => place === 0 && done[at]! - due[at]! <= within);
        assert.equal(counted, found.length, `${within}`);
        const expected = throughput * counted / (operations - errors.total);
        assert.ok(Math.abs(perSecond - expected) < 1e-6 * expected + 1e-9);
      }
      assert.ok(goodput[1]!.operations > goodput[0]!.operations);
      assert.deepEqual(result.thresholds.map(({ value, passed }) => [value, passed]), [
        ...[[goodput[0]!.throughput, true], [goodput[1]!.throughput, true]],
        [goodput[0]!.throughput, true],
      ]);
      assert.match(markdown(result), /\| +≤ 4 ms\/s \| +≤ 1,000 ms\/s \|/);
      const [names = [], row = []] = parseCsv(csv(result));
      assert.equal(Number(row[names.indexOf("goodput(4)")]), goodput[0]!.throughput);
    },
  );
}

testPermitted("goodput of several threads adds up", () =>
  onMachineOf(2, async () => {
    const { result, kept } = await runSlow({ operations: 200, poolSizes: [10], workers: 2 });
    const { due, done, outcome } = kept[0]!;
    const found = outcome.filter((place, at) => place === 0 && done[at]! - due[at]! <= 4);
    assert.equal(result.cases[0]!.goodput?.[0]?.operations, found.length);
  }));

testPermitted("a goodput that is too low ends a case where it is asked to", async () => {
  const threshold = "goodput(0.001) > 1" as const;
  const { result } = await runSlow({
    ...{ duration: 5_000, poolSizes: [2], thresholds: [{ threshold, abortOnFail: true }] },
  });
  const [{ status, brokenThreshold, elapsed } = assert.fail("no case")] = result.cases;
  assert.deepEqual([status, brokenThreshold], ["aborted", threshold]);
  assert.ok(elapsed < 5_000);
});

testPermitted("without a threshold that names it there is no goodput", async () => {
  const { result } = await runSlow({ operations: 20, poolSizes: [1], thresholds: [] });
  assert.equal(result.cases[0]!.goodput, undefined);
  assert.doesNotMatch(markdown(result), /ms\/s/);
});

Deno.test("what is no goodput is refused with what would be one", () => {
  const scenario = {
    ...{ name: "x", poolSizes: [1], operations: 1 },
    mix: { read: { weight: 1, operation: async () => {} } },
  };
  const wrong: Record<string, RegExp> = {
    "goodput(0) > 1": /must be METRIC < NUMBER .*goodput\(MS\).*: found/,
    "goodput(-1) > 1": /must be METRIC/,
    "goodput(x) > 1": /must be METRIC/,
    "goodput() > 1": /must be METRIC/,
    "goodput > 1": /must be METRIC/,
    "goodput(20 > 1": /must be METRIC/,
    "goodput(20ms) > 1": /must be METRIC/,
    "goodput(3600001) > 1": /must be METRIC/,
    "goodput(20) > many": /must be METRIC/,
    "goodput(20) < 0": /can never hold/,
    "read.goodput(20) > 1": /read/,
  };
  for (const [threshold, message] of Object.entries(wrong)) {
    assert.throws(() => plan(scenario as never, { thresholds: [threshold as never] }), message);
  }
});
