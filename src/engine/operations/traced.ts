import type { Recorder } from "../../measure/recorder.ts";

/** How far a case is meant to go; what it does not say is infinite. */
export interface Extent {
  readonly operations: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Says which operations run with Cassandra's tracing on: so many, evenly over the case. */
export function createTraceChoice(
  count: number,
  { operations, duration }: Extent,
  recorder: Recorder,
): () => boolean {
  let started = 0, chosen = 0;
  return () => {
    if (chosen === count) return false;
    const share = Math.max(
      started++ / operations,
      duration === Infinity ? 0 : recorder.elapsed(performance.now()) / duration,
    );
    if (share < chosen / count) return false;
    chosen++;
    return true;
  };
}
