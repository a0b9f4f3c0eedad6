import type { CaseResult, Second } from "../result/case.ts";
import type { TimeSummary } from "../result/time_summary.ts";
import type { ComparedMetric } from "./comparison.ts";
import { FEWEST_SECONDS } from "./statistics/seconds.ts";

/** The metrics that are compared, in the order of reports. */
export const METRICS: readonly ComparedMetric[] = ["throughput", "p50", "p95", "p99", "p999"];

/** How many operations a percentile needs, so that it is not always the longest time. */
const LEAST_COUNTS: Readonly<Record<ComparedMetric, number>> = {
  ...{ throughput: 0, p50: 2, p95: 20, p99: 100, p999: 1_000 },
};

/** The values of one metric, one for each repetition or second, or why there are none. */
export type MetricValues = { readonly values: readonly number[] } | { readonly why: string };

/** A metric of each repetition. */
export function repetitionValues(cases: readonly CaseResult[], metric: ComparedMetric) {
  const counted = cases.map(({ throughput, responseTime }) => ({ throughput, time: responseTime }));
  const found = valuesOf(counted, metric, "a repetition", Math.min);
  if ("why" in found || found.values.every((value) => value > 0)) return found;
  return { why: metric === "throughput" ? "no operation succeeded" : "it is 0" };
}

/** A metric of each whole second of a run; percentiles only of seconds in which something succeeded. */
export function secondValues({ series }: CaseResult, metric: ComparedMetric): MetricValues {
  const seconds = wholeSeconds(series).map(({ operations, errors, ...second }) => ({
    throughput: operations - errors,
    time: second.responseTime ?? second.serviceTime,
  }));
  const used = metric === "throughput" ? seconds : seconds.filter(({ time }) => time !== null);
  if (!seconds.some(({ throughput }) => throughput > 0)) return { why: "no operation succeeded" };
  if (used.length < FEWEST_SECONDS) return { why: "operations succeeded in too few seconds" };
  return valuesOf(used, metric, "a second", median);
}

/** The seconds that last one. */
export function wholeSeconds(series: readonly Second[]): Second[] {
  return series.filter(({ at }, index) => at - (series[index - 1]?.at ?? 0) >= 999);
}

function valuesOf(
  parts: readonly { readonly throughput: number; readonly time: TimeSummary | null }[],
  metric: ComparedMetric,
  part: string,
  typical: (...counts: number[]) => number,
): MetricValues {
  if (metric === "throughput") return { values: parts.map(({ throughput }) => throughput) };
  const times = parts.flatMap(({ time }) => time ?? []);
  if (times.length === 0 || times.length < parts.length) return { why: "no operation succeeded" };
  const least = LEAST_COUNTS[metric];
  if (typical(...times.map(({ count }) => count)) < least) {
    return { why: `it needs ${least.toLocaleString("en-US")} operations in ${part}` };
  }
  return { values: times.map((time) => time[metric]) };
}

function median(...values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
