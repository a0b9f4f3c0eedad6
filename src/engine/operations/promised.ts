import { inspect } from "node:util";
import { ScenarioError } from "../../errors.ts";

/**
 * Says that an operation, a step or a task returned no promise. It ends the run, as nobody could wait for what it sent: its
 * times would not be the server's.
 */
export class NoPromise extends ScenarioError {
  /** Takes what returned no promise, `mix.read.operation`, and what it returned. */
  constructor(what: string, returned: unknown) {
    const found = inspect(returned, { depth: 0, breakLength: Infinity });
    super(
      `Cannot measure the scenario as its ${what} must return a promise: found ${found}`,
      "return what the session gives: `(session, user) => session.create(User, user)`, " +
        "or with braces `{ return session.create(User, user); }`",
    );
  }
}

/** Whether somebody can wait for a value: a promise, or what has a `then` as promises do. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function";
}

/**
 * Makes a check of what an operation returned that looks until it has seen a promise: later calls cost nothing, and may
 * leave out what they would wait for.
 *
 * @throws {NoPromise} where it is none
 */
export function checkPromises(what: string): (returned: unknown) => void {
  let isGood = false;
  return (returned) => {
    if (isGood) return;
    if (!isThenable(returned)) throw new NoPromise(what, returned);
    isGood = true;
  };
}
