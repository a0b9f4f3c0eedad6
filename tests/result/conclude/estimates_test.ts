import assert from "node:assert/strict";
import type { CaseResult } from "../../../src/result/case.ts";
import { estimate, ratioInterval } from "../../../src/result/conclude/estimates.ts";
import { type Random, seededRandom } from "../../support/random.ts";
import { caseOf, type CaseParts, summaryOf } from "../fixture.ts";

function repetitionsOf(throughputs: readonly number[], parts: CaseParts = {}): CaseResult[] {
  return throughputs.map((throughput, at) => ({
    ...caseOf({ responseTime: summaryOf(throughput / 100), ...parts }),
    ...{ throughput, repetition: at + 1 },
  }));
}

/** A value of the normal law around 0, as wide as 1: the sum of twelve others, close enough for an interval. */
function bell(random: Random): number {
  return Array.from({ length: 12 }, () => random.number()).reduce((sum, x) => sum + x, -6);
}

function isClose(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-3 * expected, `${actual} ≈ ${expected}`);
}

Deno.test("estimate() gives the mean and Student's interval of the repetitions, for throughput, p50 and p99", () => {
  // Mean 110, standard deviation 10, 3 samples: 4.303 · 10 / √3 = 24.84.
  const [only, ...others] = estimate(repetitionsOf([100, 110, 120]));
  assert.ok(only !== undefined && others.length === 0);
  assert.deepEqual(only.parameters, { latency: 0, poolSize: 1, workers: 1 });
  assert.equal(only.repetitions, 3);
  isClose(only.throughput.mean, 110);
  isClose(only.throughput.low, 85.16);
  isClose(only.throughput.high, 134.84);
  isClose(only.responseTime?.p50.mean, 1.1);
  isClose(only.responseTime?.p50.low, 0.8516);
  isClose(only.responseTime?.p99.mean, 1.65);
  isClose(only.responseTime?.p99.high, 2.0226);
});

Deno.test("estimate() tells the cases apart by their parameters, in their order, however the repetitions took turns", () => {
  const slow = repetitionsOf([10, 20], { poolSize: 1 });
  const fast = repetitionsOf([1_000, 2_000], { poolSize: 100 });
  const [first, second] = slow.map((result, at) => [result, fast[at] ?? result]);
  const estimates = estimate([...first ?? [], ...second ?? []]);
  assert.deepEqual(
    estimates.map(({ parameters, throughput }) => [parameters.poolSize, throughput.mean]),
    [[1, 15], [100, 1_500]],
  );
});

Deno.test("estimate() says nothing without repetitions, of a single one, and of those not completed", () => {
  assert.deepEqual(estimate([]), []);
  assert.deepEqual(estimate([caseOf({ poolSize: 1 }), caseOf({ poolSize: 1 })]), []);
  assert.deepEqual(estimate(repetitionsOf([10])), []);
  const [one, two] = repetitionsOf([10, 20]);
  assert.ok(one !== undefined && two !== undefined);
  assert.deepEqual(estimate([one, { ...two, status: "aborted" }]), []);
  assert.equal(estimate([one, two, { ...two, status: "failed" }])[0]?.repetitions, 2);
});

Deno.test("estimate() has no response time where a repetition had none", () => {
  const [one, two, three] = repetitionsOf([10, 20, 0]);
  assert.ok(one !== undefined && two !== undefined && three !== undefined);
  const [only] = estimate([one, two, { ...three, responseTime: null }]);
  assert.equal(only?.responseTime, null);
  assert.equal(only?.throughput.mean, 10);
});

Deno.test("estimate() is wrong about the true mean once in twenty times: for 4,000 samples of each size", () => {
  const random = seededRandom(4);
  for (const size of [2, 3, 5, 10]) {
    let held = 0;
    for (let i = 0; i < 4_000; i++) {
      const sample = Array.from({ length: size }, () => 1_000 + 50 * bell(random));
      const { low, high } = estimate(repetitionsOf(sample))[0]?.throughput ?? assert.fail();
      if (low <= 1_000 && 1_000 <= high) held++;
    }
    assert.ok(Math.abs(held / 4_000 - 0.95) < 0.02, `${held / 4_000} of samples of ${size}`);
  }
});

Deno.test("ratioInterval() holds the true ratio nineteen times in twenty, whatever drifts in both", () => {
  const random = seededRandom(5);
  let held = 0;
  for (let i = 0; i < 4_000; i++) {
    const drift = Array.from({ length: 5 }, () => Math.exp(bell(random)));
    const base = drift.map((factor) => 100 * factor * Math.exp(0.1 * bell(random)));
    const other = drift.map((factor) => 300 * factor * Math.exp(0.1 * bell(random)));
    const { low, high } = ratioInterval(base, other) ?? assert.fail();
    if (low <= 3 && 3 <= high) held++;
    assert.ok(high / low < 4, "the drift, which is far wider, does not widen it");
  }
  assert.ok(Math.abs(held / 4_000 - 0.95) < 0.02, String(held / 4_000));
});

Deno.test("ratioInterval() averages ratios as ratios: twice and half are once, and turned around it is the inverse", () => {
  isClose(ratioInterval([10, 10], [20, 5])?.mean, 1);
  const ratio = ratioInterval([10, 11, 12], [31, 30, 29]);
  const inverse = ratioInterval([31, 30, 29], [10, 11, 12]);
  assert.ok(ratio !== undefined && ratio.low > 0 && ratio.low < ratio.mean);
  isClose(inverse?.mean, 1 / ratio.mean);
  isClose(inverse?.low, 1 / ratio.high);
  isClose(inverse?.high, 1 / ratio.low);
});

Deno.test("ratioInterval() is undefined where there are no two pairs, or no ratio", () => {
  assert.equal(ratioInterval([], []), undefined);
  assert.equal(ratioInterval([10], [20]), undefined);
  assert.equal(ratioInterval([10, 11], [20]), undefined);
  assert.equal(ratioInterval([10], [20, 21]), undefined);
  assert.equal(ratioInterval([10, 11, 12], [20, 21]), undefined);
  assert.equal(ratioInterval([10, 0], [20, 21]), undefined);
  assert.equal(ratioInterval([10, 11], [20, 0]), undefined);
  assert.equal(ratioInterval([10, NaN], [20, 21]), undefined);
});
