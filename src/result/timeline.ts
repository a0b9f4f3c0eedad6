/** One operation of a case, over time. */
export interface TimelinePage {
  /** The operation's index in the case. */
  readonly operation: number;
  /** Why it was kept: it is one of the slowest, the nearest to the median, one of the first that failed, or traced. */
  readonly kept: "slowest" | "median" | "failed" | "traced";
  /** As its context had it: 32 hexadecimal digits. */
  readonly traceId: string;
  /** When it was due: milliseconds since 1970, with fractions. */
  readonly startedAt: number;
  /** Due → done. */
  readonly elapsed: number;
  /** What it failed with; absent when it succeeded. */
  readonly error?: string;
  /** In the order in which they started. */
  readonly spans: readonly Span[];
  /** The clocks of a traced operation's nodes against the client's, by which the nodes' spans were placed. */
  readonly clocks?: readonly ClockOffset[];
}

/** A piece of an operation's time. Instants are milliseconds from when the operation was due. */
export interface Span {
  /** The step's or task's name, the request (`find user`), or what a node says it did. */
  readonly name: string;
  /**
   * - `wait`: due and not yet sent, or computing work that waits for a thread
   * - `step`: a step or task, from its start to its end
   * - `compute`: work that kept a thread busy
   * - `latency`: the injected latency before a request
   * - `request`: one CQL round trip
   * - `server`: what a node's own trace says, inside its request
   */
  readonly kind: "wait" | "step" | "compute" | "latency" | "request" | "server";
  /** The step or task that it belongs to; absent outside of any. A step has its own name here. */
  readonly step?: string;
  /** Its start. */
  readonly start: number;
  /** Its end. */
  readonly end: number;
  /** What it failed with. */
  readonly error?: string;
  /** The node's address, for `server`. */
  readonly node?: string;
  /** The Cassandra trace of a request that ran with tracing on: its `session_id` in `system_traces`. */
  readonly trace?: string;
}

/** How much later a node's clock is than the client's, as far as can be told from a trace. */
export interface ClockOffset {
  /** The node's address. */
  readonly node: string;
  /** Milliseconds to take off the node's time to get the client's. */
  readonly offset: number;
  /** How many milliseconds the offset can be off, either way. */
  readonly uncertainty: number;
}
