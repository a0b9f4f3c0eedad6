import assert from "node:assert/strict";
import { type ClientWatch, createClientWatch } from "../../src/measure/client_health.ts";
import { bestOf } from "../support/best_of.ts";
import { type Clock, withClock } from "../support/clock.ts";
import { withSchedstat } from "./fixture.ts";

const PROBE = 100;

/** What the test has in its hands: the clock, the thread's processor time in ms, and what the watch looks at. */
interface Hands {
  readonly clock: Clock;
  readonly thread: { used: number; spun: number; inFlight: number };
  readonly watch: ClientWatch;
  /** Fires the probe, so many milliseconds late. */
  probe(late?: number): void;
}

function testWatch(name: string, test: (hands: Hands) => void): void {
  Deno.test(name, async () => {
    const thread = { used: 0, spun: 0, inFlight: 0 };
    await withSchedstat(() => thread.used, () =>
      withClock((clock) => {
        const watch = createClientWatch({
          spun: () => thread.spun,
          driverUse: () => ({ inFlight: thread.inFlight, limit: 2_048 }),
        });
        function probe(late = 0): void {
          clock.now += PROBE + late;
          clock.tick(PROBE);
        }
        test({ clock, thread, watch, probe });
      }));
  });
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, expected ${expected}`);
}

testWatch("a watch that never ran has no figures, whatever was in flight before", ({ watch }) => {
  assert.deepEqual(watch.health(), {
    ...{ cpu: 0, spinning: 0, cpuTime: 0, eventLoopLag: null },
    driver: { inFlight: 0, limit: 2_048 },
  });
});

testWatch("a watch says how late its timer fired", ({ watch, probe }) => {
  watch.start(performance.now());
  for (const late of [0, 0, 0, 2, 45]) probe(late);
  watch.stop(performance.now());
  const { p50, max, stalls } = watch.health().eventLoopLag ?? {};
  assert.deepEqual({ p50, max, stalls }, { p50: 0, max: 45, stalls: 1 });
});

testWatch(
  "a watch counts every probe that a stall held back: one of 2 s in 20 s is in the p99",
  ({ watch, probe }) => {
    watch.start(performance.now());
    for (let at = 0; at < 180; at++) probe(0.1);
    probe(1_900);
    watch.stop(performance.now());
    const { p50 = NaN, p99 = NaN, max, stalls } = watch.health().eventLoopLag ?? {};
    assert.equal(stalls, 19);
    assert.ok(p50 < 0.2, `${p50}`);
    assert.ok(p99 > 1_600, `${p99}`);
    assert.equal(max, 1_900);
  },
);

testWatch("a watch counts a timer that fires early as in time", ({ watch, probe }) => {
  watch.start(performance.now());
  probe(-0.4);
  watch.stop(performance.now());
  assert.equal(watch.health().eventLoopLag?.max, 0);
});

testWatch(
  "a watch counts a stall that the end of the case cut short",
  ({ watch, clock }) => {
    watch.start(performance.now());
    clock.now += PROBE + 70;
    watch.stop(performance.now());
    assert.equal(watch.health().eventLoopLag?.max, 70);
  },
);

testWatch(
  "a watch has no lag for a case shorter than its timer, and fires no more once stopped",
  ({ watch, clock, probe }) => {
    watch.start(performance.now());
    clock.now += 5;
    watch.stop(performance.now());
    probe(1_000);
    assert.equal(watch.health().eventLoopLag, null);
  },
);

testWatch(
  "a watch divides processor time and spinning by the time it was started, pauses left out",
  ({ watch, clock, thread }) => {
    for (const [busy, spinning, elapsed] of [[90, 40, 100], [30, 0, 100], [60, 60, 100]] as const) {
      watch.start(performance.now());
      thread.used += busy;
      thread.spun += spinning;
      clock.now += elapsed;
      watch.stop(performance.now());
      thread.used += 1_000;
      thread.spun += 500;
      clock.now += 1_000;
    }
    assertNear(watch.health().cpu, 0.6);
    assertNear(watch.health().spinning, 1 / 3);
  },
);

testWatch(
  "a watch that is stopped ahead divides by the whole time, of which the rest was idle",
  ({ watch, clock, thread }) => {
    watch.start(clock.now);
    thread.used += 9;
    clock.now += 10;
    watch.stop(clock.now + 80);
    assertNear(watch.health().cpu, 0.1);
    assert.equal(watch.health().eventLoopLag, null);
  },
);

testWatch("a watch does not take a pause for a stall", ({ watch, clock, probe }) => {
  for (let block = 0; block < 3; block++) {
    watch.start(performance.now());
    probe();
    watch.stop(performance.now());
    clock.now += 5_000;
  }
  assert.equal(watch.health().eventLoopLag?.max, 0);
});

testWatch(
  "a watch keeps the most that was in flight in the driver, over its starts and stops",
  ({ watch, thread, probe }) => {
    for (const seen of [[3, 700], [20, 5]]) {
      watch.start(performance.now());
      for (const inFlight of seen) {
        thread.inFlight = inFlight;
        probe();
      }
      watch.stop(performance.now());
      thread.inFlight = 2_000;
      probe();
    }
    assert.deepEqual(watch.health().driver, { inFlight: 700, limit: 2_048 });
  },
);

Deno.test("a watch tells a busy thread from one that waits, on the real clock", async () => {
  const spin = () => {
    const until = performance.now() + 15;
    while (performance.now() < until);
  };
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 15));
  // Some systems count a thread's time in steps of 10 ms, and others have work too.
  const less = await bestOf(-0.2, async () => await cpuDuring(wait) - await cpuDuring(spin));
  assert.ok(less < -0.2, `${less}`);
});

async function cpuDuring(act: () => void | Promise<void>): Promise<number> {
  const driverUse = () => ({ inFlight: 0, limit: 2_048 });
  const watch = createClientWatch({ spun: () => 0, driverUse });
  watch.start(performance.now());
  await act();
  watch.stop(performance.now());
  return watch.health().cpu;
}
