import { createTimes } from "../../src/measure/times.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";

/** The distribution of these times. */
export function timesOf(times: readonly number[]): TimeSummary | null {
  const recorded = createTimes();
  for (const ms of times) recorded.record(ms);
  return recorded.summary();
}
