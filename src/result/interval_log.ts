/** An interval of an interval log of HdrHistogram. */
export interface LoggedInterval {
  /** What it is of; absent where the log does not say. */
  readonly tag?: string;
  /** When it began: milliseconds since 1970. */
  readonly start: number;
  /** Its length in milliseconds. */
  readonly length: number;
  /** Its longest time, in the log's unit of that. */
  readonly max: number;
  /** HdrHistogram V2, compressed, base64. */
  readonly histogram: string;
}

/**
 * Writes an interval log of HdrHistogram, version 1.3.
 *
 * @param title what it is of, in a comment
 * @param startedAt when it began: milliseconds since 1970
 * @param comments further ones, above the intervals
 */
export function writeIntervalLog(
  title: string,
  startedAt: number,
  comments: readonly string[],
  intervals: readonly LoggedInterval[],
): string {
  const begun = new Date(startedAt).toISOString();
  return [
    `#[${title}]`,
    "#[Histogram log format version 1.3]",
    `#[StartTime: ${seconds(startedAt)} (seconds since epoch), ${begun}]`,
    ...comments.map((comment) => `#${comment}`),
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ...intervals.map(writeInterval),
  ].map((line) => `${line}\n`).join("");
}

function writeInterval({ tag, start, length, max, histogram }: LoggedInterval): string {
  const figures = [seconds(start), seconds(length), max.toFixed(6), histogram];
  return [...tag === undefined ? [] : [`Tag=${tag}`], ...figures].join(",");
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
