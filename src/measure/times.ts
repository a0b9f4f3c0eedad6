import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { TimeSummary } from "../result/document.ts";

const NANOSECONDS = 1e6;
const HOUR = 3_600_000;

/** Records times in milliseconds; three significant digits, constant memory. */
export interface Times {
  /** Adds one time. What is no time between 0 and an hour is refused and counted. */
  record(ms: number): void;
  /** The distribution so far; `null` when there is nothing. */
  summary(): TimeSummary | null;
  /** How many values were refused. */
  refused(): number;
}

/** Starts recording times. */
export function createTimes(): Times {
  const histogram = build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HOUR * NANOSECONDS,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
  let count = 0, sum = 0, min = Infinity, max = 0, refused = 0;

  function record(ms: number): void {
    if (!(ms >= 0 && ms <= HOUR)) {
      refused++;
      return;
    }
    histogram.recordValue(Math.round(ms * NANOSECONDS));
    count++;
    sum += ms;
    if (ms < min) min = ms;
    if (ms > max) max = ms;
  }

  // A bucket answers with its upper end in whole nanoseconds, which can lie outside of the values seen.
  function percentile(percent: number): number {
    return within(histogram.getValueAtPercentile(percent) / NANOSECONDS);
  }

  function within(ms: number): number {
    return Math.min(Math.max(ms, min), max);
  }

  function summary(): TimeSummary | null {
    if (count === 0) return null;
    return {
      count,
      min,
      // The sum is rounded, and the mean of equal times must not leave them.
      mean: within(sum / count),
      p50: percentile(50),
      p90: percentile(90),
      p99: percentile(99),
      p999: percentile(99.9),
      max,
      histogram: encodeIntoCompressedBase64(histogram),
    };
  }

  return { record, summary, refused: () => refused };
}
