import assert from "node:assert/strict";
import process from "node:process";
import { createClientWatch } from "../../src/measure/client_health.ts";
import { withClock } from "../support/clock.ts";

const PROBE = 100;

/** Runs a test with the thread's processor time in its hands, in milliseconds. */
async function withCpu(test: (cpu: { used: number }) => Promise<void>): Promise<void> {
  const { threadCpuUsage } = process;
  const cpu = { used: 0 };
  process.threadCpuUsage = () => ({ user: cpu.used * 600, system: cpu.used * 400 });
  try {
    await test(cpu);
  } finally {
    process.threadCpuUsage = threadCpuUsage;
  }
}

Deno.test("createClientWatch() that never ran has no figures", () => {
  assert.deepEqual(createClientWatch().health(), { cpu: 0, eventLoopLag: null });
});

Deno.test("createClientWatch() says how late its timer fired", async () => {
  await withClock((clock) => {
    const watch = createClientWatch();
    watch.start();
    for (const late of [0, 0, 2, 450]) {
      clock.now += PROBE + late;
      clock.tick(PROBE);
    }
    watch.stop();
    const { p50, max } = watch.health().eventLoopLag ?? {};
    assert.deepEqual({ p50, max }, { p50: 0, max: 450 });
  });
});

Deno.test("createClientWatch() counts a timer that fires early as in time", async () => {
  await withClock((clock) => {
    const watch = createClientWatch();
    watch.start();
    clock.now += PROBE - 0.4;
    clock.tick(PROBE);
    watch.stop();
    assert.equal(watch.health().eventLoopLag?.max, 0);
  });
});

Deno.test("createClientWatch() has no lag for a case shorter than its timer, and fires no more once stopped", async () => {
  await withClock((clock) => {
    const watch = createClientWatch();
    watch.start();
    clock.now += 5;
    watch.stop();
    clock.now += 1_000;
    clock.tick(PROBE);
    assert.equal(watch.health().eventLoopLag, null);
  });
});

Deno.test("createClientWatch() divides the thread's processor time by the time it was started, pauses left out", async () => {
  await withClock((clock) =>
    withCpu((cpu) => {
      const watch = createClientWatch();
      for (const [busy, elapsed] of [[90, 100], [30, 100]] as const) {
        watch.start();
        cpu.used += busy;
        clock.now += elapsed;
        watch.stop();
        cpu.used += 1_000;
        clock.now += 1_000;
      }
      assert.ok(Math.abs(watch.health().cpu - 0.6) < 1e-9);
      return Promise.resolve();
    })
  );
});

Deno.test("createClientWatch() tells a busy thread from one that waits, on the real clock", async () => {
  const spin = () => {
    const until = performance.now() + 15;
    while (performance.now() < until);
  };
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 15));
  const [busy, idle]: [number[], number[]] = [[], []];
  // Some systems count a thread's time in steps of 10 ms, and others have work too: the best of five rounds.
  for (let round = 0; round < 5; round++) {
    busy.push(await cpuDuring(spin));
    idle.push(await cpuDuring(wait));
  }
  assert.ok(Math.max(...busy) > Math.min(...idle) + 0.2, `${busy}; ${idle}`);
});

async function cpuDuring(act: () => void | Promise<void>): Promise<number> {
  const watch = createClientWatch();
  watch.start();
  await act();
  watch.stop();
  return watch.health().cpu;
}
