import assert from "node:assert/strict";
import { findSpeedups, speedupsOf } from "../../../src/result/conclude/speedups.ts";
import type { Speedup } from "../../../src/result/document.ts";
import { caseOf, errorsOf, PUBLISHED, resultOf } from "../fixture.ts";
import { pageOf } from "../page_fixture.ts";

/** Of each speedup its pool, the one it is over, and the ratio to one decimal. */
function ratios(speedups: readonly Speedup[] | undefined): unknown[] {
  return (speedups ?? []).map((one) =>
    "poolSize" in one && [one.poolSize, one.over, Number(one.speedup.toFixed(1))]
  );
}

Deno.test("findSpeedups() compares the throughput of each pool with the first's, latency by latency", () => {
  const found = findSpeedups(PUBLISHED, [1, 100]);
  assert.deepEqual(ratios(found), [2.8, 10.2, 18.9, 82.3].map((ratio) => [100, 1, ratio]));
  const { speedup: _, ...second } = found?.[1] ?? {};
  assert.deepEqual(second, {
    ...{ parameters: { latency: 5, workers: 1 }, poolSize: 100, over: 1, interval: null },
  });
});

Deno.test("findSpeedups() compares with the first pool of the settings, which need not be serial", () => {
  const cases = [10, 1, 1_000].map((poolSize) => caseOf({ poolSize, elapsed: 900 / poolSize }));
  assert.deepEqual(ratios(findSpeedups(cases, [10, 1, 1_000])), [[1, 10, 0.1], [1_000, 10, 100]]);
});

Deno.test("findSpeedups() of repetitions is their geometric mean with its interval", () => {
  const cases = [1, 2].flatMap((repetition) =>
    [1, 100].map((poolSize) =>
      caseOf({ repetition, poolSize, elapsed: poolSize === 1 ? 1_000 : 1_000 / (repetition * 2) })
    )
  );
  const [only] = findSpeedups(cases, [1, 100]) ?? [];
  assert.ok(Math.abs((only?.speedup ?? NaN) - Math.sqrt(8)) < 1e-9);
  assert.ok(only?.interval && only.interval.low < 2 && only.interval.high > 4);
});

Deno.test("findSpeedups() has none over a pool in which nothing succeeded, and counts no failure as speed", () => {
  const failed = errorsOf({ down: [1_000, "down"] });
  assert.deepEqual(findSpeedups([caseOf({ errors: failed }), caseOf({ poolSize: 2 })], [1, 2]), []);
  const half = errorsOf({ full: [500, "full"] });
  const cases = [caseOf({}), caseOf({ poolSize: 2, elapsed: 500, errors: half })];
  assert.deepEqual(ratios(findSpeedups(cases, [1, 2])), [[2, 1, 1]]);
});

Deno.test("findSpeedups() compares no pools under an open load, in pages, or where there is one", () => {
  const rated = [1, 100].map((poolSize) => caseOf({ poolSize, rate: 500 }));
  assert.equal(findSpeedups(rated, [1, 100]), undefined);
  assert.equal(findSpeedups([caseOf({})], [1, 100]), undefined);
  const pages = [1, 100].flatMap((poolSize) =>
    (["serial", "concurrent"] as const).map((mode) => pageOf({ poolSize, mode }))
  );
  assert.deepEqual(
    findSpeedups(pages, [1, 100])?.map((one) => "mode" in one && one.mode),
    ["concurrent", "concurrent"],
  );
});

Deno.test("speedupsOf() is what the document holds, and for one from before it held any the same, found now", () => {
  assert.deepEqual(speedupsOf(resultOf(PUBLISHED, [1, 100], { speedups: [] })), []);
  assert.deepEqual(speedupsOf(resultOf(PUBLISHED)), findSpeedups(PUBLISHED, [1, 100]));
});
