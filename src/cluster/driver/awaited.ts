/** Says which answer the driver waits for, as its own errors do not. */
import type cassandra from "cassandra-driver";
import DriverOperation from "cassandra-driver/lib/operation-state.js";
import { addressOf } from "./endpoints.ts";
import type { GuardedConnection, OperationState, SentRequest } from "./connection.d.ts";

/** The connection that was opened last with the options of a client. */
const openedLast = new WeakMap<object, GuardedConnection>();

/** Remembers a connection that is opened. */
export function noteOpening(connection: GuardedConnection): void {
  openedLast.set(connection.options, connection);
}

/** What a client that connects waits for, such as `STARTUP`; `undefined` where it has sent nothing. */
export function awaitedBy(client: cassandra.Client): string | undefined {
  const { options } = client as unknown as { options: object };
  const [first] = openedLast.get(options)?._operations.values() ?? [];
  return first && nameOf(first.request);
}

/** Names the request in the error of each that is not answered in time. */
export function nameTimeouts(): void {
  const operation: OperationState = DriverOperation.prototype;
  const { _markAsTimedOut } = operation;
  operation._markAsTimedOut = function (error, onResponse) {
    error.message = error.message.replace(
      /^The host (\S+) did not reply before timeout/,
      (_, host) => `${addressOf(host)} did not answer ${nameOf(this.request)} within`,
    );
    _markAsTimedOut.call(this, error, onResponse);
  };
}

/** The text of a statement, or the protocol's name of the request. */
function nameOf(request: SentRequest["request"]): string {
  const kind = request.constructor.name.replace("Request", "").toUpperCase();
  if (request.query === undefined) return kind;
  return kind === "PREPARE" ? `PREPARE of "${request.query}"` : `"${request.query}"`;
}
