/** A figure of a case that a threshold can bound. */
export type Metric =
  | `${"serviceTime" | "waitTime" | "responseTime"}.${
    | "min"
    | "mean"
    | "p50"
    | "p90"
    | "p95"
    | "p99"
    | "p999"
    | "max"}`
  | "throughput"
  | "operations"
  | "dropped"
  | "errors.total"
  | "errors.rate";

/** A bound that a case must keep: `responseTime.p99 < 20` (milliseconds), `errors.rate < 0.001`, `throughput > 5000`. */
export type Threshold = `${Metric} ${"<" | "<=" | ">" | ">="} ${number}`;

const TIMES = ["serviceTime", "waitTime", "responseTime"] as const;
const STATISTICS = ["min", "mean", "p50", "p90", "p95", "p99", "p999", "max"] as const;
const COUNTS = ["throughput", "operations", "dropped", "errors.total", "errors.rate"] as const;

/** A threshold, taken apart. */
export interface ParsedThreshold {
  readonly metric: string;
  readonly comparison: "<" | "<=" | ">" | ">=";
  readonly bound: number;
}

/** Every metric's name. */
export const METRICS: readonly string[] = [
  ...TIMES.flatMap((time) => STATISTICS.map((statistic) => `${time}.${statistic}`)),
  ...COUNTS,
];

/** The names of the metrics, in a short form for messages. */
export const METRICS_IN_SHORT: string = `(${TIMES.join("|")}).(${STATISTICS.join("|")}), ${
  COUNTS.join(", ")
}`;

/** Takes a threshold apart; `undefined` when it is none. Whether there is such a metric is not checked. */
export function parseThreshold(text: string): ParsedThreshold | undefined {
  const [, metric, comparison, number] = /^\s*([\w.]+)\s*(<=|>=|<|>)\s*(\S+)\s*$/.exec(text) ?? [];
  const bound = Number(number);
  if (metric === undefined || !Number.isFinite(bound) || bound < 0) return undefined;
  return { metric, comparison: comparison as ParsedThreshold["comparison"], bound };
}
