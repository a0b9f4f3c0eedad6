import { ownClock } from "./carrier.ts";

/** A timer fires a millisecond or two late. So it is set to fire this many milliseconds early, and the thread sleeps for the rest. */
const TIMER_LATENESS = 2.5;

/** What a carrier that is ready waits for. */
export interface Starting {
  /** Resolves when the clock is to start. */
  wait(): Promise<void>;
  /** Lets it start: at an instant of {@linkcode ownClock}, precise to a tenth of a millisecond; or now, also where it has passed. */
  start(at?: number): void;
}

/** Makes what one carrier waits for in one case. */
export function createStarting(): Starting {
  const started = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function begin(startsAt: number): void {
    const left = startsAt - ownClock();
    if (left > TIMER_LATENESS) {
      timer = setTimeout(begin, left - TIMER_LATENESS, startsAt);
      return;
    }
    sleep(left);
    started.resolve();
  }
  return {
    wait: () => started.promise,
    start(at = 0) {
      clearTimeout(timer);
      begin(at);
    },
  };
}

/** Sleeps, as a thread that spun on a busy machine would have used up its turn on a processor when the instant comes. */
function sleep(ms: number): void {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
