import assert from "node:assert/strict";
import { createFindSplit } from "../../src/history/best_split.ts";
import { seededRandom } from "../support/random.ts";

/** The mean distance of each value of one list to each of the other, or of one list among its own. */
function meanDistance(xs: readonly number[], ys?: readonly number[]): number {
  const distances = ys === undefined
    ? xs.flatMap((x, at) => xs.slice(at + 1).map((other) => Math.abs(x - other)))
    : xs.flatMap((x) => ys.map((y) => Math.abs(x - y)));
  return distances.reduce((sum, one) => sum + one, 0) / distances.length;
}

/** The largest statistic, as the paper writes it down. */
function largestStatistic(values: readonly number[], least: number): number {
  let largest = -Infinity;
  for (let tau = least; tau <= values.length - least; tau++) {
    for (let kappa = tau + least; kappa <= values.length; kappa++) {
      const [xs, ys] = [values.slice(0, tau), values.slice(tau, kappa)];
      const energy = 2 * meanDistance(xs, ys) - meanDistance(xs) - meanDistance(ys);
      largest = Math.max(largest, xs.length * ys.length / (xs.length + ys.length) * energy);
    }
  }
  return largest;
}

Deno.test("the best split has the statistic of the paper, also of a part of a series", () => {
  const random = seededRandom(1);
  for (let round = 0; round < 60; round++) {
    const length = 6 + random.below(14);
    const values = Array.from({ length }, () => random.below(10) / 3 + random.number());
    const least = 2 + random.below(2);
    const padded = Float64Array.from([99, ...values, -99, 7]);
    const split = createFindSplit(padded.length, least)(padded, 1, length + 1);
    const expected = largestStatistic(values, least);
    assert.ok(Math.abs((split?.statistic ?? NaN) - expected) < 1e-9, `${expected}`);
    assert.ok(split !== undefined && split.at >= 1 + least && split.at <= length + 1 - least);
  }
});

Deno.test("too few values have no split", () => {
  const findSplit = createFindSplit(10, 3);
  assert.equal(findSplit(new Float64Array(10), 2, 7), undefined);
  assert.equal(findSplit(new Float64Array(10), 2, 8)?.statistic, 0);
});
