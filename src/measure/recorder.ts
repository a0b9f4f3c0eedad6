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
  const byClass: Record<string, number> = {};
  const examples: Record<string, string> = {};
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
      byClass[errorClass] = (byClass[errorClass] ?? 0) + 1;
      examples[errorClass] ??= message;
    },
    measurement: () => ({
      operations: succeeded + failed,
      succeeded,
      errors: {
        total: failed,
        byClass: { ...byClass },
        examples: { ...examples },
        serviceTime: failures.summary(),
      },
      serviceTime: successes.summary(),
    }),
  };
}
