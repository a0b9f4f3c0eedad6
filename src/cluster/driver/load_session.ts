import type cassandra from "cassandra-driver";
import type { DriverUse } from "../../result/case.ts";
import type { Session } from "../../scenario/session.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import type { Counts } from "../nodes.ts";
import {
  connectForLoad,
  disconnect,
  type LoadConnection,
  MAX_IN_FLIGHT,
  REQUEST_TIMEOUT,
} from "./connect.ts";
import { CoordinatorTracker } from "./coordinator_tracker.ts";
import { createSession } from "./session.ts";
import { traceRequests } from "./trace_requests.ts";

/** A session with connections of its own, and what the driver knows of them. */
export interface LoadSession {
  /** Waits for every answer: the load has a timeout of its own, and the driver's are a timer for each request. */
  readonly session: Session;
  /** For setup and teardown: a request that is not answered fails. */
  readonly hookSession: Session;
  /**
   * The same with Cassandra's tracing on. As soon as a request is answered, and in its async context, `onTrace` hears
   * the id of its trace; a server that keeps none and an answer that is an error tell none.
   */
  traced(onTrace: (id: string) => void): Session;
  /** The most requests in flight on one connection right now, and how many one takes. */
  driverUse(): DriverUse;
  /** Requests by the address of the node that coordinated them, since the session was opened. */
  coordinated(): Counts;
  close(): Promise<void>;
}

/**
 * Connects for the load, in this thread.
 *
 * @throws {TargetError} when the cluster cannot be reached
 */
export async function openLoadSession(
  connection: LoadConnection,
  settings: FullSettings,
  signal: AbortSignal,
): Promise<LoadSession> {
  const tracker = new CoordinatorTracker();
  const client = await connectForLoad(connection, settings, signal, tracker);
  return {
    session: createSession(client, 0),
    hookSession: createSession(client, REQUEST_TIMEOUT),
    traced: (onTrace) => createSession(traceRequests(client, onTrace), 0),
    driverUse: () => ({ inFlight: mostInFlight(client.getState()), limit: MAX_IN_FLIGHT }),
    coordinated: () => tracker.counts(),
    close: () => disconnect(client),
  };
}

/** The driver only tells the sum of a host's connections, among which it shares the requests out evenly. */
function mostInFlight(state: cassandra.metadata.ClientState): number {
  const perConnection = state.getConnectedHosts().map((host) =>
    Math.ceil(state.getInFlightQueries(host) / state.getOpenConnections(host))
  );
  return Math.max(0, ...perConnection);
}
