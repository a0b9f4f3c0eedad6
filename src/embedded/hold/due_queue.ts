import { createAlarm } from "../../runtime/alarm.ts";

/** Work that waits for its instant, precise to microseconds. */
export interface DueQueue {
  /** Runs `release` at the instant `due` of `performance.now()`, at once if that is over. */
  add(due: number, release: () => void): void;
  /** Forgets all that waits. */
  clear(): void;
}

/** Makes a queue that releases in the order of the instants, and what is due together in the order in which it came. */
export function createDueQueue(): DueQueue {
  let waiting: { due: number; release: () => void }[] = [];
  const alarm = createAlarm(releaseDue);

  /** Returns the milliseconds until the next is due; `undefined` when none is left. */
  function releaseDue(): number | undefined {
    const now = performance.now();
    while (waiting[0] !== undefined && waiting[0].due <= now) waiting.shift()?.release();
    return waiting[0] && waiting[0].due - now;
  }

  return {
    add(due, release) {
      const at = waiting.findLastIndex((other) => other.due <= due) + 1;
      waiting.splice(at, 0, { due, release });
      // What waits for a later instant must not keep an earlier one.
      if (at === 0) alarm.clear();
      // Requests that keep the event loop busy must not keep the answers that are due from going out.
      else releaseDue();
      alarm.set();
    },
    clear() {
      alarm.clear();
      waiting = [];
    },
  };
}
