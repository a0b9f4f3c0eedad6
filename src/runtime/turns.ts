import { setImmediate } from "node:timers";

/** Milliseconds after which the event loop is asked to turn, and after which work waits for the turn that was asked for. */
const LONGEST = 10;

/**
 * Gives what work has to wait for at this instant of `performance.now()`, so that the event loop turns; mostly
 * `undefined`.
 */
export type Turns = (now: number) => Promise<void> | undefined;

/**
 * Watches whether the event loop turns. Promises that settle without I/O run one after the other and never let it, so
 * no timer would fire, no signal come and no answer be read.
 *
 * A turn is asked for first and waited for only when it has not come by itself, so that work which waits for I/O is not
 * held up.
 */
export function createTurns(): Turns {
  let turnedAt = performance.now(), askedAt = 0;
  let turning: Promise<void> | undefined;

  function ask(resolve: () => void): void {
    setImmediate(() => {
      turning = undefined;
      turnedAt = performance.now();
      resolve();
    });
  }

  return (now) => {
    if (turning !== undefined) return now - askedAt < LONGEST ? undefined : turning;
    if (now - turnedAt < LONGEST) return undefined;
    askedAt = now;
    turning = new Promise(ask);
    return undefined;
  };
}
