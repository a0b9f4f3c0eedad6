import type { CaseResult } from "../case.ts";
import type { Estimate, Interval } from "../document.ts";
import { studentCritical } from "./student.ts";

/**
 * The means over the completed repetitions of each case, with their intervals, in the order of the cases. A case of
 * which fewer than two repetitions were completed has no estimate, as its spread is unknown.
 */
export function estimate(cases: readonly CaseResult[]): Estimate[] {
  const completed = cases.filter(({ repetition, status }) =>
    repetition !== undefined && status === "completed"
  );
  const groups = Map.groupBy(completed, ({ parameters }) => coordinates(parameters));
  return [...groups.values()].filter(({ length }) => length > 1).map(estimateOne);
}

/** A text that is the same for the same parameters, in whatever order they are written. */
export function coordinates(parameters: CaseResult["parameters"]): string {
  const entries = Object.entries(parameters);
  return JSON.stringify(entries.toSorted(([a], [b]) => a < b ? -1 : 1));
}

function estimateOne(repetitions: readonly CaseResult[]): Estimate {
  const times = repetitions.map(({ responseTime }) => responseTime).filter((time) => time !== null);
  return {
    parameters: repetitions[0]?.parameters ?? {},
    repetitions: repetitions.length,
    throughput: meanInterval(repetitions.map(({ throughput }) => throughput)),
    responseTime: times.length < repetitions.length ? null : {
      p50: meanInterval(times.map(({ p50 }) => p50)),
      p95: meanInterval(times.map(({ p95 }) => p95)),
      p99: meanInterval(times.map(({ p99 }) => p99)),
    },
  };
}

/**
 * The ratio of the others to the base, repetition by repetition: a speedup, when both are throughputs. It pairs the
 * repetitions, as a drift of the machine is in both of a pair. It averages logarithms, as twice and half are equally far
 * from once: so the interval holds no negative ratio, and the ratio of `b` to `a` is the inverse of `a` to `b`.
 * `undefined` for fewer than two pairs, for values without a partner and for values that have no ratio.
 */
export function ratioInterval(
  base: readonly number[],
  other: readonly number[],
): Interval | undefined {
  const logs = other.map((value, at) => Math.log(value / (base[at] ?? NaN)));
  if (logs.length < 2 || logs.length !== base.length || !logs.every(Number.isFinite)) {
    return undefined;
  }
  const { mean, low, high } = meanInterval(logs);
  return { mean: Math.exp(mean), low: Math.exp(low), high: Math.exp(high) };
}

/** Student's interval for the mean of two samples or more. */
export function meanInterval(samples: readonly number[]): Interval {
  const mean = meanOf(samples);
  const variance = sumOf(samples.map((sample) => (sample - mean) ** 2)) / (samples.length - 1);
  const reach = studentCritical(0.05, samples.length - 1) * Math.sqrt(variance / samples.length);
  return { mean, low: mean - reach, high: mean + reach };
}

/** The arithmetic mean. */
export function meanOf(values: readonly number[]): number {
  return sumOf(values) / values.length;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
