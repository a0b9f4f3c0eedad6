import assert from "node:assert/strict";
import { describeEvents, type DoneEvent } from "../../../src/result/conclude/node_events.ts";
import type { CaseInterval } from "../../../src/result/node_event.ts";

/** Intervals of a load: so many tenths of a second with so many successes each. */
function load(
  ...parts: readonly (readonly [tenths: number, succeeded: number, more?: Partial<CaseInterval>])[]
): { intervals: CaseInterval[]; length: number } {
  const intervals = parts.flatMap(([tenths, succeeded, more]) =>
    Array.from({ length: tenths }, () => ({ succeeded, responseTime: succeeded * 2, ...more }))
  );
  return { intervals, length: intervals.length * 100 };
}

function event(at: number | null, more: Partial<DoneEvent> = {}): DoneEvent {
  const where = { node: 2, address: "127.0.0.2:9042" };
  return { planned: at ?? 0, at, ...where, do: "kill", took: 1, ...more };
}

Deno.test("an event's dip is its worst second, and it ends with the first tenth that has 90 % again and begins a second of 90 %", () => {
  const lost = { errors: { connectionClosed: 2 } };
  const [found] = describeEvents([event(5_003)], load([50, 100], [4, 0, lost], [6, 50], [60, 95]));
  assert.deepEqual(found?.dip, { depth: 0.7, throughput: 300, at: 5_000 });
  assert.equal(found.throughputBefore, 1_000);
  assert.equal(found.recoveredAfter, 6_000 - 5_003);
  assert.deepEqual(found.errors, { total: 8, byClass: { connectionClosed: 8 } });
});

Deno.test("a load that did not fall below 90 % needs no time to recover, whatever it did 5 s later", () => {
  const [found] = describeEvents([event(5_000)], load([50, 100], [60, 92], [10, 20], [20, 100]));
  assert.equal(found?.recoveredAfter, 0);
  assert.ok(Math.abs((found.dip?.depth ?? 0) - 0.08) < 1e-9);
});

Deno.test("a second is no dip where the load had worse ones before without any event", () => {
  const [found] = describeEvents([event(5_000)], load([40, 100], [10, 50], [10, 60], [50, 100]));
  assert.equal(found?.recoveredAfter, 0);
});

Deno.test("a load that is not back when the case ends has no time of recovery, and its errors count to the end", () => {
  const lost = { errors: { unavailableException: 1 } };
  const [found] = describeEvents([event(2_000)], load([20, 100], [200, 30, lost]));
  assert.equal(found?.recoveredAfter, null);
  assert.equal(found.errors.total, 200);
  assert.ok(Math.abs((found.dip?.depth ?? 0) - 0.7) < 1e-9);
});

Deno.test("what undoes an event is compared with the time before both, and each has the errors up to the next", () => {
  const silent = load([50, 100], [30, 0, { errors: { clientTimeout: 1 } }], [10, 200], [40, 100]);
  const [stop, go] = describeEvents(
    [event(5_000, { do: "stop" }), event(8_000, { do: "continue" })],
    silent,
  );
  assert.deepEqual([stop?.dip?.depth, stop?.recoveredAfter, stop?.errors.total], [1, null, 30]);
  assert.deepEqual([go?.throughputBefore, go?.recoveredAfter, go?.errors.total], [1_000, 0, 0]);
});

Deno.test("what comes while a node is away is compared with the whole cluster, also where the load had recovered", () => {
  const events = [event(5_000), event(9_000, { do: "restart" }), event(16_000)];
  const found = describeEvents(events, load([50, 100], [40, 300], [130, 100]));
  assert.deepEqual(
    found.map(({ throughputBefore, recoveredAfter }) => [throughputBefore, recoveredAfter]),
    [[1_000, 0], [1_000, 0], [1_000, 0]],
  );
});

Deno.test("a restart is over when the node answers, so that a dip of its second half is its dip too", () => {
  const [found] = describeEvents(
    [event(5_000, { do: "restart", took: 8_000 })],
    load([50, 100], [10, 40], [50, 100], [20, 60], [60, 100]),
  );
  assert.equal(found?.recoveredAfter, 8_000);
  assert.ok(Math.abs((found.dip?.depth ?? 0) - 0.6) < 1e-9);
});

Deno.test("mean response times have a recovery of their own", () => {
  const slow = { responseTime: 100 * 40 };
  const [found] = describeEvents([event(5_000)], load([50, 100], [12, 100, slow], [50, 100]));
  assert.equal(found?.recoveredAfter, 0);
  assert.deepEqual(found.responseTime, { before: 2, worst: 40, recoveredAfter: 1_200 });
});

Deno.test("under stages the throughput is compared with what was due", () => {
  const stages = [{ from: 100, to: 2_100, duration: 10_000 }];
  const ramp = Array.from({ length: 100 }, (_, at) => ({
    succeeded: (100 + 20 * (at + 0.5)) / 10 * (at >= 40 && at < 55 ? 0.5 : 1),
    responseTime: 1,
  }));
  const [found] = describeEvents([event(4_000)], { intervals: ramp, length: 10_000, stages });
  assert.equal(found?.recoveredAfter, 1_500);
  assert.ok(Math.abs((found.dip?.depth ?? 0) - 0.5) < 1e-9);
});

Deno.test("what has nothing before it, or did not happen, is compared with nothing", () => {
  const found = describeEvents([event(200), event(null)], load([30, 100]));
  assert.deepEqual(
    found.map((
      { dip, recoveredAfter, throughputBefore },
    ) => [dip, recoveredAfter, throughputBefore]),
    [[null, null, null], [null, null, null]],
  );
});
