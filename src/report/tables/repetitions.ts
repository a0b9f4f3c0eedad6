import type { CaseResult } from "../../result/case.ts";

/** Whether every repetition ran to its end. */
export function areCompleted(repetitions: readonly CaseResult[]): boolean {
  return repetitions.every(({ status }) => status === "completed");
}

/** Whether the figures of every repetition are valid. */
export function areValid(repetitions: readonly CaseResult[]): boolean {
  return repetitions.every(({ verdict }) => verdict.valid);
}
