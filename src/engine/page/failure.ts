import { messageOf } from "../../errors.ts";
import { isUnknownWrite } from "../../scenario/calls/unknown_writes.ts";
import { NoPromise } from "../operations/promised.ts";

/** Says that a step or task (`what`) failed, and why. */
export class StepError extends Error {
  override name = "StepError";
  constructor(what: string, cause: unknown) {
    super(`${what} failed: ${messageOf(cause)}`, { cause });
  }
}

/** Says that nobody waits for something any longer. The name is the class under which it is counted. */
export class Abandoned extends Error {
  override readonly name: "clientTimeout" | "aborted";
  constructor(name: "clientTimeout" | "aborted", message: string) {
    super(message);
    this.name = name;
  }
}

/** Whether something failed only because its page was given up. */
export function isAborted(error: unknown): boolean {
  return error instanceof Abandoned && error.name === "aborted";
}

/** The failure of work that took longer than it may. */
export function outOfTime(what: string, timeout: number): Abandoned {
  return new Abandoned("clientTimeout", `${what} took longer than its timeout of ${timeout} ms`);
}

/** Several failures of one operation, as one. */
class Failures extends AggregateError {
  override name = "AggregateError";
}

/** Makes one failure of all failures of an operation; a single one stays itself. */
export function failureOf(errors: readonly unknown[]): unknown {
  if (errors.length === 1) return errors[0];
  return new Failures(errors, errors.map(messageOf).join("; "));
}

/** The error by which a failure is classified: the cause of the first of several. */
export function causeOf(error: unknown): unknown {
  if (error instanceof StepError) return causeOf(error.cause);
  return error instanceof Failures ? causeOf(error.errors[0]) : error;
}

/**
 * Whether a write may have happened in what failed so. Nobody knows of what was given up while it ran, unless all that it
 * does is to read.
 */
export function leavesOpen(error: unknown, hasWritten: boolean): boolean {
  return isUnknownWrite(error, (one) => hasWritten && one instanceof Abandoned);
}

/** What was refused among everything that failed in an operation. */
export function refusalIn(error: unknown): NoPromise | undefined {
  if (error instanceof NoPromise) return error;
  if (error instanceof StepError) return refusalIn(error.cause);
  const errors = error instanceof Failures ? error.errors : [];
  return errors.map(refusalIn).find((refusal) => refusal !== undefined);
}
