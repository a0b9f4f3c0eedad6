import { MOST_SPLITS, splitsOf } from "./splits.ts";
import { studentCritical } from "../../result/conclude/student.ts";

/** Runs of one group: the logarithm of each metric, by run. Every run has the same metrics in the same order. */
export type Runs = readonly (readonly number[])[];

/** How the mean of one metric differs between two groups. */
export interface Shift {
  /** The mean of the second group, less that of the first. */
  readonly difference: number;
  /** How far to either side the interval reaches in which all differences lie together. */
  readonly reach: number;
}

/** The variance that rounding to three digits, as histograms do, adds to a logarithm: of an even spread over 0.1 %. */
export const ROUNDING = 0.001 ** 2 / 12;

/** The fewest runs of a group of which permutations tell how they scatter. */
const FEWEST_RUNS = 3;

/** With fewer splits than these, two of them (one and its mirror) are more than 5 %. */
const FEWEST_SPLITS = 40;

/**
 * Compares two groups of runs by several metrics at once: with a probability of 1 − `alpha` all true differences are within
 * reach of those that were found.
 *
 * @param alpha the probability that any difference is farther off
 * @param rounding the variance that the values have at least, each
 */
export function compareRuns(
  base: Runs,
  other: Runs,
  alpha: number,
  rounding: number = ROUNDING,
): Shift[] {
  const metrics = base[0]?.length ?? 0;
  const splits = Math.min(base.length, other.length) < FEWEST_RUNS
    ? []
    : splitsOf(base.length, base.length + other.length);
  if (splits.length < FEWEST_SPLITS || splits.length < 2 / alpha) {
    return byStudent(base, other, alpha / metrics, rounding);
  }
  const raw = centred([...base, ...other]);
  const residuals = [...centred(base), ...centred(other)];
  const critical = Math.max(
    criticalOf(largestT(raw, splits, rounding), alpha),
    criticalOf(largestT(residuals, splits, rounding), alpha),
  );
  return shiftsOf(base, other).map(({ difference, variances: [a, b] }) => ({
    difference,
    reach: critical * standardError(a, base.length, b, other.length, rounding),
  }));
}

/**
 * The value that no more than a share `alpha` of the splits exceeds: P. H. Westfall and S. S. Young, "Resampling-based
 * multiple testing" (1993), algorithm 2.5, single step. Splits that were drawn show the share only to a standard error, so
 * fewer by that may exceed it. A hair above it, as mirrored splits differ by their last digits.
 */
function criticalOf(largest: Float64Array, alpha: number): number {
  const count = largest.length;
  const error = count === MOST_SPLITS ? Math.sqrt(count * alpha * (1 - alpha)) : 0;
  const descending = largest.toSorted().reverse();
  return (descending[Math.max(0, Math.floor(alpha * count - error))] ?? Infinity) * (1 + 1e-9);
}

/** Of each split the largest |t| of all metrics, of whichever way Welch's t divides. */
function largestT(rows: Runs, splits: readonly (readonly number[])[], rounding: number) {
  const [all, metrics] = [rows.length, rows[0]?.length ?? 0];
  const values = Float64Array.from(rows.flat());
  const squares = values.map((value) => value * value);
  const [sums, squareSums] = [columnSums(values, metrics), columnSums(squares, metrics)];
  return Float64Array.from(splits, (split) => {
    const [chosen, others] = [split.length, all - split.length];
    let largest = 0;
    for (let metric = 0; metric < metrics; metric++) {
      let [sum, square] = [0, 0];
      for (const row of split) {
        sum += values[row * metrics + metric]!;
        square += squares[row * metrics + metric]!;
      }
      const rest = sums[metric]! - sum;
      const a = (square - sum * sum / chosen) / (chosen - 1);
      const b = (squareSums[metric]! - square - rest * rest / others) / (others - 1);
      const difference = Math.abs(rest / others - sum / chosen);
      const t = difference / standardError(a, chosen, b, others, rounding);
      // Metrics that do not scatter at all, and whose rounding counts as nothing, have no t.
      if (t > largest) largest = t;
    }
    return largest;
  });
}

function columnSums(values: Float64Array, metrics: number): Float64Array {
  const sums = new Float64Array(metrics);
  values.forEach((value, at) => sums[at % metrics]! += value);
  return sums;
}

function standardError(a: number, runs: number, b: number, others: number, rounding: number) {
  return Math.sqrt(Math.max(a, rounding) / runs + Math.max(b, rounding) / others);
}

/**
 * Student's intervals with a variance common to both groups, so that a group can have one run; each for a share of alpha,
 * after Bonferroni.
 */
function byStudent(base: Runs, other: Runs, alpha: number, rounding: number): Shift[] {
  const degrees = base.length + other.length - 2;
  const critical = degrees > 0 ? studentCritical(alpha, degrees) : Infinity;
  return shiftsOf(base, other).map(({ difference, variances: [a = 0, b = 0] }) => {
    const common = ((base.length - 1) * a + (other.length - 1) * b) / degrees;
    const variance = Math.max(common, rounding);
    return {
      difference,
      reach: critical * Math.sqrt(variance / base.length + variance / other.length),
    };
  });
}

/** Of each metric: how far apart the means are, and the variance of each group (0 for one run). */
function shiftsOf(base: Runs, other: Runs) {
  const [a, b] = [momentsOf(base), momentsOf(other)];
  return a.map(({ mean, variance }, metric) => ({
    difference: b[metric]!.mean - mean,
    variances: [variance, b[metric]!.variance] as const,
  }));
}

function momentsOf(runs: Runs): { readonly mean: number; readonly variance: number }[] {
  return (runs[0] ?? []).map((_, metric) => {
    const mean = runs.reduce((sum, run) => sum + run[metric]!, 0) / runs.length;
    const squares = runs.reduce((sum, run) => sum + (run[metric]! - mean) ** 2, 0);
    return { mean, variance: squares / Math.max(1, runs.length - 1) };
  });
}

/** The runs less their mean, metric by metric. */
function centred(runs: Runs): number[][] {
  const moments = momentsOf(runs);
  return runs.map((run) => run.map((value, metric) => value - moments[metric]!.mean));
}
