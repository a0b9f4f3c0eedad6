import type { Database } from "../database.ts";
import { CqlError, ErrorCode } from "../errors.ts";
import type { Hold } from "../hold/hold.ts";
import type { Result } from "../result.ts";
import type { SchemaChange } from "../store/schema.ts";
import { createFrameReader, type Frame, VERSION } from "./frame.ts";
import { readRequest, type Request } from "./request.ts";
import { errorResponse, type Response, writeEvent, writeResponse } from "./response.ts";
import { Writer } from "./writer.ts";

/** One client. */
interface Session {
  keyspace: string | undefined;
  hearsSchemaChanges: boolean;
}

/** What all clients share. */
export interface Shared {
  readonly database: Database;
  /** Those who are to hear of schema changes, from whichever connection they come. */
  readonly listeners: Set<(change: SchemaChange) => void>;
  /** What holds the answers of prepared statements on user tables back; mostly nothing. */
  hold: Hold | undefined;
}

const CHUNK = 64 * 1024;

/** Serves a client until it leaves or sends what is no frame. Never rejects. */
export async function serve(socket: Deno.TcpConn, shared: Shared): Promise<void> {
  const { listeners } = shared;
  const session: Session = { keyspace: undefined, hearsSchemaChanges: false };
  const writer = new Writer();
  /** Those who want to know when the system has taken what is written so far. */
  let onSent: (() => void)[] = [];
  let writing: Promise<void> | undefined;
  let isOver = false;

  async function drain(): Promise<void> {
    // One write for all that is answered in this turn of the event loop.
    await undefined;
    try {
      while (writer.length > 0) {
        const written = onSent;
        onSent = [];
        await writeAll(socket, writer.take());
        written.forEach((tell) => tell());
      }
    } finally {
      writing = undefined;
    }
  }
  function flush(): void {
    writing ??= drain();
    writing.catch(() => close(socket));
  }
  function writeHeld(stream: number, response: Response, tell: () => void): void {
    // The client may have left while its answer was held.
    if (isOver) return;
    writeResponse(writer, stream, response);
    onSent.push(tell);
    flush();
  }
  function hear(change: SchemaChange): void {
    if (!session.hearsSchemaChanges) return;
    writeEvent(writer, change);
    flush();
  }
  function announce(change: SchemaChange): void {
    listeners.forEach((listener) => listener(change));
  }

  listeners.add(hear);
  try {
    const frames = createFrameReader();
    const chunk = new Uint8Array(CHUNK);
    for (let size; !isOver && (size = await socket.read(chunk)) !== null;) {
      const readAt = performance.now();
      for (const frame of frames.read(chunk.subarray(0, size))) {
        const { response, hold } = answer(frame, session, shared);
        if (hold === undefined) writeResponse(writer, frame.stream, response);
        else hold.keep(readAt, (tell) => writeHeld(frame.stream, response, tell));
        if (response.kind === "result" && response.result.kind === "schemaChange") {
          announce(response.result.change);
        }
        // The frames of other versions are shaped otherwise, so nothing behind this one can be read.
        isOver ||= frame.version !== VERSION;
      }
      flush();
      // Answers that the client does not fetch must not pile up.
      await writing;
    }
  } catch {
    // The client has left, or what it sends is no frame: either way there is nobody to tell.
  } finally {
    isOver = true;
    listeners.delete(hear);
    close(socket);
  }
}

interface Answer {
  response: Response;
  /** What holds it back. */
  hold: Hold | undefined;
}

/** Answers a frame: the one place through which every request goes. */
function answer(frame: Frame, session: Session, { database, hold }: Shared): Answer {
  let holdThis: Hold | undefined;
  try {
    if (frame.version !== VERSION) {
      throw new CqlError(
        ErrorCode.protocol,
        `Invalid or unsupported protocol version (${frame.version}); supported versions are (4/v4)`,
      );
    }
    const request = readRequest(frame);
    if (hold && request.kind === "execute" && database.isOnUserTable(request.id)) holdThis = hold;
    return { response: respond(request, session, database), hold: holdThis };
  } catch (error) {
    return { response: errorResponse(error), hold: holdThis };
  }
}

function respond(request: Request, session: Session, database: Database): Response {
  switch (request.kind) {
    case "startup":
      if (request.options.has("COMPRESSION")) {
        throw new CqlError(ErrorCode.protocol, "Compression is not supported");
      }
      return { kind: "ready" };
    case "options":
      return { kind: "supported", options: { CQL_VERSION: ["3.4.7"], COMPRESSION: [] } };
    case "register":
      session.hearsSchemaChanges ||= request.events.includes("SCHEMA_CHANGE");
      return { kind: "ready" };
    default:
      return { kind: "result", result: run(request, session, database) };
  }
}

type Statement = Extract<Request, { kind: "prepare" | "query" | "execute" | "batch" }>;

function run(request: Statement, session: Session, database: Database): Result {
  const { keyspace } = session;
  switch (request.kind) {
    case "prepare":
      return database.prepare(request.text, keyspace);
    case "query": {
      const result = database.query(request.text, keyspace, request.values, request.options);
      if (result.kind === "setKeyspace") session.keyspace = result.keyspace;
      return result;
    }
    case "execute":
      return database.execute(request.id, request.values, request.options);
    case "batch":
      return database.batch(request.type, request.items, keyspace, request.clientTime);
  }
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

function close(socket: Deno.TcpConn): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
