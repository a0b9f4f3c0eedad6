import type { TraceEvent } from "./trace.ts";

/** An instant of a node's clock: milliseconds since 1970, off by at most `uncertainty` either way. */
export interface Instant {
  readonly at: number;
  readonly uncertainty: number;
}

/**
 * When a node began with a request. Its events have whole milliseconds, but how long each came after the beginning is
 * known to the microsecond: so each bounds the beginning to another millisecond, and it was where they all meet.
 */
export function beginOf(events: readonly Pick<TraceEvent, "at" | "elapsed">[]): Instant {
  const bounds = events.flatMap(({ at, elapsed }) =>
    elapsed === null ? [] : Math.floor(at) - elapsed
  );
  const before = Math.min(...bounds) + 1;
  // An event that was stamped late, as the node paused, bounds nothing from below.
  const after = Math.max(...bounds.filter((bound) => bound < before));
  return { at: (after + before) / 2, uncertainty: (before - after) / 2 };
}
