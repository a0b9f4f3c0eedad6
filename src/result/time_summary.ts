/** The distribution of a time. */
export interface TimeSummary {
  /** The number of times. */
  readonly count: number;
  /** The shortest. */
  readonly min: number;
  /** The arithmetic mean. */
  readonly mean: number;
  /** The median. */
  readonly p50: number;
  /** 90 % are at most this. */
  readonly p90: number;
  /** 95 % are at most this. */
  readonly p95: number;
  /** 99 % are at most this. */
  readonly p99: number;
  /** 99.9 % are at most this. */
  readonly p999: number;
  /** The longest. */
  readonly max: number;
  /** HdrHistogram V2, compressed, base64; its values are nanoseconds. */
  readonly histogram: string;
}
