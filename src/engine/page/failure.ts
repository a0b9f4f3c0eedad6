import { messageOf } from "../../errors.ts";

/** A step or task (`what`) failed, as its `cause` did. */
export class StepError extends Error {
  override name = "StepError";
  constructor(what: string, cause: unknown) {
    super(`${what} failed: ${messageOf(cause)}`, { cause });
  }
}

/** Nobody waits for it any longer. Its name is the class under which it is counted. */
export class Abandoned extends Error {
  override readonly name: "clientTimeout" | "aborted";
  constructor(name: "clientTimeout" | "aborted", message: string) {
    super(message);
    this.name = name;
  }
}

/** Whether something failed only because its page did. */
export function isAborted(error: unknown): boolean {
  return error instanceof Abandoned && error.name === "aborted";
}

/** What to say of work that took longer than it may. */
export function outOfTime(what: string, timeout: number): Abandoned {
  return new Abandoned("clientTimeout", `${what} took longer than its timeout of ${timeout} ms`);
}

/** Several failures of one operation. */
class Failures extends AggregateError {
  override name = "AggregateError";
}

/** All failures of an operation as one, none lost. */
export function failureOf(errors: readonly unknown[]): unknown {
  if (errors.length === 1) return errors[0];
  return new Failures(errors, errors.map(messageOf).join("; "));
}

/** What an operation's failure is counted as: the first one's cause. */
export function causeOf(error: unknown): unknown {
  if (error instanceof StepError) return causeOf(error.cause);
  return error instanceof Failures ? causeOf(error.errors[0]) : error;
}
