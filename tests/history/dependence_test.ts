import assert from "node:assert/strict";
import { findDependence } from "../../src/history/dependence.ts";
import { noisySeries } from "./noise.ts";

/** Values of which each goes by a share with the one before it. */
function drifting(count: number, share: number, seed: number): number[] {
  let last = 0;
  return noisySeries([[count, 1]], 1, seed)
    .map((value) => last = share * last + Math.sqrt(1 - share ** 2) * (value - 1));
}

Deno.test("how values go with those before them is found, also around levels of their own", () => {
  for (const share of [0.4, 0.7]) {
    const values = drifting(2_000, share, 1);
    assert.ok(Math.abs((findDependence(values, []) ?? 0) - share) < 0.05);
    const levels = values.map((value, at) => value + (at < 800 ? 0 : 50));
    assert.ok(Math.abs((findDependence(levels, [800]) ?? 0) - share) < 0.05);
  }
});

Deno.test("independent values are hardly ever called dependent, and few or equal ones never", () => {
  const called = Array.from(
    { length: 500 },
    (_, seed) => findDependence(noisySeries([[60, 100], [40, 120]], 0.03, seed), [60]),
  ).filter((found) => found !== undefined);
  assert.ok(called.length <= 16, `${called.length}`);
  assert.equal(findDependence(drifting(19, 0.9, 1), []), undefined);
  assert.equal(findDependence(new Array(50).fill(3), []), undefined);
});
