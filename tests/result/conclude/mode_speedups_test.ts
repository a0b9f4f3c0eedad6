import assert from "node:assert/strict";
import type { CaseResult } from "../../../src/result/case.ts";
import { allowedByChain, findModeSpeedups } from "../../../src/result/conclude/mode_speedups.ts";
import { caseOf, errorsOf, summaryOf } from "../fixture.ts";
import { pageOf, type PageParts } from "../page_fixture.ts";

/** Pages of so many milliseconds, one case for each repetition. */
function pagesOf(mode: PageParts["mode"], times: readonly number[]): CaseResult[] {
  return times.map((ms, at) =>
    pageOf({ mode, repetition: at + 1, responseTime: summaryOf(ms), serviceTime: summaryOf(ms) })
  );
}

function isClose(actual: number | undefined, expected: number): void {
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9 * expected, `${actual} ≈ ${expected}`);
}

Deno.test("findModeSpeedups() compares each mode with serial, and says what the longest chain allows", () => {
  // 2 + 5 + 3 ms in turns, 8 ms along posts → likes.
  const cases = [pageOf({ mode: "serial" }), pageOf({ mode: "concurrent" })];
  const [only, ...others] = findModeSpeedups(cases);
  assert.deepEqual(others, []);
  assert.deepEqual({ ...only, speedup: 0, allowed: 0 }, {
    ...{ parameters: { latency: 0, poolSize: 1, workers: 1 }, mode: "concurrent" },
    ...{ speedup: 0, interval: null, allowed: 0 },
  });
  isClose(only?.speedup, 10 / 8);
  isClose(only?.allowed, 10 / 8);
});

Deno.test("findModeSpeedups() goes by response times, and the chain by service times: waiting is no step", () => {
  const serial = { ...pageOf({ mode: "serial", rate: 100 }), responseTime: summaryOf(60) };
  const concurrent = { ...pageOf({ mode: "concurrent", rate: 100 }), responseTime: summaryOf(10) };
  const [only] = findModeSpeedups([serial, concurrent]);
  isClose(only?.speedup, 6);
  isClose(only?.allowed, 10 / 8);
});

Deno.test("findModeSpeedups() tells the other parameters apart, in the order of the cases, whatever comes first in them", () => {
  const cases = [5, 0].flatMap((latency) =>
    [1, 10].flatMap((poolSize) =>
      (["threads", "serial", "concurrent"] as const).map((mode) =>
        pageOf({ own: { size: 3 }, latency, poolSize, mode })
      )
    )
  );
  const places = findModeSpeedups(cases).map(({ parameters: { latency, poolSize }, mode }) =>
    `${latency} ${poolSize} ${mode}`
  );
  assert.deepEqual(places, [
    ...["5 1 threads", "5 1 concurrent", "5 10 threads", "5 10 concurrent"],
    ...["0 1 threads", "0 1 concurrent", "0 10 threads", "0 10 concurrent"],
  ]);
});

Deno.test("findModeSpeedups() pairs the repetitions, so that what drifts in both widens no interval", () => {
  const drift = [1, 3, 9];
  const cases = [
    ...pagesOf("serial", drift.map((factor) => 20 * factor)),
    // In another order, and with one that has no partner.
    ...pagesOf("concurrent", [...drift.map((factor) => 10 * factor), 1]).toReversed(),
  ];
  const [only] = findModeSpeedups(cases);
  for (const end of ["mean", "low", "high"] as const) isClose(only?.interval?.[end], 2);
  isClose(only?.speedup, 2);
});

Deno.test("findModeSpeedups() averages ratios as ratios: twice and half are once", () => {
  const [only] = findModeSpeedups([
    ...pagesOf("serial", [10, 10]),
    ...pagesOf("concurrent", [5, 20]),
  ]);
  isClose(only?.speedup, 1);
  assert.ok(only?.interval && only.interval.low < 1 && only.interval.high > 1);
});

Deno.test("findModeSpeedups() has no interval for one repetition, also where only one was completed", () => {
  const [first, second] = pagesOf("concurrent", [10, 10]) as [CaseResult, CaseResult];
  const [only] = findModeSpeedups([
    ...pagesOf("serial", [20, 40]),
    first,
    { ...second, status: "aborted" },
  ]);
  assert.equal(only?.interval, null);
  isClose(only?.speedup, 2);
});

Deno.test("findModeSpeedups() says nothing where a mode has no success in a repetition, no serial partner, or no end", () => {
  const failed = errorsOf({ timeout: [1_000, "too slow"] });
  const serial = pageOf({ mode: "serial" });
  const concurrent = pageOf({ mode: "concurrent" });
  assert.deepEqual(findModeSpeedups([]), []);
  assert.deepEqual(findModeSpeedups([serial]), []);
  assert.deepEqual(findModeSpeedups([concurrent, pageOf({ mode: "threads" })]), []);
  assert.deepEqual(findModeSpeedups([serial, pageOf({ mode: "concurrent", errors: failed })]), []);
  assert.deepEqual(findModeSpeedups([pageOf({ mode: "serial", errors: failed }), concurrent]), []);
  assert.deepEqual(findModeSpeedups([serial, { ...concurrent, status: "failed" }]), []);
  assert.deepEqual(findModeSpeedups([serial, pageOf({ mode: "concurrent", latency: 5 })]), []);
  assert.deepEqual(findModeSpeedups([caseOf({}), caseOf({ poolSize: 100 })]), []);
  const [first, second] = pagesOf("concurrent", [10, 10]) as [CaseResult, CaseResult];
  const partly = [first, { ...second, responseTime: null }];
  assert.deepEqual(findModeSpeedups([...pagesOf("serial", [20, 20]), ...partly]), []);
});

Deno.test("allowedByChain() is the geometric mean of the repetitions, and unknown where one has none", () => {
  const allowedOf = (ratio: number) =>
    pageOf({ mode: "serial", serviceTime: summaryOf(8 * ratio) });
  isClose(allowedByChain([allowedOf(2), allowedOf(8)]), 4);
  assert.equal(allowedByChain([]), undefined);
  const failed = pageOf({ mode: "serial", errors: errorsOf({ timeout: [1_000, "slow"] }) });
  assert.equal(allowedByChain([allowedOf(2), failed]), undefined);
});
