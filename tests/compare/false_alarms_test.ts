/** How often unchanged results are called changed, and changes seen: bench/compare_power.ts has the whole table. */
import assert from "node:assert/strict";
import {
  drawing,
  type Scatter,
  simulateRuns,
  simulateSeconds,
  uniform,
} from "../../bench/lib/simulated.ts";
import { compareRuns } from "../../src/compare/statistics/runs.ts";
import { compareSeconds } from "../../src/compare/statistics/seconds.ts";

const PAIRS = 1_000;
const SCATTERS: readonly Scatter[] = ["normal", "skewed", "heavy-tailed", "with outliers"];

/** How seconds scatter, and their autocorrelation. */
const DEPENDENT: readonly [Scatter, number][] = [
  ["normal", 0.9],
  ["skewed", 0.5],
  ["heavy-tailed", 0.9],
  ["with outliers", 0],
];

function count(isCalled: () => boolean, pairs = PAIRS): number {
  return Array.from({ length: pairs }, isCalled).filter(Boolean).length;
}

/** Whether any of five metrics is called changed between simulated repetitions. */
function callsRuns(scatter: Scatter, runs: number, change = 0, seed = 1): () => boolean {
  const draw = drawing(scatter, uniform(seed));
  return () =>
    compareRuns(
      simulateRuns(draw, { runs }),
      simulateRuns(draw, { runs, change: Math.log(1 + change) }),
      0.05,
    ).some(({ difference, reach }) => Math.abs(difference) > reach);
}

Deno.test("of 1,000 unchanged pairs of 5 repetitions each, at most 5 % are called changed, however they scatter", () => {
  for (const scatter of SCATTERS) {
    const called = count(callsRuns(scatter, 5));
    assert.ok(called <= 0.05 * PAIRS, `${scatter}: ${called}`);
    // As few as none would be a comparison that sees nothing.
    assert.ok(called >= 0.01 * PAIRS, `${scatter}: ${called}`);
  }
});

Deno.test("of 1,000 unchanged pairs of 10 repetitions each, at most 5 % are called changed", () => {
  const called = count(callsRuns("normal", 10, 0, 2));
  assert.ok(called <= 0.05 * PAIRS, `${called}`);
});

Deno.test("of 1,000 unchanged pairs of one run each, at most 5 % are called changed, however the seconds depend on each other", () => {
  for (const [scatter, dependence] of DEPENDENT) {
    const draw = drawing(scatter, uniform(1));
    const run = () => simulateSeconds(draw, { seconds: 60, dependence });
    const called = count(() => {
      const other = run();
      return run().some((values, metric) => {
        const { difference, reach } = compareSeconds(values, other[metric]!, 0.05 / 5);
        return Math.abs(difference) > reach;
      });
    });
    assert.ok(called <= 0.05 * PAIRS, `${scatter}, ${dependence}: ${called}`);
  }
});

Deno.test("a change of 10 % at 3 % noise is seen in 95 of 100 pairs of 5 repetitions, one of 5 % in half", () => {
  assert.ok(count(callsRuns("normal", 5, 0.1), 300) >= 0.95 * 300);
  assert.ok(count(callsRuns("normal", 5, 0.05), 300) >= 0.5 * 300);
});

Deno.test("a change of 5 % at 3 % noise is seen in 9 of 10 pairs of 10 repetitions", () => {
  assert.ok(count(callsRuns("normal", 10, 0.05), 100) >= 90);
});
