import { setImmediate } from "node:timers";

/** Milliseconds after which the event loop must turn: signals, reconnects and progress wait for it. */
const LONGEST = 20;

/**
 * Lets the event loop turn where operations settle without waiting for anything: promises alone would keep it from
 * timers, sockets and signals for as long as there are operations.
 */
export interface Turns {
  /** Whether the event loop may not have turned for too long. */
  areDue(now: number): boolean;
  /** Resolves when the event loop has turned; all slots that wait at once share one turn. */
  next(): Promise<void>;
}

/** Starts to watch the turns of this thread's event loop. */
export function createTurns(): Turns {
  let turnedAt = performance.now();
  let turning: Promise<void> | undefined;

  function turn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(() => {
        turnedAt = performance.now();
        turning = undefined;
        resolve();
      });
    });
  }

  return {
    areDue: (now) => now - turnedAt > LONGEST,
    next: () => turning ??= turn(),
  };
}
