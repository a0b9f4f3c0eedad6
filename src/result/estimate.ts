import type { CaseResult } from "./case.ts";

/** A mean over repetitions, and where the true one lies with 95 % confidence. */
export interface Interval {
  /** The mean. */
  readonly mean: number;
  /** The lower end of Student's interval. */
  readonly low: number;
  /** Its upper end. */
  readonly high: number;
}

/** The means over the repetitions of a case: the sample is the repetition, not the operation. */
export interface Estimate {
  /** The cases' common coordinates. */
  readonly parameters: CaseResult["parameters"];
  /** How many repetitions were completed. */
  readonly repetitions: number;
  /** Operations per second. */
  readonly throughput: Interval;
  /** Milliseconds; `null` when an operation never succeeded. */
  readonly responseTime:
    | { readonly p50: Interval; readonly p95: Interval; readonly p99: Interval }
    | null;
}
