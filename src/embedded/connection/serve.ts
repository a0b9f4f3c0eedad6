import { createFrameReader, type Frame, FrameLengthError, MAX_BODY } from "../../protocol/frame.ts";
import { ErrorCode, PROTOCOL_VERSION } from "../../protocol/opcodes.ts";
import type { Fault } from "../../scenario/faults.ts";
import type { Database } from "../database.ts";
import { CqlError } from "../errors.ts";
import { carryOut, holdUp } from "../faults/carry_out.ts";
import type { Injector } from "../faults/injector.ts";
import type { StatementResult } from "../result.ts";
import type { KnownServiceTime } from "../service_time/known_service_time.ts";
import type { SchemaChange } from "../store/schema.ts";
import { sayFarewell } from "./farewell.ts";
import { type HeldBytes, openShare } from "./held.ts";
import { close, openOutput } from "./output.ts";
import type { ProgressWatch, Received } from "./progress.ts";
import { readRequest, type Request } from "./request.ts";
import { errorResponse, type Response } from "./response.ts";

/** What the server knows of one connection. */
interface ConnectionState {
  keyspace: string | undefined;
  hearsSchemaChanges: boolean;
}

/** What all connections share. */
export interface ServerState {
  readonly database: Database;
  /** Called with every schema change, whichever connection it came from: one for each connection. */
  readonly schemaListeners: Set<(change: SchemaChange) => void>;
  readonly held: HeldBytes;
  /** The service time of prepared statements on user tables; without it, they are answered at once. */
  serviceTime: KnownServiceTime | undefined;
  /** What goes wrong; absent where nothing does. */
  injector: Injector | undefined;
  readonly progress: ProgressWatch;
  /** Aborts when the server stops. */
  readonly stopped: AbortSignal;
}

const CHUNK_SIZE = 64 * 1024;

/** Serves a connection until the client closes it, or sends something that is no frame. Never rejects. */
export async function serve(socket: Deno.TcpConn, server: ServerState): Promise<void> {
  const { schemaListeners, held } = server;
  const connection: ConnectionState = { keyspace: undefined, hearsSchemaChanges: false };
  const frames = createFrameReader();
  const incomplete = openShare(held);
  const output = openOutput(socket, held);
  let progress: Received | undefined;
  function hear(change: SchemaChange): void {
    if (connection.hearsSchemaChanges) output.tell(change);
  }

  schemaListeners.add(hear);
  try {
    const chunk = new Uint8Array(CHUNK_SIZE);
    const atStart = server.injector?.strikeConnection();
    let isOver = atStart !== undefined && await holdUp(atStart, socket, server);
    progress = server.progress.open(() => close(socket));
    progress.isAwaited = true;
    for (let size; !isOver && (size = await socket.read(chunk)) !== null;) {
      const readAt = performance.now();
      progress.isAwaited = false;
      progress.bytes += size;
      const complete = frames.read(chunk.subarray(0, size));
      progress.frames += complete.length;
      for (const frame of complete) {
        const { response, serviceTime, fault } = answer(frame, connection, server);
        if (fault !== undefined) {
          const struck = { fault, stream: frame.stream, response, readAt };
          isOver = await carryOut(struck, output, server);
          if (isOver) break;
        } else if (serviceTime === undefined) output.answer(frame.stream, response);
        else output.answerLater(frame.stream, response, serviceTime, readAt);
        if (response.kind === "result" && response.result.kind === "schemaChange") {
          const { change } = response.result;
          schemaListeners.forEach((listener) => listener(change));
        }
        // Other versions have frames of another shape, so nothing after this one can be read.
        isOver ||= frame.version !== PROTOCOL_VERSION;
        // A few requests can have large answers.
        if (output.isFull) await output.flush();
      }
      if (!incomplete.admits(frames.held)) output.refuse(frames.skip());
      incomplete.set(frames.held);
      // Reads no further requests until the client takes the answers, so that they do not pile up.
      await output.flush();
      progress.isAwaited = frames.held > 0 || progress.frames === 0;
    }
  } catch (error) {
    // The client has left, or it sends something that is no frame: both end the connection.
    if (error instanceof FrameLengthError) await refuseFrame(socket, error).catch(() => {});
  } finally {
    if (progress !== undefined) server.progress.close(progress);
    schemaListeners.delete(hear);
    incomplete.set(0);
    output.end();
    close(socket);
  }
}

function refuseFrame(socket: Deno.TcpConn, { stream, message }: FrameLengthError): Promise<void> {
  const text = `${message}: the embedded server takes frames of ${MAX_BODY} bytes at most`;
  return sayFarewell(socket, stream, new CqlError(ErrorCode.protocolError, text));
}

interface Answer {
  response: Response;
  /** What delays the response. */
  serviceTime: KnownServiceTime | undefined;
  /** What goes wrong with it, beside an error. */
  fault: Fault | undefined;
}

/** Answers a frame, whatever it asks for. */
function answer(frame: Frame, connection: ConnectionState, server: ServerState): Answer {
  const { database } = server;
  let serviceTime: KnownServiceTime | undefined;
  let fault: Fault | undefined;
  try {
    if (frame.version !== PROTOCOL_VERSION) {
      throw new CqlError(
        ErrorCode.protocolError,
        `Invalid or unsupported protocol version (${frame.version}); supported versions are (4/v4)`,
      );
    }
    const request = readRequest(frame);
    if (server.serviceTime && request.kind === "execute" && database.isOnUserTable(request.id)) {
      serviceTime = server.serviceTime;
    }
    if (server.injector !== undefined) {
      const struck = server.injector.strike(request, connection.keyspace);
      if (struck?.error !== undefined) {
        if (struck.isCarriedOut) tryTo(() => respond(request, connection, database));
        throw struck.error;
      }
      fault = struck?.fault;
    }
    return { response: respond(request, connection, database), serviceTime, fault };
  } catch (error) {
    return { response: errorResponse(error), serviceTime, fault };
  }
}

/** Does what may fail, as its answer is another one anyway. */
function tryTo(act: () => unknown): void {
  try {
    act();
  } catch {
    // Nobody hears of it.
  }
}

function respond(request: Request, connection: ConnectionState, database: Database): Response {
  switch (request.kind) {
    case "startup":
      if (request.options.has("COMPRESSION")) {
        throw new CqlError(ErrorCode.protocolError, "Compression is not supported");
      }
      return { kind: "ready" };
    case "options":
      return { kind: "supported", options: { CQL_VERSION: ["3.4.7"], COMPRESSION: [] } };
    case "register":
      connection.hearsSchemaChanges ||= request.events.includes("SCHEMA_CHANGE");
      return { kind: "ready" };
    default:
      return { kind: "result", result: run(request, connection, database) };
  }
}

type StatementRequest = Extract<Request, { kind: "prepare" | "query" | "execute" | "batch" }>;

function run(
  request: StatementRequest,
  connection: ConnectionState,
  database: Database,
): StatementResult {
  const { keyspace } = connection;
  switch (request.kind) {
    case "prepare":
      return database.prepare(request.text, keyspace);
    case "query": {
      const result = database.query(request.text, keyspace, request.values, request.options);
      if (result.kind === "setKeyspace") connection.keyspace = result.keyspace;
      return result;
    }
    case "execute":
      return database.execute(request.id, request.values, request.options);
    case "batch":
      return database.batch(request.type, request.items, keyspace, request.clientTime);
  }
}
