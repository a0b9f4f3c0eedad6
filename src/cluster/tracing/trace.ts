/** What the nodes recorded of one request: a session of `system_traces`. */
export interface ServerTrace {
  readonly id: string;
  /** Address of the node that coordinated the request. */
  readonly coordinator: string;
  /** When the coordinator started, by its clock: whole milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds, with fractions. */
  readonly duration: number;
  /** The kind of the request, in Cassandra's words. */
  readonly request: string;
  /** Ordered by the clocks of their nodes, which may differ. */
  readonly events: readonly TraceEvent[];
}

/** Something that a node did for the request. */
export interface TraceEvent {
  readonly activity: string;
  /** The address of the node. */
  readonly node: string;
  /**
   * By the node's clock: milliseconds since 1970. Only whole milliseconds are the time; the fraction numbers the events
   * within one millisecond.
   */
  readonly at: number;
  /** Milliseconds, with fractions, since the node began with the request; `null` after the request has ended. */
  readonly elapsed: number | null;
  /** Name of the thread. */
  readonly thread: string;
}

/** An instant by a node's clock: milliseconds since 1970, wrong by at most `uncertainty` either way. */
export interface Instant {
  readonly at: number;
  readonly uncertainty: number;
}

/**
 * When a node began with a request. The time of an event is known to the millisecond, and how long after the beginning it
 * came to the microsecond. So each event gives a millisecond in which the beginning was: it is where these overlap.
 */
export function beginOf(events: readonly Pick<TraceEvent, "at" | "elapsed">[]): Instant {
  const bounds = events.flatMap(({ at, elapsed }) =>
    elapsed === null ? [] : Math.floor(at) - elapsed
  );
  const before = Math.min(...bounds) + 1;
  // Leaves out events that got their time late, as the node paused: they give no lower bound.
  const after = Math.max(...bounds.filter((bound) => bound < before));
  return { at: (after + before) / 2, uncertainty: (before - after) / 2 };
}
