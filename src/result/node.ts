import type { TimeSummary } from "./time_summary.ts";

/** The requests that one node coordinated. */
export interface CoordinatedRequests {
  /** How many, as the client saw them: every attempt is one. */
  readonly coordinated: number;
  /** How many of them failed. */
  readonly errors: number;
  /** Sent → answered of those that succeeded, without injected latency; `null` when none did. */
  readonly requestTime: TimeSummary | null;
}

/** What one node of the cluster says of a case. Older documents have neither `errors` nor `requestTime`. */
export interface NodeResult
  extends
    Pick<CoordinatedRequests, "coordinated">,
    Partial<Omit<CoordinatedRequests, "coordinated">> {
  /** Its address and port. */
  readonly address: string;
  /** Its share of all requests of the case; 0 when there were none. */
  readonly share: number;
  /** The difference in `system_views` over the case; `null` where the node has none or did not answer. */
  readonly server: ServerActivity | null;
}

/** Counters that can explain a result, as differences over the case. */
export interface ServerActivity {
  /**
   * Reads that it coordinated for all clients, others than cassbench included: one for each partition or scan, and one
   * for each lightweight transaction.
   */
  readonly reads: number;
  /** Writes that it coordinated for all clients: one for each statement, and one for each table of a batch. */
  readonly writes: number;
  /** Compactions that ran or waited when the case started, and when it ended. */
  readonly pendingCompactions: { readonly before: number; readonly after: number };
  /** Memtables that were written to disk, those of system tables included. */
  readonly flushes: number;
  /** Tasks that found their thread pool's queue full, by thread pool; pools without any are left out. */
  readonly blockedTasks: Readonly<Record<string, number>>;
  /** Share of requests that each cache answered; `null` when it was not asked. */
  readonly cacheHits: Readonly<Record<string, number | null>>;
}

/** A server of the target that ended during a run, although cassbench did not end it. */
export interface EndedServer {
  /** Which one: "Cassandra at 127.0.0.1:9042". */
  readonly name: string;
  /** The name, and how it ended where that is known: "Cassandra at 127.0.0.1:9042 ended (SIGKILL)". */
  readonly message: string;
  /** When it was noticed: ISO 8601, UTC. */
  readonly at: string;
  /** The last lines of its log, at most 5 of 240 characters each; absent where it has none. */
  readonly log?: readonly string[];
}
