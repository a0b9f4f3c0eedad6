import type { Session } from "../scenario/calls/session.ts";
import { TargetError } from "../errors.ts";
import { FILES_HINT, hasFilesLeft } from "../runtime/open_files.ts";
import { lookAtSockets } from "../runtime/look.ts";
import type { Client, FullSettings } from "../scenario/settings.ts";
import type { LoadConnection } from "./driver/connect.ts";
import { openDriverSession } from "./driver/load_session.ts";
import { queueHookRequests } from "./hook_requests.ts";
import { type CoordinatorTimes, createCoordinatorTimes } from "./node_times.ts";
import type { LoadSession } from "./load_session.ts";
import { openWireSession } from "./wire/load_session.ts";

/** A thread's sessions, one for each client that the settings name. */
export interface LoadSessions {
  /**
   * For setup and teardown: here a request without an answer fails, and what a connection would not take waits. It is the
   * driver's.
   */
  readonly hookSession: Session;
  /** How many requests of `hookSession` have no answer yet. */
  pendingHookRequests(): number;
  /** What the nodes coordinated, by all clients. */
  readonly coordinators: CoordinatorTimes;
  /** The session of a client that the settings name. */
  of(client: Client | undefined): LoadSession;
  close(): Promise<void>;
}

/**
 * Connects for the load, in this thread.
 *
 * @throws {TargetError} when the cluster cannot be reached
 */
export async function openLoadSessions(
  connection: LoadConnection,
  settings: FullSettings,
  signal: AbortSignal,
): Promise<LoadSessions> {
  await using opened = new AsyncDisposableStack();
  opened.defer(await lookAtSockets());
  const coordinators = createCoordinatorTimes();
  const driver = await openDriverSession(connection, settings, signal, coordinators);
  opened.defer(() => driver.close());
  if (!hasFilesLeft()) throw filesError(settings);
  const usesWire = settings.client.includes("wire");
  const wire = usesWire
    ? await openWireSession({ connection, settings, signal, driver, coordinators })
    : undefined;
  opened.defer(() => wire?.close());
  if (!hasFilesLeft()) throw filesError(settings);
  const hooks = queueHookRequests(driver.hookSession);
  const closing = opened.move();
  return {
    hookSession: hooks.session,
    pendingHookRequests: hooks.pending,
    coordinators,
    of: (client) => client === "wire" && wire !== undefined ? wire : driver,
    close: () => closing.disposeAsync(),
  };
}

/** Otherwise the load would run on the connections that could be opened, and not on those that were asked for. */
function filesError({ connections }: FullSettings): TargetError {
  return new TargetError(
    `Cannot open ${connections} ${connections === 1 ? "connection" : "connections"} to each node ` +
      "as this process may have no more files open",
    FILES_HINT,
  );
}
