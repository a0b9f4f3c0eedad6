import { drawDueTimes, type ServiceTimeDistribution } from "./distribution.ts";
import type { DueQueue } from "./due_queue.ts";

/** How long requests took in the server, in milliseconds: from reading a request until the system took its answer. */
export interface ServedTimes {
  /** How many requests were answered. */
  readonly count: number;
  /** The smallest time that half of the requests did not exceed; `NaN` without requests, as the others. */
  readonly p50: number;
  /** The time that 90 % did not exceed. */
  readonly p90: number;
  /** The time that 99 % did not exceed. */
  readonly p99: number;
  /** The longest time. */
  readonly max: number;
}

/** Delays answers so that their service times follow a distribution, and records what each one really was. */
export interface KnownServiceTime {
  /**
   * Calls `send` when the answer to the request read at `readAt` is due. `send` must call `onSent` when the system has
   * taken the answer.
   */
  delay(readAt: number, send: (onSent: () => void) => void): void;
  /** The times of all answers that were sent. */
  served(): ServedTimes;
}

/** Starts to delay answers; `queue` holds those that are not due yet. */
export function createKnownServiceTime(
  distribution: ServiceTimeDistribution,
  queue: DueQueue,
): KnownServiceTime {
  const dueAt = drawDueTimes(distribution);
  const times: number[] = [];
  return {
    delay(readAt, send) {
      const onSent = () => times.push(performance.now() - readAt);
      queue.add(dueAt(readAt), () => send(onSent));
    },
    served: () => summarizeServedTimes(times),
  };
}

/** The exact percentiles of some times. */
export function summarizeServedTimes(times: readonly number[]): ServedTimes {
  const sorted = Float64Array.from(times).sort();
  const percentile = (percent: number) =>
    sorted[Math.max(Math.ceil(percent / 100 * sorted.length) - 1, 0)] ?? NaN;
  return {
    count: sorted.length,
    p50: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    max: percentile(100),
  };
}
