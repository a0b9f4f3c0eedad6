/** The statistics beside SciPy's: see scipy_fixtures.py, which says how its figures are made. */
import assert from "node:assert/strict";
import { hodgesLehmann, holm, mannWhitney } from "../../../bench/lib/ranks.ts";
import { compareRuns } from "../../../src/compare/statistics/runs.ts";
import { compareSeconds } from "../../../src/compare/statistics/seconds.ts";
import { studentCritical, studentTail } from "../../../src/result/conclude/student.ts";
import fixtures from "./scipy_fixtures.json" with { type: "json" };

function assertNear(found: number, expected: number): void {
  const isNear = Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  assert.ok(isNear, `found ${found}, SciPy says ${expected}`);
}

Deno.test("Student's t is SciPy's to 1e-9", () => {
  for (const [t, degrees, p] of fixtures.student.tails) assertNear(studentTail(t!, degrees!), p!);
  for (const [p, degrees, t] of fixtures.student.criticals) {
    assertNear(studentCritical(p!, degrees!), t!);
  }
});

Deno.test("intervals of runs are SciPy's to 1e-9: Student's of few runs, else by permutation", () => {
  for (const { base, other, rounding, low, high } of fixtures.runs) {
    const found = compareRuns(base, other, 0.05, rounding);
    assert.equal(found.length, low.length);
    for (const [metric, { difference, reach }] of found.entries()) {
      // A hair is added to the bound of permutations.
      assertNear(difference - reach, low[metric]!);
      assertNear(difference + reach, high[metric]!);
    }
  }
});

Deno.test("intervals of seconds are those of the same formulas by NumPy and SciPy, to 1e-9", () => {
  for (const { base, other, alpha, low, high } of fixtures.seconds) {
    const { difference, reach } = compareSeconds(base, other, alpha);
    if (low === null || high === null) assert.equal(reach, Infinity);
    else {
      assertNear(difference - reach, low);
      assertNear(difference + reach, high);
    }
  }
});

Deno.test("Mann-Whitney and Hodges-Lehmann, the bench's rival, are SciPy's to 1e-9", () => {
  for (const { a, b, u, p, shift } of fixtures.ranks) {
    const found = mannWhitney(a, b);
    assert.equal(found.u, u);
    assertNear(found.p, p);
    assertNear(hodgesLehmann(a, b, 0.05).shift, shift);
  }
});

Deno.test("Hodges-Lehmann's interval of 5 and 5 leaves out two differences at each end: U ≤ 2 has 1.6 %", () => {
  const { low, high } = hodgesLehmann([0, 0, 0, 0, 0], [1, 2, 3, 4, 5], 0.05);
  assert.deepEqual([low, high], [1, 5]);
});

Deno.test("Holm stops at the first that does not hold", () => {
  assert.deepEqual(holm([0.04, 0.01, 0.03, 0.005], 0.05), [false, true, false, true]);
});
