import { setImmediate } from "node:timers";

/** Timers fire a millisecond or two late, so they wait for all but this much; the rest is spun through. */
const TIMER_LATENESS = 2.5;

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
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSpinning = false;

  /** Returns the milliseconds until the next is due; `undefined` when none is left. */
  function releaseDue(): number | undefined {
    const now = performance.now();
    while (waiting[0] !== undefined && waiting[0].due <= now) waiting.shift()?.release();
    return waiting[0] && waiting[0].due - now;
  }

  function watch(): void {
    const left = releaseDue();
    isSpinning = left !== undefined && left <= TIMER_LATENESS;
    // Each turn of the event loop delays what comes in, so it does no more than it must.
    if (isSpinning) setImmediate(watch);
    else if (left !== undefined) timer = setTimeout(watch, left - TIMER_LATENESS);
  }

  return {
    add(due, release) {
      const at = waiting.findLastIndex((other) => other.due <= due) + 1;
      waiting.splice(at, 0, { due, release });
      // Requests that keep the event loop busy must not keep the answers that are due from going out.
      if (isSpinning) return void releaseDue();
      clearTimeout(timer);
      watch();
    },
    clear() {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
