import type { Client } from "../scenario/settings.ts";
import type { TimeSummary } from "./time_summary.ts";
import type { Calibration } from "./document.ts";

/** What cassbench measured of a server whose times are known. */
export interface CalibrationReport {
  /** One for each way in which the server answered. */
  readonly trials: readonly Trial[];
  /** What later runs cite of it. */
  readonly calibration: Calibration;
}

/** One way in which the server answered. */
export interface Trial {
  /** How the server answered, in a few words. */
  readonly name: string;
  /** What was compared: under a stall the response time, as the service time does not show it whole. */
  readonly time: "serviceTime" | "responseTime";
  /** The count of all rounds, then the percentiles of the best. */
  readonly figures: readonly CalibratedFigure[];
}

/** A true figure and the measured one, in milliseconds or operations. */
export interface CalibratedFigure {
  readonly name: "operations" | Percentile;
  readonly truth: number;
  readonly measured: number;
  /** Whether the difference is within what cassbench promises. */
  readonly passed: boolean;
}

/** The percentiles that are compared. */
export type Percentile = "p50" | "p90" | "p99";

/**
 * What is promised: a service time is within `ms` of the client or `share` of the truth, a stall's response time within
 * `stall`.
 */
export const PROMISE = { ms: { driver: 0.3, wire: 0.1 }, share: 0.01, stall: 0.03 } as const;

/** The true percentiles; those that are not known are left out. */
export type Truths = Partial<Record<Percentile, number>>;

/** Compares a count, which must be exact. */
export function compareCount(truth: number, measured: number): CalibratedFigure {
  return { name: "operations", truth, measured, passed: measured === truth };
}

/** Compares the percentiles of a time. */
export function compareTimes(
  time: Trial["time"],
  truths: Truths,
  measured: TimeSummary,
  client: Client = "driver",
): CalibratedFigure[] {
  return Object.entries(truths).map(([key, truth]) => {
    const name = key as Percentile;
    const difference = Math.abs(measured[name] - truth);
    const allowed = time === "responseTime"
      ? PROMISE.stall * truth
      : Math.max(PROMISE.ms[client], PROMISE.share * truth);
    return { name, truth, measured: measured[name], passed: difference <= allowed };
  });
}

/** The largest difference between times, in milliseconds. */
export function largestError(figures: readonly CalibratedFigure[]): number {
  const times = figures.filter(({ name }) => name !== "operations");
  return Math.max(...times.map(({ truth, measured }) => Math.abs(measured - truth)));
}

/** Sums up a calibration of a client that ended at this instant, for later runs to cite. */
export function summarize(
  trials: readonly Trial[],
  at: Date,
  { client, ceilings }: Pick<Calibration, "client" | "ceilings"> = {},
): Calibration {
  const served = trials.filter(({ time }) => time === "serviceTime");
  return {
    at: at.toISOString(),
    error: largestError(served.flatMap(({ figures }) => figures)),
    passed: trials.every(({ figures }) => figures.every(({ passed }) => passed)),
    ...client && { client },
    ...ceilings && { ceilings },
  };
}
