import assert from "node:assert/strict";
import { createSpin } from "../../src/runtime/alarm.ts";
import { createSleep } from "../../src/runtime/sleep.ts";
import { turn } from "../engine/fixture.ts";
import { bestOf } from "../support/best_of.ts";

function sleepOf(ms: number): () => Promise<void> {
  return createSleep(ms, () => {}, createSpin()).sleep;
}

async function lateness(sleep: () => Promise<void>, ms: number): Promise<number> {
  const begun = performance.now();
  await sleep();
  return performance.now() - begun - ms;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

// One millisecond is spun through, five are left to a timer first.
for (const [ms, sleeps] of [[1, 15], [5, 5]] as const) {
  Deno.test(`createSleep() wakes one sleeper within 0.15 ms after ${ms} ms, at the median`, async () => {
    const sleep = sleepOf(ms);
    const p50 = await bestOf(0.15, async () => {
      const late: number[] = [];
      for (let i = 0; i < sleeps; i++) late.push(await lateness(sleep, ms));
      return median(late);
    });
    assert.ok(p50 < 0.15, `${p50} ms late`);
  });
}

Deno.test("createSleep() wakes nobody early: 300 sleepers of 0.3 to 4 ms", async () => {
  const sleepers = [0.3, 1, 2.5, 4].flatMap((ms) => {
    const sleep = sleepOf(ms);
    return Array.from({ length: 75 }, () => lateness(sleep, ms));
  });
  const late = await Promise.all(sleepers);
  assert.equal(late.length, 300);
  assert.ok(Math.min(...late) >= 0, `${Math.min(...late)} ms`);
});

Deno.test("createSleep() wakes sleepers in the order in which they lay down", async () => {
  const sleep = sleepOf(1);
  const woken: number[] = [];
  const sleepers: Promise<unknown>[] = [];
  for (let i = 0; i < 100; i++) {
    sleepers.push(sleep().then(() => woken.push(i)));
    if (i % 10 === 9) await turn();
  }
  await Promise.all(sleepers);
  assert.deepEqual(woken, Array.from({ length: 100 }, (_, i) => i));
});

Deno.test("createSleep() gives who lies down later the whole time, also from a waking sleeper", async () => {
  const sleep = sleepOf(3);
  const late = await Promise.all([
    lateness(sleep, 3),
    lateness(sleepOf(1), 1).then(() => lateness(sleep, 3)),
    lateness(sleep, 3).then(() => lateness(sleep, 3)),
  ]);
  assert.ok(Math.min(...late) >= 0, `${late}`);
});

Deno.test("createSleep() needs a few timers, not one each, for all who lie down together", async () => {
  const { setTimeout } = globalThis;
  let timers = 0;
  Object.assign(globalThis, {
    setTimeout: (...args: Parameters<typeof setTimeout>) => {
      timers++;
      return setTimeout(...args);
    },
  });
  try {
    const sleep = sleepOf(5);
    await Promise.all(Array.from({ length: 100 }, sleep));
    assert.ok(timers < 10, `${timers} timers`);
  } finally {
    Object.assign(globalThis, { setTimeout });
  }
});

Deno.test("createSleep() wakes 10,000 sleepers together, and again when all have slept", async () => {
  const sleep = sleepOf(1);
  for (let round = 0; round < 2; round++) {
    const begun = performance.now();
    await Promise.all(Array.from({ length: 10_000 }, sleep));
    assert.ok(performance.now() - begun >= 1);
  }
});

/** Keeps the event loop busy, as sending a request does. */
function work(ms: number): void {
  const begun = performance.now();
  while (performance.now() - begun < ms);
}

Deno.test("createSleep() records what each of 100 busy sleepers slept: within 0.15 ms, at the median", async () => {
  const p50 = await bestOf(1.15, async () => {
    const slept: number[] = [];
    const { sleep, wakeDue } = createSleep(1, (ms) => slept.push(ms), createSpin());
    await Promise.all(Array.from({ length: 100 }, async () => {
      for (let i = 0; i < 10; i++) {
        await sleep();
        work(0.01);
        wakeDue();
      }
    }));
    assert.equal(slept.length, 1_000);
    assert.ok(Math.min(...slept) >= 1);
    return median(slept);
  });
  assert.ok(p50 < 1.15, `${p50} ms`);
});
