import { nextTurn } from "./look.ts";

/** A timer fires a millisecond or two late. So it is set to fire this many milliseconds early, and the rest is spun. */
const TIMER_LATENESS = 2.5;

/** A turn of the event loop shorter than this, in milliseconds, did nothing, as sending an operation takes longer. */
const IDLE_TURN = 0.005;

/** How long a thread has waited by spinning, for all its alarms together. */
export interface Spin {
  /** Milliseconds. */
  spun: number;
  /** The instant at which the last turn of the event loop ended. */
  turnedAt: number;
}

/** Starts to count how long a thread spins. */
export function createSpin(): Spin {
  return { spun: 0, turnedAt: -Infinity };
}

/** Calls a function at the instants that it asks for, precise to microseconds. */
export interface Alarm {
  /** Calls the function now, unless it is waiting for an instant already. */
  set(): void;
  /** Waits for nothing any longer. */
  clear(): void;
}

/**
 * Makes an alarm, which is not set.
 *
 * @param wake does what is due and returns the milliseconds until it is to be called again, or `undefined` for never
 * @param spin counts the turns that did nothing but wait, as they use the processor although the thread is free
 */
export function createAlarm(
  wake: () => number | undefined,
  spin: Spin = createSpin(),
): Alarm {
  let isSet = false, isTurning = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function watch(): void {
    clearTimeout(timer);
    const left = wake();
    isSet = left !== undefined;
    if (left === undefined) return;
    spin.turnedAt = performance.now();
    if (left > TIMER_LATENESS) timer = setTimeout(watch, left - TIMER_LATENESS);
    else if (!isTurning) {
      isTurning = true;
      nextTurn(left, turn);
    }
  }

  function turn(idle: number): void {
    isTurning = false;
    if (!isSet) return;
    const turned = performance.now() - spin.turnedAt;
    spin.spun += turned < IDLE_TURN ? turned : Math.min(turned, idle);
    watch();
  }

  return {
    set() {
      if (!isSet) watch();
    },
    clear() {
      clearTimeout(timer);
      isSet = false;
    },
  };
}
