import type cassandra from "cassandra-driver";
import type { GuardedConnection } from "./connection.d.ts";
import { addressOf } from "./endpoints.ts";
import { closedError } from "./errors.ts";
import { closeConnection } from "./guard.ts";

/** How many answers may be overdue on one connection. */
const MAX_OVERDUE = 32;
/** How many milliseconds before the end of a timeout a sign of life is asked for, which is less than the driver grants it. */
const ASKED_BEFORE = 10_000;
/** Milliseconds between two looks at what is in flight. */
const INTERVAL = 250;

/** The state of a connection at a look. */
interface Look {
  /** For how many milliseconds each operation has been seen in flight. */
  readonly ages: ReadonlyMap<object, number>;
  /** How many answers have come so far. */
  readonly answers: number;
  /** For how many milliseconds no answer has come, although one is owed. */
  readonly silence: number;
  /** Whether the server was asked for a sign of life in this silence. */
  readonly isAsked: boolean;
}

/**
 * Closes the connections of a client that are wedged: more than a few dozen answers are overdue, or one is and nothing has
 * come meanwhile, not even the sign of life that the server is asked for after half of that time, or 10 s before its end.
 * The driver opens them again. Looks at the connections four times a second, which costs nothing per request.
 *
 * @param client whose connections
 * @param timeout milliseconds after which an answer is overdue
 * @returns the function that ends the watch
 */
export function watchConnections(client: cassandra.Client, timeout: number): () => void {
  let looks = new Map<GuardedConnection, Look>();
  const timer = setInterval(() => {
    const last = looks;
    looks = new Map();
    for (const connection of connectionsOf(client)) {
      const look = lookAt(connection, last.get(connection), timeout);
      if (look !== undefined) looks.set(connection, look);
    }
  }, INTERVAL);
  return () => clearInterval(timer);
}

/**
 * Looks at a connection, and closes it where it is wedged. Times are counted in looks, so that a client that stands still
 * takes none of what it did not read for silence.
 */
function lookAt(
  connection: GuardedConnection,
  last: Look | undefined,
  timeout: number,
): Look | undefined {
  const ages = new Map<object, number>();
  let overdue = 0;
  for (const operation of connection._operations.values()) {
    const before = last?.ages.get(operation);
    const age = before === undefined ? 0 : before + INTERVAL;
    ages.set(operation, age);
    if (age > timeout) overdue++;
  }
  const answers = connection._streamIds.returned;
  const isSilent = ages.size > 0 && last !== undefined && last.ages.size > 0 &&
    last.answers === answers;
  const silence = isSilent ? last.silence + INTERVAL : 0;
  const isWedged = overdue > MAX_OVERDUE ||
    (isSilent && last.isAsked && overdue > 0 && silence > timeout);
  if (isWedged) return closeOverdue(connection, overdue);
  const isAsked = isSilent &&
    (last.isAsked || silence >= Math.max(timeout / 2, timeout - ASKED_BEFORE));
  if (isAsked && !last?.isAsked) connection._idleTimeoutHandler();
  return { ages, answers, silence, isAsked };
}

function closeOverdue(connection: GuardedConnection, overdue: number): undefined {
  const address = addressOf(connection.endpoint);
  closeConnection(connection, () => {
    const what = overdue === 1 ? "an answer was" : `${overdue} answers were`;
    return closedError(`The connection to ${address} was closed as ${what} overdue on it`);
  });
}

function connectionsOf(client: cassandra.Client): GuardedConnection[] {
  const hosts = client.hosts.values() as unknown as {
    pool: { connections: GuardedConnection[] };
  }[];
  return hosts.flatMap(({ pool }) => pool.connections);
}
