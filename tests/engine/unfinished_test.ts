/** What a load says of operations that had not ended when it was stopped. */
import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { mergeMeasured } from "../../src/measure/measured.ts";
import { withClock } from "../support/clock.ts";
import { collectTimeouts, loadOf, turn } from "./fixture.ts";

/** Runs a load of which everything hangs from the operation `hangsFrom` on, and stops it 3 s into the stall. */
async function stopInStall(parts: Parameters<typeof loadOf>[0], hangsFrom: number) {
  let measured: Awaited<ReturnType<typeof runLoad>> | undefined;
  await withClock(async (clock) => {
    const controller = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    const running = runLoad(loadOf({
      ...parts,
      async operation(_session, index) {
        if (index < hangsFrom) return await turn();
        resolve();
        await new Promise(() => {});
      },
    }, { signal: controller.signal }));
    const moving = setImmediateLoop(() => clock.now += 0.2);
    await promise;
    moving.stop();
    for (let i = 0; i < 5; i++) await turn();
    clock.now += 3_000;
    for (let i = 0; i < 5; i++) await turn();
    const timeouts = collectTimeouts();
    controller.abort();
    measured = await running;
    timeouts.restore();
  });
  return measured as NonNullable<typeof measured>;
}

function setImmediateLoop(step: () => void): { stop(): void } {
  let isOver = false;
  const run = () => {
    step();
    if (!isOver) setImmediate(run);
  };
  run();
  return { stop: () => isOver = true };
}

Deno.test("a closed load that is stopped in a stall has what was in flight in its times, at its age", async () => {
  const measured = await stopInStall({ poolSize: 3, operations: 1_000 }, 50);
  const { status, operations, errors, unfinished, serviceTime, throughput, elapsed } = measured;
  assert.deepEqual([status, operations, errors.total, unfinished], ["aborted", 50, 0, 3]);
  assert.equal(serviceTime?.count, 53);
  assert.ok(serviceTime.max >= 3_000 && serviceTime.max < 3_100, `${serviceTime.max}`);
  assert.ok(Math.abs(throughput - 50 / elapsed * 1_000) < 1e-9, "only successes are throughput");
});

Deno.test("an open load that is stopped in a stall has what was in flight and what was due in its times, at their ages", async () => {
  const measured = await stopInStall({ poolSize: 3, rate: 1_000, operations: 10_000 }, 5);
  const { status, operations, unfinished, unsent, dropped, responseTime, schedule } = measured;
  assert.deepEqual([status, operations, unfinished], ["aborted", 5, 3]);
  assert.ok(unsent >= 2_980 && unsent <= 3_020, `${unsent}`);
  assert.equal(responseTime?.count, operations + (unfinished ?? 0) + unsent);
  assert.ok(responseTime.p50 > 1_400 && responseTime.max >= 3_000, `${responseTime.p50}`);
  assert.equal(schedule?.due, operations + (unfinished ?? 0) + unsent + dropped);
});

Deno.test("what was in flight in several threads adds up", async () => {
  const part = await stopInStall({ poolSize: 2, operations: 1_000 }, 10);
  const merged = mergeMeasured([part, part]);
  assert.deepEqual([merged.unfinished, merged.operations], [4, 20]);
  assert.equal(merged.serviceTime?.count, 24);
});

Deno.test("a load that is stopped while nothing is in flight has nothing unfinished", async () => {
  const controller = new AbortController();
  const load = loadOf({
    operations: 1_000,
    operation(_session, index) {
      if (index === 50) controller.abort();
      return turn();
    },
  }, { signal: controller.signal });
  const { status, operations, unfinished } = await runLoad(load);
  assert.deepEqual([status, operations, unfinished], ["aborted", 51, undefined]);
});
