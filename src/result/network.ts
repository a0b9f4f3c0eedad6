import type { TimeSummary } from "./time_summary.ts";

/** What the proxies between client and nodes did during a case, its warm-up included. */
export interface NetworkResult {
  /**
   * For how many milliseconds pieces of bytes were held back, each way, which is half of a round trip; `null` where none
   * was. A piece is what one read found: a request, or several together.
   */
  readonly held: TimeSummary | null;
  /** How much longer that was than asked for; `null` where none was held back. */
  readonly late: TimeSummary | null;
  /** Bytes that passed, both ways together. */
  readonly bytes: number;
  /** Connections that were open when it began, and those that were opened meanwhile. */
  readonly connections: number;
  /** Share of one core of the client's machine that the proxies' thread used. */
  readonly cpu: number;
  /** The part of `cpu` that waited for the next instant by spinning, and so was free. */
  readonly spinning: number;
}
