import { createAlarm } from "../../runtime/alarm.ts";

/** A queue of callbacks, each of which is called at its instant, precise to microseconds. */
export interface DueQueue {
  /** Calls `release` at the instant `due` of `performance.now()`, or at once where that is over. */
  add(due: number, release: () => void): void;
  /** Drops all callbacks. */
  clear(): void;
}

/** Makes a queue that keeps the order of the instants; callbacks due at the same instant keep the order of `add`. */
export function createDueQueue(): DueQueue {
  let waiting: { due: number; release: () => void }[] = [];
  const alarm = createAlarm(releaseDue);

  /** Returns the milliseconds until the next callback is due; `undefined` without one. */
  function releaseDue(): number | undefined {
    const now = performance.now();
    while (waiting[0] !== undefined && waiting[0].due <= now) waiting.shift()?.release();
    return waiting[0] && waiting[0].due - now;
  }

  return {
    add(due, release) {
      const at = waiting.findLastIndex((other) => other.due <= due) + 1;
      waiting.splice(at, 0, { due, release });
      // The alarm was set for a later instant.
      if (at === 0) alarm.clear();
      // While requests keep the event loop busy, the alarm may be late: so due answers go out here too.
      else releaseDue();
      alarm.set();
    },
    clear() {
      alarm.clear();
      waiting = [];
    },
  };
}
