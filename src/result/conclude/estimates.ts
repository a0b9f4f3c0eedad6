import type { CaseResult } from "../case.ts";
import type { Estimate, Interval } from "../document.ts";
import { studentQuantile } from "./student.ts";

/**
 * What the completed repetitions of each case say together, in the order of the cases. A case of which fewer than two
 * were completed says nothing of its spread, and has no estimate.
 */
export function estimate(cases: readonly CaseResult[]): Estimate[] {
  const completed = cases.filter(({ repetition, status }) =>
    repetition !== undefined && status === "completed"
  );
  const groups = Map.groupBy(completed, ({ parameters }) => coordinates(parameters));
  return [...groups.values()].filter(({ length }) => length > 1).map(estimateOne);
}

/** The same text for the same parameters, in whatever order they are written. */
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
      p99: meanInterval(times.map(({ p99 }) => p99)),
    },
  };
}

/**
 * How many times as much the others are as the base, repetition by repetition: a speedup, when both are throughputs.
 * It pairs the repetitions, as what drifted in one drifted for both. It averages logarithms, as twice and half are
 * equally far from once: so the interval holds no impossible ratio, and `b` to `a` says the inverse of `a` to `b`.
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
  const mean = sumOf(samples) / samples.length;
  const variance = sumOf(samples.map((sample) => (sample - mean) ** 2)) / (samples.length - 1);
  const reach = studentQuantile(samples.length - 1) * Math.sqrt(variance / samples.length);
  return { mean, low: mean - reach, high: mean + reach };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
