import { studentCritical } from "../../result/conclude/student.ts";
import { ROUNDING, type Shift } from "./runs.ts";

/** How the mean of a series is known: its variance, and of how many independent values that goes by, less one. */
interface KnownMean {
  readonly mean: number;
  readonly variance: number;
  readonly degrees: number;
}

/** The number of batches that a series is divided into. */
const BATCHES = 10;

/** The fewest seconds of which the dependence among them can be told. */
export const FEWEST_SECONDS = 30;

/** With fewer independent values than these a mean has no interval. */
const FEWEST_DEGREES = 2;

/**
 * Compares the means of two series of seconds, which depend on those before them. The difference is of logarithms of the
 * means, by the delta method, so a second without any throughput counts, too.
 *
 * @param alpha the probability that the true difference is out of reach
 */
export function compareSeconds(
  base: readonly number[],
  other: readonly number[],
  alpha: number,
): Shift {
  const [a, b] = [knownMean(base), knownMean(other)];
  const difference = Math.log(b.mean / a.mean);
  const shares = [a, b].map(({ mean, variance, degrees }) => ({
    degrees,
    variance: variance / mean ** 2 + ROUNDING,
  }));
  if (shares.some(({ degrees }) => degrees < FEWEST_DEGREES)) {
    return { difference, reach: Infinity };
  }
  // The degrees of B. L. Welch (1947) and F. E. Satterthwaite (1946).
  const total = shares.reduce((sum, { variance }) => sum + variance, 0);
  const degrees = total ** 2 /
    shares.reduce((sum, { variance, degrees }) => sum + variance ** 2 / degrees, 0);
  return { difference, reach: studentCritical(alpha, degrees) * Math.sqrt(total) };
}

/**
 * The mean of a series and how well it is known, by the more careful of two ways: its seconds, and the means of ten
 * batches of them (B. Schmeiser, "Batch size effects in the analysis of simulation output", Operations Research 30, 1982),
 * each as a first-order autoregression.
 */
export function knownMean(series: readonly number[]): KnownMean {
  const ways = [autoregression(series), autoregression(batchMeans(series))];
  return {
    mean: ways[0]!.mean,
    variance: Math.max(...ways.map(({ variance }) => variance)),
    degrees: Math.min(...ways.map(({ degrees }) => degrees)),
  };
}

/** The means of batches of equal length; the seconds before the first whole batch are left out. */
function batchMeans(series: readonly number[]): number[] {
  const length = Math.floor(series.length / BATCHES);
  const rest = series.length - length * BATCHES;
  return Array.from({ length: BATCHES }, (_, batch) => {
    const part = series.slice(rest + batch * length, rest + (batch + 1) * length);
    return part.reduce((sum, value) => sum + value, 0) / length;
  });
}

/**
 * The mean of a first-order autoregression. Its n values are worth n (1 − r) ÷ (1 + r) independent ones, the effective
 * sample size (G. V. Bayley and J. M. Hammersley, "The effective number of independent observations in an autocorrelated
 * time series", 1946). The autocorrelation r is corrected for being found too small in a short series, by (1 + 3r) ÷ n
 * (F. H. C. Marriott and J. A. Pope, "Bias in the estimation of autocorrelations", Biometrika 41, 1954), and so is the
 * variance. A negative r counts as none, which is careful.
 */
function autoregression(series: readonly number[]): KnownMean {
  const count = series.length;
  const mean = series.reduce((sum, value) => sum + value, 0) / count;
  const deviations = series.map((value) => value - mean);
  const squares = deviations.reduce((sum, value) => sum + value * value, 0);
  if (squares === 0) return { mean, variance: 0, degrees: count - 1 };
  const products = deviations.reduce(
    (sum, value, at) => sum + value * (deviations[at - 1] ?? 0),
    0,
  );
  const found = products / squares;
  const r = Math.min(0.99, Math.max(0, found + (1 + 3 * found) / count));
  const effective = count * (1 - r) / (1 + r);
  const variance = squares / Math.max(1, count - (1 + r) / (1 - r));
  return { mean, variance: variance / effective, degrees: effective - 1 };
}
