import { clearImmediate, setImmediate } from "node:timers";

/** Timers fire a millisecond or two late, so they wait for all but this much; the rest is spun through. */
const TIMER_LATENESS = 2.5;

/** A turn of the event loop shorter than this, in milliseconds, did nothing: an operation takes longer to send. */
const IDLE_TURN = 0.005;

/** How long a thread has waited by spinning, all its alarms together. */
export interface Spin {
  /** Milliseconds. */
  spun: number;
  /** When the last turn ended. */
  turnedAt: number;
}

/** Nothing spun yet. */
export function createSpin(): Spin {
  return { spun: 0, turnedAt: -Infinity };
}

/** Goes off at instants, precise to microseconds. */
export interface Alarm {
  /** To be called when there is something to wait for. */
  set(): void;
  /** Forgets what it waits for. */
  clear(): void;
}

/**
 * Makes an alarm, which is not set.
 *
 * @param wake does what is due and returns the milliseconds until it wants to be called again; `undefined`: never
 * @param spin adds up the turns that waited and did nothing else, as they use the processor without being work
 */
export function createAlarm(
  wake: () => number | undefined,
  spin: Spin = createSpin(),
): Alarm {
  let isSet = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let immediate: ReturnType<typeof setImmediate> | undefined;

  function watch(): void {
    const left = wake();
    isSet = left !== undefined;
    if (left === undefined) return;
    spin.turnedAt = performance.now();
    if (left > TIMER_LATENESS) timer = setTimeout(watch, left - TIMER_LATENESS);
    else immediate = setImmediate(turn);
  }

  function turn(): void {
    const turned = performance.now() - spin.turnedAt;
    if (turned < IDLE_TURN) spin.spun += turned;
    watch();
  }

  return {
    set() {
      if (!isSet) watch();
    },
    clear() {
      clearTimeout(timer);
      clearImmediate(immediate);
      isSet = false;
    },
  };
}
