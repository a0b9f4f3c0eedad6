/**
 * Guards every connection of the driver against answers that are none. The driver throws out of a socket's handler, waits
 * for ever, or gives one request's answer to another; with this a bad frame closes its connection, which the driver then
 * opens again, and fails what was in flight on it.
 *
 * @module
 */
import cassandra from "cassandra-driver";
// @ts-types="./connection.d.ts"
import Connection from "cassandra-driver/lib/connection.js";
import DriverControl from "cassandra-driver/lib/control-connection.js";
import type { Buffer } from "node:buffer";
import { MAX_BODY, ProtocolError } from "../../protocol/frame.ts";
import { EVENT_STREAM, Opcode, RESPONSE_BIT } from "../../protocol/opcodes.ts";
import { nameTimeouts, noteOpening } from "./awaited.ts";
import { addressOf } from "./endpoints.ts";
import { closedError } from "./errors.ts";
import { forgetRefusal, rememberRefusals } from "./logins.ts";
import { readPorts } from "./peers.ts";
import type { ControlConnection, FrameItem, GuardedConnection, Parsed } from "./connection.d.ts";
import { createStreamIds } from "./stream_ids.ts";

/** Requests whose answer is a RESULT or an ERROR, by the driver's classes. */
const STATEMENTS = new Set(["ExecuteRequest", "QueryRequest", "BatchRequest", "PrepareRequest"]);

/** The state of an operation of the driver that has no answer yet. */
const UNANSWERED = 0;

let isInstalled = false;

/** Guards all connections that the driver of this thread opens from now on. */
export function guardConnections(): void {
  if (isInstalled) return;
  isInstalled = true;
  checkHeaders();
  reconnectOnce();
  readPorts();
  nameTimeouts();
  rememberRefusals();
  const { bindSocketListeners } = Connection.prototype;
  Connection.prototype.bindSocketListeners = function () {
    const free = this.freeStreamId;
    this.freeStreamId = (header) => {
      const operation = this._operations.get(header.streamId);
      // The driver gives no answer to a request whose rows end before their number.
      if (operation?._state === UNANSWERED) {
        operation.setResult(new ProtocolError("The answer ends too early"));
      }
      if (operation !== undefined) free.call(this, header);
    };
    if (this.protocolVersion >= 3 && this._streamIds.inUse === 0) {
      this._streamIds = createStreamIds();
    }
    bindSocketListeners.call(this);
    guardParser(this);
    noteOpening(this);
    this.once("connected", () => forgetRefusal(this));
    // The driver waits for the whole timeout of a request whose connection is closed before it is ready.
    this.netClient.on("close", () => {
      const why = `The connection to ${addressOf(this.endpoint)} was closed before it was ready`;
      closeConnection(this, () => closedError(why));
    });
  };
}

/** Refuses a header that is none before the driver waits for its body. */
function checkHeaders(): void {
  const { FrameHeader } = cassandra.types as unknown as {
    FrameHeader: { fromBuffer(bytes: Buffer, offset?: number): FrameItem["header"] };
  };
  const { fromBuffer } = FrameHeader;
  FrameHeader.fromBuffer = (bytes, offset = 0) => {
    const header = fromBuffer(bytes, offset);
    if ((bytes[offset]! & RESPONSE_BIT) === 0) throw new ProtocolError("a request as an answer");
    if (header.bodyLength > MAX_BODY) {
      throw new ProtocolError(`a frame of ${header.bodyLength} bytes`);
    }
    return header;
  };
}

/**
 * Lets the control connection use a connection of a node's pool, once the pool has opened it again. By itself the driver
 * opens one more, and watches over it twice: so each loss doubles the connections, until thousands are opened for one.
 */
function reconnectOnce(): void {
  const control: ControlConnection = DriverControl.prototype;
  control._refreshControlConnection = async function (hosts) {
    this.connection = await this._borrowAConnection(hosts);
  };
}

function guardParser(connection: GuardedConnection): void {
  const { parser, protocol } = connection;
  let isWedged = false;
  function fail(what: string): void {
    if (isWedged) return;
    isWedged = true;
    closeWedged(connection, what);
  }

  const transform = parser._transform;
  parser._transform = function (item, encoding, callback) {
    const problem = isWedged ? undefined : problemOf(item, connection);
    if (problem !== undefined) fail(problem);
    if (isWedged) return callback();
    transform.call(parser, item, encoding, callback);
  };
  const push = parser.push;
  parser.push = function (parsed) {
    return push.call(parser, withProtocolError(parsed));
  };
  for (const stream of [protocol, parser]) {
    stream.on("error", (error: Error) => fail(error.message));
  }
}

/** What is wrong with a frame, of which this may be a part. */
function problemOf({ header }: FrameItem, connection: GuardedConnection): string | undefined {
  const { streamId, opcode, version } = header;
  if (connection.connected && version !== connection.protocolVersion) {
    return `a frame of version ${version}`;
  }
  if (streamId === EVENT_STREAM && opcode === Opcode.event) return undefined;
  const operation = connection._operations.get(streamId);
  if (operation === undefined) return `an answer to no request (stream ${streamId})`;
  const isStatement = STATEMENTS.has(operation.request.constructor.name);
  if (isStatement && opcode !== Opcode.result && opcode !== Opcode.error) {
    return `an answer of the wrong kind (opcode ${opcode})`;
  }
  if (opcode === Opcode.result && header.bodyLength < 4) return "a result without a kind";
  return undefined;
}

/** An answer that the driver could not read has a plain Error, which would be counted under the name of its class. */
function withProtocolError(parsed: Parsed | null): Parsed | null {
  if (!parsed || !("error" in parsed)) return parsed;
  const { error } = parsed;
  if (error instanceof cassandra.errors.ResponseError) return parsed;
  // For an unknown kind of result the driver throws `undefined`, which would pass for a success.
  const why = error?.message ?? "its kind is unknown";
  return { ...parsed, error: new ProtocolError(`The answer cannot be read: ${why}`) };
}

/** Closes a connection on which nothing more can be read. */
function closeWedged(connection: GuardedConnection, what: string): void {
  const why = `The connection to ${
    addressOf(connection.endpoint)
  } was closed as it carried ${what}`;
  closeConnection(connection, () => new ProtocolError(why));
}

/** Closes a connection, so that the driver opens another, and fails what is in flight on it. */
export function closeConnection(connection: GuardedConnection, createError: () => Error): void {
  const operations = [...connection._operations.values()];
  connection._operations.clear();
  connection.netClient.destroy();
  // The driver hears of the closed socket in a later turn, and would send on it until then.
  if (connection.connected) connection.emit("socketClose");
  for (const operation of operations) operation.setResult(createError());
}
