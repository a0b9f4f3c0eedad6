import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from "hdr-histogram-js";
import type { TimeSummary } from "../result/time_summary.ts";

const NANOSECONDS = 1e6;
const HOUR = 3_600_000;

/** Records times in milliseconds; three significant digits, constant memory. */
export interface Times {
  /** Adds one time. What is no time between 0 and an hour is refused and counted. */
  record(ms: number): void;
  /** Adds several times that hardly differ, as if each were their mean; all or none are refused. */
  recordAlike(times: AlikeTimes): void;
  /** The distribution so far; `null` when there is nothing. */
  summary(): TimeSummary | null;
  /** Some percentiles of what it holds, without the histogram of a summary. */
  percentiles(...percents: readonly number[]): number[];
  /** The sum of all times in milliseconds. */
  total(): number;
  /** How many values were refused. */
  refused(): number;
  /** Adds everything that another one holds. */
  add(other: Times): void;
  /** Adds everything that was summarized, without loss. */
  addSummary(summary: TimeSummary): void;
  /** Forgets everything. */
  clear(): void;
  /** What it holds, so that another one can add it. */
  readonly held: Readonly<Held>;
}

/** Several times in milliseconds that hardly differ. */
export interface AlikeTimes {
  count: number;
  sum: number;
  min: number;
  max: number;
}

/** What a {@linkcode Times} holds. */
interface Held extends AlikeTimes {
  histogram: Histogram;
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

  function recordAlike({ count, sum, min, max }: AlikeTimes): void {
    if (!(min >= 0 && max <= HOUR)) {
      held.refused += count;
      return;
    }
    held.histogram.recordValueWithCount(Math.round(sum / count * NANOSECONDS), count);
    held.count += count;
    held.sum += sum;
    held.min = Math.min(held.min, min);
    held.max = Math.max(held.max, max);
  }

  function clear(): void {
    held.histogram.reset();
    Object.assign(held, NOTHING);
  }

  return {
    record,
    recordAlike,
    add: (other) => add(held, other.held),
    addSummary: (summary) => add(held, heldIn(summary)),
    clear,
    held,
    summary: () => summarize(held),
    percentiles: (...percents) => percents.map((percent) => percentileOf(held, percent)),
    total: () => held.sum,
    refused: () => held.refused,
  };
}

/** Merges several distributions into one, without loss. */
export function mergeSummaries(summaries: readonly (TimeSummary | null)[]): TimeSummary | null {
  const present = summaries.filter((summary) => summary !== null);
  if (present.length <= 1) return present[0] ?? null;
  const held: Held = { histogram: createHistogram(), ...NOTHING };
  for (const summary of present) add(held, heldIn(summary));
  return summarize(held);
}

function heldIn({ histogram, count, mean, min, max }: TimeSummary): Held {
  const decoded = decodeFromCompressedBase64(histogram);
  return { histogram: decoded, count, sum: mean * count, min, max, refused: 0 };
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

/** A bucket answers with its upper end in whole nanoseconds, which can be above every value that was recorded. */
function within({ min, max }: Held, ms: number): number {
  return Math.min(Math.max(ms, min), max);
}

function percentileOf(held: Held, percent: number): number {
  return within(held, held.histogram.getValueAtPercentile(percent) / NANOSECONDS);
}

function summarize(held: Held): TimeSummary | null {
  const { histogram, count, sum, min, max } = held;
  if (count === 0) return null;
  const percentile = (percent: number) => percentileOf(held, percent);
  return {
    count,
    min,
    // The sum is rounded, so the mean of equal times could lie outside of them.
    mean: within(held, sum / count),
    p50: percentile(50),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    p999: percentile(99.9),
    max,
    histogram: encodeIntoCompressedBase64(histogram),
  };
}
