import type { CaseResult } from "../result/case.ts";
import type { Environment, Interval } from "../result/document.ts";

/** How results differ from a base: plain data, from which every format is made. */
export interface Comparison {
  /** The version of this shape. */
  readonly schemaVersion: 1;
  /** Tells the document from a result's. */
  readonly kind: "comparison";
  /** What the others are compared with. */
  readonly base: ComparedResult;
  /** How much worse a figure may get, as a share: 0.05 is 5 %. */
  readonly tolerance: number;
  /** Each other result against the base, in the order in which they were given. */
  readonly pairs: readonly PairComparison[];
  /** Whether no figure got worse by more than the tolerance, and something could be compared with each. */
  readonly passed: boolean;
}

/** A result that is compared. */
export interface ComparedResult {
  /** The name by which reports speak of it: that of its file. */
  readonly name: string;
  /** Its scenario's name. */
  readonly scenario: string;
  /** Where and with what it was measured. */
  readonly environment: Pick<
    Environment,
    "startedAt" | "cassbench" | "deno" | "driver" | "os" | "cpus" | "target"
  >;
}

/** One result against the base. All its differences lie in their intervals together, with 95 % confidence. */
export interface PairComparison {
  /** The other result. */
  readonly result: ComparedResult;
  /** The cases that both have, in the order of the base. */
  readonly cases: readonly CaseComparison[];
  /** The parameters of cases that only the base has. */
  readonly onlyInBase: readonly CaseResult["parameters"][];
  /** The parameters of cases that only the other has. */
  readonly onlyInOther: readonly CaseResult["parameters"][];
  /** What else differs between the two. */
  readonly conditions: readonly ConditionDifference[];
}

/** What can differ between results beside what is compared; `across` names those that differ on purpose. */
export type ConditionKind =
  | "target"
  | "scenario"
  | "server"
  | "client"
  | "driver"
  | "machine"
  | "seed"
  | "settings"
  | "tool";

/** Something that differs between two results. */
export interface ConditionDifference {
  /** Which part of the conditions it belongs to. */
  readonly kind: ConditionKind;
  /** What differs, in words: `another driver: 4.9.0, then 4.10.0`. */
  readonly message: string;
  /** Whether cases are not comparable by it. Not so for what was asked for, nor for the versions of cassbench and Deno. */
  readonly forbids: boolean;
}

/**
 * How a figure, or a case, compares: `unclear` where so many repetitions can show no difference. A case is worse when any
 * of its figures is.
 */
export type ComparisonVerdict = "better" | "worse" | "unclear" | "notComparable";

/** How one case differs. */
export interface CaseComparison {
  /** Those of the base. */
  readonly parameters: CaseResult["parameters"];
  /** Worse if any figure is, else better if any is. */
  readonly verdict: ComparisonVerdict;
  /** Why it is not comparable; empty where it is. */
  readonly reasons: readonly string[];
  /** Whether repetitions were compared, or the seconds of one run each, which tell less. */
  readonly by: "repetitions" | "seconds";
  /** How many repetitions, or seconds, each has. */
  readonly counts: { readonly base: number; readonly other: number };
  /** The share of operations that failed. */
  readonly errors: { readonly base: number; readonly other: number };
  /** Its figures, in the order of reports. */
  readonly metrics: readonly MetricComparison[];
}

/** What is compared of a case: the throughput, and percentiles of the response time. */
export type ComparedMetric = "throughput" | "p50" | "p95" | "p99" | "p999";

/** How one figure of a case differs. */
export interface MetricComparison {
  /** Which figure it is. */
  readonly metric: ComparedMetric;
  /**
   * Operations per second, or milliseconds: the geometric mean of the repetitions, or the mean of the seconds; `null` where
   * there is none.
   */
  readonly base: number | null;
  /** The same of the other result. */
  readonly other: number | null;
  /** Other ÷ base − 1: 0.05 is 5 % more. */
  readonly difference: number | null;
  /** Where the true difference lies; `null` where it cannot be told. */
  readonly interval: Omit<Interval, "mean"> | null;
  /** The smallest difference that could have been shown, as a share: how far the interval reaches. */
  readonly smallest: number | null;
  /** By the interval: better or worse where it does not hold 0. */
  readonly verdict: ComparisonVerdict;
  /** Whether the whole interval is worse than the tolerance allows. */
  readonly isRegression: boolean;
  /** Why there is no verdict; absent where there is one. */
  readonly why?: string;
}
