import { type HistogramBucket, percentilesOf, readHistogram } from "./histogram.ts";
import type { TimeSummary } from "./time_summary.ts";

const SHARES = [0.5, 0.9, 0.95, 0.99, 0.999] as const;

/**
 * The figures of several distributions together, as if they had been one. Their histograms are added bucket by bucket:
 * a mean of percentiles would be the percentile of nothing.
 *
 * @returns `null` where there is none, or one has no histogram that can be read
 */
export function mergeTimes(
  times: readonly (TimeSummary | null)[],
): Omit<TimeSummary, "histogram"> | null {
  const present = times.filter((time) => time !== null);
  const [first, ...others] = present;
  if (first === undefined) return null;
  if (others.length === 0) return first;
  const byLow = new Map<number, HistogramBucket>();
  for (const { histogram } of present) {
    const buckets = readHistogram(histogram);
    if (buckets === null) return null;
    for (const bucket of buckets) {
      const count = bucket.count + (byLow.get(bucket.low)?.count ?? 0);
      byLow.set(bucket.low, { ...bucket, count });
    }
  }
  const count = present.reduce((sum, time) => sum + time.count, 0);
  const mean = present.reduce((sum, time) => sum + time.mean * time.count, 0) / count;
  const min = Math.min(...present.map((time) => time.min));
  const max = Math.max(...present.map((time) => time.max));
  // A bucket reaches further than any time in it.
  const within = (ms: number) => Math.min(Math.max(ms, min), max);
  const buckets = [...byLow.values()].sort((a, b) => a.low - b.low);
  const [p50 = NaN, p90 = NaN, p95 = NaN, p99 = NaN, p999 = NaN] = percentilesOf(buckets, SHARES)
    .map(within);
  return { ...{ count, min, mean: within(mean) }, ...{ p50, p90, p95, p99, p999, max } };
}
