import assert from "node:assert/strict";
import { createTimes } from "../../src/measure/times.ts";
import type { Second } from "../../src/result/case.ts";
import type { Progress } from "../../src/run/options.ts";
import { followRun } from "../../src/telemetry/live.ts";
import { resultOf } from "../result/fixture.ts";

const CASE = { parameters: { latency: 0, poolSize: 10, workers: 1 }, repetition: 1 };

function running(index: number, done = 0): Progress {
  const at = { case: CASE, index, cases: 2, done, elapsed: done, share: 0.5 };
  return { type: "running", at };
}

/** The second that ends at an instant, with one operation for each of these times. */
function secondOf(at: number, times: readonly number[], more: Partial<Second> = {}): Progress {
  const recorded = createTimes();
  for (const ms of times) recorded.record(ms);
  const second = {
    ...{ at, operations: times.length, errors: 0, dropped: 0, unsent: 0, inFlight: 10 },
    serviceTime: recorded.summary(),
    ...more,
  };
  return { type: "second", case: CASE, second };
}

Deno.test("followRun() has the percentiles of all seconds so far, not those of the last", () => {
  const live = followRun();
  live.observe(running(0));
  assert.equal(live.current()?.soFar, null);
  const all = createTimes();
  for (let second = 1; second <= 5; second++) {
    const times = Array.from({ length: 200 }, (_, at) => second + at / 10);
    times.forEach(all.record);
    live.observe(secondOf(second * 1_000, times));
  }
  const { p50, p99 } = all.summary() ?? {};
  assert.deepEqual(live.current()?.soFar, { p50, p99 });
  assert.equal(live.current()?.seconds.length, 5);
});

Deno.test("followRun() counts what succeeded per second, also of a second that is shorter", () => {
  const live = followRun();
  live.observe(running(0));
  live.observe(secondOf(1_000, [1, 2, 3], { operations: 5, errors: 2 }));
  live.observe(secondOf(1_500, [1, 2, 3], { operations: 3 }));
  const { seconds = [], errors } = live.current() ?? {};
  assert.deepEqual(seconds.map(({ rate }) => rate), [3, 6]);
  assert.equal(errors, 2);
});

Deno.test("followRun() shows the response time of an open load", () => {
  const live = followRun();
  live.observe(running(0));
  const response = createTimes();
  response.record(50);
  live.observe(secondOf(1_000, [1], { responseTime: response.summary() }));
  assert.deepEqual(live.current()?.soFar, { p50: 50, p99: 50 });
  live.observe(secondOf(2_000, [1], { responseTime: null }));
  assert.equal(live.current()?.seconds.at(-1)?.times, null);
});

Deno.test("followRun() forgets a case when it ends, and one like it begins with nothing", () => {
  const live = followRun();
  live.observe(running(0));
  live.observe(secondOf(1_000, [1], { operations: 2, errors: 1 }));
  live.observe({ type: "measured", result: resultOf([]) });
  assert.equal(live.current(), undefined);
  live.observe(running(1));
  assert.deepEqual(
    [live.current()?.seconds, live.current()?.errors, live.current()?.soFar],
    [[], 0, null],
  );
});

Deno.test("followRun() keeps the last hour of a case that is longer", () => {
  const live = followRun();
  live.observe(running(0));
  for (let second = 1; second <= 4_000; second++) live.observe(secondOf(second * 1_000, []));
  const { seconds = [] } = live.current() ?? {};
  assert.equal(seconds.length, 3_600);
  assert.equal(seconds.at(-1)?.at, 4_000_000);
});
