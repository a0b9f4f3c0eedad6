/** A clock that moves when the test says so. */
export interface Clock {
  /** Milliseconds. */
  now: number;
  /** Fires the intervals of this length once. */
  tick(interval: number): void;
}

/**
 * Runs a test with `performance.now()` and `setInterval()` in its hands.
 * Promises, `setTimeout()` and the event loop stay the real ones.
 */
export async function withClock(test: (clock: Clock) => void | Promise<void>): Promise<void> {
  const { setInterval, clearInterval } = globalThis;
  const running = new Map<number, { run: () => void; interval: number }>();
  let ids = 0;
  const clock: Clock = {
    now: 1_000,
    tick(interval) {
      for (const timer of running.values()) if (timer.interval === interval) timer.run();
    },
  };
  Object.defineProperty(performance, "now", { value: () => clock.now, configurable: true });
  Object.assign(globalThis, {
    setInterval(run: () => void, interval: number) {
      running.set(++ids, { run, interval });
      return ids;
    },
    clearInterval: (id: number) => running.delete(id),
  });
  try {
    await test(clock);
  } finally {
    Reflect.deleteProperty(performance, "now");
    Object.assign(globalThis, { setInterval, clearInterval });
  }
}
