import type { EarlyEnd, Errors } from "../result/case.ts";
import type { TimeSummary } from "../result/time_summary.ts";
import { parseThreshold } from "../scenario/threshold.ts";

/** What is known of a step of a search while it runs. */
export interface StepFigures {
  readonly operations: number;
  readonly dropped: number;
  readonly errors: Pick<Errors, "total">;
  readonly serviceTime: TimeSummary | null;
  readonly waitTime: TimeSummary | null;
  readonly responseTime: TimeSummary | null;
}

/** The schedule of a step. */
export interface StepSchedule {
  /** Operations per second. */
  readonly rate: number;
  /** Operations of the whole step. */
  readonly expected: number;
}

/** The share of the times that is at least a statistic. */
const SHARES = { p50: 0.5, p90: 0.1, p95: 0.05, p99: 0.01, p999: 0.001 } as const;

/** A backlog that grew in so many seconds, to what falls due in one, grows. */
const GROWING = 3;

/**
 * Makes a function that ends a step of a search as soon as it cannot hold any more, whatever comes: so much of it was too
 * slow already, or failed, that the whole would break a threshold even if all the rest were fast; or its backlog grows.
 *
 * @param own the schedule of this thread
 * @param expected the operations of all threads
 * @param figures gives the figures so far
 */
export function watchHopeless(
  thresholds: readonly string[],
  own: StepSchedule & { readonly poolSize: number },
  expected: number,
  figures: () => StepFigures,
  end: (why: EarlyEnd) => void,
): (elapsed: number) => void {
  const isBounded = thresholds.some((text) => parseThreshold(text)?.metric.startsWith("errors."));
  let before = 0, grew = 0;
  return (elapsed) => {
    const known = figures();
    const ended = known.operations + known.dropped;
    // At random, fewer can have fallen due.
    const due = Math.min(own.expected, own.rate * elapsed / 1_000);
    const late = (ms: number) =>
      Math.max(0, own.rate * (elapsed - ms) / 1_000 - ended - spread(due));
    const broken = thresholds.find((text) => isBroken(text, known, expected, late));
    if (broken !== undefined) return end({ endedBy: "search", brokenThreshold: broken });
    if (!isBounded && known.errors.total > 0) return end({ endedBy: "search" });
    const backlog = due - ended - own.poolSize;
    grew = backlog > own.rate && backlog > before ? grew + 1 : 0;
    before = backlog;
    if (grew >= GROWING) end({ endedBy: "search" });
  };
}

/** Three standard deviations of a count at random. */
function spread(count: number): number {
  return 3 * Math.sqrt(count);
}

/** Whether a threshold is broken even if all that is to come is fast and succeeds. */
function isBroken(
  text: string,
  known: StepFigures,
  expected: number,
  late: (ms: number) => number,
): boolean {
  const { part, metric = "", comparison, bound = NaN } = parseThreshold(text) ?? {};
  if (part !== undefined || (comparison !== "<" && comparison !== "<=")) return false;
  const exceeds = (value: number) => comparison === "<" ? value >= bound : value > bound;
  if (metric === "errors.total") return exceeds(known.errors.total);
  if (metric === "errors.rate") return exceeds(known.errors.total / expected);
  const [time, statistic = ""] = metric.split(".") as [keyof StepFigures, string?];
  const measured = known[time] as TimeSummary | null | undefined;
  if (!String(time).endsWith("Time") || statistic === "min") return false;
  if (statistic === "mean") {
    return measured !== null && measured !== undefined &&
      exceeds(measured.mean * measured.count / expected);
  }
  const share = statistic === "max" ? 0 : SHARES[statistic as keyof typeof SHARES];
  if (share === undefined) return false;
  const slow = measured ? slowOf(measured, exceeds) : 0;
  return slow + (time === "responseTime" ? late(bound) : 0) > share * expected;
}

/** How many times at least are too long. */
function slowOf(time: TimeSummary, exceeds: (value: number) => boolean): number {
  const shares = Object.entries(SHARES).map(([name, share]) =>
    exceeds(time[name as keyof typeof SHARES]) ? share : 0
  );
  return Math.max(exceeds(time.max) ? 1 : 0, Math.max(...shares) * time.count);
}
