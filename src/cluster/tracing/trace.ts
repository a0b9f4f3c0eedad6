/** What Cassandra noted of one request: a session of `system_traces`. */
export interface ServerTrace {
  readonly id: string;
  /** Address of the node that coordinated the request. */
  readonly coordinator: string;
  /** When it started, by the coordinator's clock: whole milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds, with fractions. */
  readonly duration: number;
  /** What was asked for, in Cassandra's words. */
  readonly request: string;
  /** As their times of day order them; nodes may have different ones. */
  readonly events: readonly TraceEvent[];
}

/** Something that a node did for a request. */
export interface TraceEvent {
  readonly activity: string;
  /** Its address. */
  readonly node: string;
  /**
   * By the node's clock: milliseconds since 1970 in steps of 100 ns. Cassandra only tells whole ones; what is smaller
   * counts the events of one millisecond.
   */
  readonly at: number;
  /** Milliseconds, with fractions, since the node began with the request; `null` when it had ended. */
  readonly elapsed: number | null;
  /** Name of the thread. */
  readonly thread: string;
}
