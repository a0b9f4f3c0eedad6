import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";
import type { TimeSummary } from "../result/case.ts";

const NANOSECONDS = 1e6;
const HOUR = 3_600_000;

/** Records times in milliseconds; three significant digits, constant memory. */
export interface Times {
  /** Adds one time. What is no time between 0 and an hour is refused and counted. */
  record(ms: number): void;
  /** The distribution so far; `null` when there is nothing. */
  summary(): TimeSummary | null;
  /** Milliseconds, all times added up. */
  total(): number;
  /** How many values were refused. */
  refused(): number;
  /** Adds all that another one holds. */
  add(other: Times): void;
  /** Forgets all. */
  clear(): void;
  /** What it holds, for another one to add. */
  readonly held: Readonly<Held>;
}

/** What a {@linkcode Times} holds. */
interface Held {
  histogram: Histogram;
  count: number;
  sum: number;
  min: number;
  max: number;
  refused: number;
}

/** Starts recording times. */
export function createTimes(): Times {
  const held: Held = { histogram: createHistogram(), ...NOTHING };

  function record(ms: number): void {
    if (!(ms >= 0 && ms <= HOUR)) {
      held.refused++;
      return;
    }
    held.histogram.recordValue(Math.round(ms * NANOSECONDS));
    held.count++;
    held.sum += ms;
    if (ms < held.min) held.min = ms;
    if (ms > held.max) held.max = ms;
  }

  function clear(): void {
    held.histogram.reset();
    Object.assign(held, NOTHING);
  }

  return {
    record,
    add: (other) => add(held, other.held),
    clear,
    held,
    summary: () => summarize(held),
    total: () => held.sum,
    refused: () => held.refused,
  };
}

/** One distribution of several; nothing is lost. */
export function mergeSummaries(summaries: readonly (TimeSummary | null)[]): TimeSummary | null {
  const present = summaries.filter((summary) => summary !== null);
  if (present.length <= 1) return present[0] ?? null;
  const held: Held = { histogram: createHistogram(), ...NOTHING };
  for (const { histogram, count, mean, min, max } of present) {
    const decoded = decodeFromCompressedBase64(histogram);
    add(held, { histogram: decoded, count, sum: mean * count, min, max, refused: 0 });
  }
  return summarize(held);
}

const NOTHING = { count: 0, sum: 0, min: Infinity, max: 0, refused: 0 };

function createHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: false,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HOUR * NANOSECONDS,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
}

function add(to: Held, from: Readonly<Held>): void {
  if (from.count > 0) to.histogram.add(from.histogram);
  to.count += from.count;
  to.sum += from.sum;
  to.min = Math.min(to.min, from.min);
  to.max = Math.max(to.max, from.max);
  to.refused += from.refused;
}

function summarize({ histogram, count, sum, min, max }: Held): TimeSummary | null {
  if (count === 0) return null;
  // A bucket answers with its upper end in whole nanoseconds, which can lie outside of the values seen.
  const within = (ms: number) => Math.min(Math.max(ms, min), max);
  const percentile = (percent: number) =>
    within(histogram.getValueAtPercentile(percent) / NANOSECONDS);
  return {
    count,
    min,
    // The sum is rounded, and the mean of equal times must not leave them.
    mean: within(sum / count),
    p50: percentile(50),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    p999: percentile(99.9),
    max,
    histogram: encodeIntoCompressedBase64(histogram),
  };
}
