import type { CaseResult } from "../../result/case.ts";

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether every repetition ran to its end. */
export function areCompleted(repetitions: readonly CaseResult[]): boolean {
  return repetitions.every(({ status }) => status === "completed");
}

/** Whether every repetition's figures can be believed. */
export function areValid(repetitions: readonly CaseResult[]): boolean {
  return repetitions.every(({ verdict }) => verdict.valid);
}
