import type { DueQueue } from "./due_queue.ts";
import { type Law, startLaw } from "./law.ts";

/** How long requests really took in the server: from their bytes read to their answers in the system's hands. */
export interface Truth {
  /** How many were answered. */
  readonly count: number;
  /** Milliseconds, as the others: the smallest time that half of them took at most. `NaN` of none. */
  readonly p50: number;
  /** 90 % took at most this. */
  readonly p90: number;
  /** 99 % took at most this. */
  readonly p99: number;
  /** The longest. */
  readonly max: number;
}

/** Holds answers back by a law and knows how long each really was held. */
export interface Hold {
  /**
   * Calls `send` when the answer to what was read at `readAt` is due. It must call `onSent` when the system has taken
   * the answer.
   */
  keep(readAt: number, send: (onSent: () => void) => void): void;
  /** Of all that was sent. */
  truth(): Truth;
}

/** Starts to hold answers back. */
export function createHold(law: Law, queue: DueQueue): Hold {
  const dueAt = startLaw(law);
  const times: number[] = [];
  return {
    keep(readAt, send) {
      const onSent = () => times.push(performance.now() - readAt);
      queue.add(dueAt(readAt), () => send(onSent));
    },
    truth: () => truthOf(times),
  };
}

/** The exact percentiles of times. */
export function truthOf(times: readonly number[]): Truth {
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
