import type { RequestCounts } from "../measure/request_counts.ts";
import type { DriverUse } from "../result/client_health.ts";
import type { Session } from "../scenario/calls/session.ts";

/** A session with connections of its own, and the state of these connections. */
export interface LoadSession {
  /** Has no timeout of its own: the load has one, and a timer for each request would cost. */
  readonly session: Session;
  /** The same, which counts what its requests give. */
  counting(counts: RequestCounts): Session;
  /**
   * A session with the server's tracing on. Calls `onTrace` with the id of each trace, as soon as its request is
   * answered and in its async context. Errors have no trace, and neither have the answers of a server without tracing.
   */
  traced(onTrace: (id: string) => void, counts?: RequestCounts): Session;
  /** Into how many shards a node is divided to which each row's requests are sent directly; absent where into none. */
  readonly shards?: number | undefined;
  /** The most requests in flight on one connection right now, and how many may be. */
  driverUse(): DriverUse;
}
