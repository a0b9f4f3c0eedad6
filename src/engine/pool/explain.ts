import { messageOf } from "../../errors.ts";
import type { Recorder } from "../../measure/recorder.ts";
import {
  CLIENT_TIMEOUT,
  cutMessage,
  type FailedWith,
  type FailureKind,
} from "../../measure/tally.ts";
import { Mismatch } from "../operations/verify.ts";
import { causeOf, leavesOpen } from "../page/failure.ts";
import type { PageLog } from "../page/log.ts";
import type { Part } from "../part.ts";

/** Says why something failed. */
export interface Explain {
  /** An operation, by its index in the mix. */
  operation(error: unknown, mixIndex: number): FailedWith;
  /** A step or a task by its name, or without it a page. */
  branch(error: unknown, name?: string): FailedWith;
  /** Whether any of the requests write. */
  hasWritten(): boolean;
}

/** Makes what says why something of a part failed; what its requests are is counted by the recorder and the log. */
export function createExplain(
  { plan: { steps }, classify, failureKind }: Part,
  { counts }: Pick<Recorder, "counts">,
  log: PageLog,
): Explain {
  const stepsWrite = () => log.steps.allCounts().writes > 0;
  const hasWritten = () => counts.some(({ writes }) => writes > 0) || stepsWrite();

  function kindOf(cause: unknown, errorClass: string): FailureKind {
    if (errorClass === CLIENT_TIMEOUT) return "lost";
    // An answer that is not the right one is one.
    return cause instanceof Mismatch ? "answered" : failureKind(cause);
  }

  function explain(error: unknown, hasWritten: boolean): FailedWith {
    const cause = causeOf(error);
    const errorClass = classify(cause);
    return {
      errorClass,
      message: cutMessage(messageOf(error)),
      kind: kindOf(cause, errorClass),
      isUnknown: leavesOpen(error, hasWritten),
    };
  }

  return {
    operation: (error, mixIndex) =>
      explain(error, (counts[mixIndex]?.writes ?? 0) > 0 || stepsWrite()),
    branch(error, name) {
      // A step has requests of its own; tasks share those of their operation.
      const isStep = name !== undefined && steps.length > 0;
      return explain(error, isStep ? log.steps.counts(name).writes > 0 : hasWritten());
    },
    hasWritten,
  };
}
