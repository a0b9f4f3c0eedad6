import type { Errors, TimeSummary } from "../result/document.ts";
import { createTimes } from "./times.ts";

/** Counts and times the operations of a case. */
export interface Recorder {
  /** Operations that ended so far. */
  ended(): number;
  succeed(serviceTime: number): void;
  fail(serviceTime: number, errorClass: string, message: string): void;
  measurement(): Measurement;
}

/** What a {@linkcode Recorder} holds at the end. */
export interface Measurement {
  readonly operations: number;
  readonly succeeded: number;
  readonly errors: Errors;
  readonly serviceTime: TimeSummary | null;
}

/** Starts recording a case. */
export function createRecorder(): Recorder {
  const successes = createTimes();
  const failures = createTimes();
  const byClass = new Map<string, number>();
  const examples = new Map<string, string>();
  let succeeded = 0, failed = 0;

  return {
    ended: () => succeeded + failed,
    succeed(serviceTime) {
      succeeded++;
      successes.record(serviceTime);
    },
    fail(serviceTime, errorClass, message) {
      failed++;
      failures.record(serviceTime);
      byClass.set(errorClass, (byClass.get(errorClass) ?? 0) + 1);
      if (!examples.has(errorClass)) examples.set(errorClass, message);
    },
    measurement: () => ({
      operations: succeeded + failed,
      succeeded,
      errors: {
        total: failed,
        byClass: Object.fromEntries(byClass),
        examples: Object.fromEntries(examples),
        serviceTime: failures.summary(),
      },
      serviceTime: successes.summary(),
    }),
  };
}
