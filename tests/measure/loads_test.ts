import assert from "node:assert/strict";
import { mergeThreads, withLoads } from "../../src/measure/loads.ts";
import type { Measured } from "../../src/measure/measured.ts";
import { type Ended, measuredOf } from "./fixture.ts";

/** What a thread measured: this many operations of one length, and some more that failed. */
function partOf(operations: number, ms: number, rate?: number, failed = 0): Measured {
  const stream = Array.from({ length: operations }, (_, at): Ended => ({
    ...{ operation: 0, due: 10, sent: 10, done: 10 + ms },
    outcome: at < failed ? "unavailable" : "succeeded",
  }));
  return measuredOf(stream, 1_000, {
    parameters: { latency: 0, poolSize: 5, workers: 2 },
    isOpen: rate !== undefined,
    schedule: rate === undefined
      ? null
      : { rate, achieved: rate, due: operations, length: 1_000, overrun: 0 },
  });
}

Deno.test("withLoads() adds the figures of the loads, and leaves those of the measured one", () => {
  const measured = withLoads(partOf(10, 1), [
    { name: "writes", measured: partOf(30, 2, undefined, 10) },
  ]);
  assert.equal(measured.operations, 10);
  const [writes] = measured.loads ?? [];
  assert.deepEqual([writes?.name, writes?.poolSize, writes?.operations], ["writes", 5, 30]);
  assert.deepEqual(writes?.errors.byClass, { unavailable: 10 });
  assert.deepEqual([writes?.elapsed, writes?.throughput], [1_000, 20]);
});

Deno.test("mergeThreads() adds up each load of several threads by its name, also of one that not all have", () => {
  const measured = mergeThreads([
    withLoads(partOf(10, 1), [
      { name: "writes", measured: partOf(30, 2, 30) },
      { name: "scans", measured: partOf(5, 100) },
    ]),
    withLoads(partOf(10, 1), [{ name: "writes", measured: partOf(20, 4, 20, 1) }]),
  ]);
  assert.equal(measured.operations, 20);
  const [writes, scans] = measured.loads ?? [];
  assert.deepEqual([writes?.name, writes?.operations, writes?.errors.total], ["writes", 50, 1]);
  assert.deepEqual([writes?.serviceTime?.count, writes?.serviceTime?.max], [49, 4]);
  assert.equal(writes?.throughput, 49);
  assert.equal(writes?.schedule?.due, 50);
  assert.deepEqual([scans?.name, scans?.operations, scans?.schedule], ["scans", 5, null]);
});

Deno.test("mergeThreads() has no loads where there were none", () => {
  assert.ok(!("loads" in mergeThreads([partOf(1, 1), partOf(1, 1)])));
});
