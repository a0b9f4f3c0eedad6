import { setImmediate } from "node:timers";

/** Timers fire a millisecond or two late, so they wait for all but this much; the rest is spun through. */
const TIMER_LATENESS = 2.5;

/**
 * A sleep of a fixed length that is precise to microseconds, for any number of sleepers at once.
 * All have the same length, so they wake in the order in which they lay down.
 *
 * @param ms milliseconds
 */
export function createSleep(ms: number): () => Promise<void> {
  let sleepers: { due: number; wake: () => void }[] = [];
  let next = 0;
  let watching = false;

  function watch(): void {
    const now = performance.now();
    let sleeper = sleepers[next];
    while (sleeper !== undefined && sleeper.due <= now) {
      sleeper.wake();
      sleeper = sleepers[++next];
    }
    if (next > sleepers.length / 2) forgetTheAwake();
    watching = sleeper !== undefined;
    if (sleeper !== undefined) watchAgain(sleeper.due - now);
  }

  function watchAgain(left: number): void {
    if (left > TIMER_LATENESS) setTimeout(watch, left - TIMER_LATENESS);
    else setImmediate(watch);
  }

  function forgetTheAwake(): void {
    sleepers = sleepers.slice(next);
    next = 0;
  }

  return () =>
    new Promise((wake) => {
      sleepers.push({ due: performance.now() + ms, wake });
      if (!watching) watch();
    });
}
