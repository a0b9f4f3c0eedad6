import type cassandra from "cassandra-driver";
import { type Session, wrapCalls } from "../../scenario/calls/session.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import type { LoadSession } from "../load_session.ts";
import type { CoordinatorTimes } from "../node_times.ts";
import {
  connectForLoad,
  disconnect,
  type LoadConnection,
  MAX_IN_FLIGHT,
  REQUEST_TIMEOUT,
} from "./connect.ts";
import { CoordinatorTracker } from "./coordinator_tracker.ts";
import { reasonOf } from "./errors.ts";
import { watchConnections } from "./watch_connections.ts";
import { createSession, type Requests } from "./session.ts";
import { onTopologyChange, readTopology, type TopologySource } from "./topology.ts";

/** The driver's sessions, and what it knows of the cluster. */
export interface DriverSession extends LoadSession, TopologySource {
  /** For setup and teardown: here a request without an answer fails, after as long as `timeout` allows. */
  readonly hookSession: Session;
  close(): Promise<void>;
}

/**
 * Connects the driver, in this thread.
 *
 * @throws {TargetError} when the cluster cannot be reached
 */
export async function openDriverSession(
  connection: LoadConnection,
  settings: FullSettings,
  signal: AbortSignal,
  coordinators: CoordinatorTimes,
): Promise<DriverSession> {
  const tracker = new CoordinatorTracker(coordinators.node);
  const client = await connectForLoad(connection, settings, signal, tracker);
  const endWatch = watchConnections(client, settings.timeout);
  return {
    session: createSession(client, 0),
    counting: (counts) => createSession(client, 0, client, counts),
    hookSession: explainErrors(
      // The timeout of a load that counts what is slow can be too short to fill or empty a table.
      createSession(client, Math.max(REQUEST_TIMEOUT, settings.timeout)),
    ),
    traced: (onTrace, counts) => createSession(client, 0, traceRequests(client, onTrace), counts),
    driverUse: () => ({ inFlight: mostInFlight(client.getState()), limit: MAX_IN_FLIGHT }),
    topology: () => readTopology(client, connection, settings.keyspace),
    onTopologyChange: (change) => onTopologyChange(client, change),
    close() {
      endWatch();
      return disconnect(client);
    },
  };
}

/** The driver gives one number for all connections of a host, among which it spreads the requests evenly. */
function mostInFlight(state: cassandra.metadata.ClientState): number {
  const perConnection = state.getConnectedHosts().map((host) =>
    Math.ceil(state.getInFlightQueries(host) / state.getOpenConnections(host))
  );
  return Math.max(0, ...perConnection);
}

/** The same session, of which each error says in one line what went wrong, as people read those of hooks. */
function explainErrors(session: Session): Session {
  const rethrow = (error: Error) => {
    error.message = reasonOf(error);
    throw error;
  };
  return wrapCalls(session, (send) => (...given) => send(...given).catch(rethrow));
}

/** The same requests with the server's tracing on. Calls `onTrace` with the id of each trace. */
function traceRequests(client: Requests, onTrace: (id: string) => void): Requests {
  // Awaits the answer, so that `onTrace` is called in the async context of the request.
  async function withId(request: Promise<cassandra.types.ResultSet>) {
    const answer = await request;
    // The driver's types say that there always is an id; a server without tracing sends none.
    const id = answer.info.traceId as cassandra.types.Uuid | null | undefined;
    if (id) onTrace(id.toString());
    return answer;
  }

  return {
    execute: (cql, values, options) =>
      withId(client.execute(cql, values, { ...options, traceQuery: true })),
    batch: (queries, options) => withId(client.batch(queries, { ...options, traceQuery: true })),
  };
}
