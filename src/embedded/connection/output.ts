import { ErrorCode } from "../../protocol/opcodes.ts";
import { FrameWriter } from "../../protocol/writer.ts";
import { CqlError } from "../errors.ts";
import type { KnownServiceTime } from "../service_time/known_service_time.ts";
import type { SchemaChange } from "../store/schema.ts";
import { ALWAYS_ADMITTED, type HeldBytes, MOST_OF_ONE, openShare } from "./held.ts";
import { errorResponse, type Response, writeEvent, writeResponse } from "./response.ts";

/** What an answer costs while it waits, beside its bytes: its callbacks, and its place in the queue. */
const WAITING_COST = 400;

/** What a request gets whose bytes, or whose answer's bytes, are too many to be held. */
const OVERLOADED: Response = errorResponse(
  new CqlError(
    ErrorCode.overloaded,
    "The embedded server holds too many requests and answers: let its clients read, or send less at once",
  ),
);

/** What goes out on a connection. */
export interface ConnectionOutput {
  /** Whether so much was not taken by the client that no further requests may be answered before it is. */
  readonly isFull: boolean;
  /** Answers a request. */
  answer(stream: number, response: Response): void;
  /** Answers a request that was read at `readAt` when its service time is over. */
  answerLater(
    stream: number,
    response: Response,
    serviceTime: Pick<KnownServiceTime, "delay">,
    readAt: number,
  ): void;
  /** The frame of an answer, which is not sent. */
  frameOf(stream: number, response: Response): Uint8Array;
  /** Sends bytes, whatever they are. */
  send(bytes: Uint8Array): void;
  /** Answers that the server is overloaded. */
  refuse(stream: number): void;
  /** Tells the client of a change. Closes the connection where earlier ones have piled up, as none may be missing. */
  tell(change: SchemaChange): void;
  /** Sends all, and resolves when the system has taken it; rejects when the client has left. */
  flush(): Promise<void>;
  /** Drops what was not sent. */
  end(): void;
}

/** Opens the output of a connection, which counts what it holds among that of all. */
export function openOutput(socket: Deno.TcpConn, heldByAll: HeldBytes): ConnectionOutput {
  const share = openShare(heldByAll);
  const writer = new FrameWriter("response");
  /** Called when the system has taken what is written so far. */
  let onSent: (() => void)[] = [];
  let writing: Promise<void> | undefined;
  let isOver = false;
  /** Bytes on their way to the system, and those of answers that are not due. */
  let sending = 0, waiting = 0;
  const held = () => waiting + sending + writer.length;

  async function drain(): Promise<void> {
    // Waits for the end of this turn of the event loop, so that one write carries all of its answers.
    await undefined;
    try {
      while (writer.length > 0) {
        const written = onSent;
        onSent = [];
        const bytes = writer.take();
        sending = bytes.length;
        await writeAll(socket, bytes);
        sending = 0;
        share.set(held());
        written.forEach((call) => call());
      }
    } finally {
      writing = undefined;
    }
  }

  function flush(): Promise<void> {
    share.set(held());
    writing ??= drain();
    writing.catch(() => close(socket));
    return writing;
  }

  function write(stream: number, response: Response): void {
    try {
      writeResponse(writer, stream, response);
    } catch (error) {
      writeResponse(writer, stream, errorResponse(error));
    }
  }

  return {
    get isFull() {
      return sending + writer.length > MOST_OF_ONE;
    },
    answer(stream, response) {
      const start = writer.length;
      write(stream, response);
      if (writer.length <= ALWAYS_ADMITTED || share.admits(held())) return;
      writer.cut(start);
      write(stream, OVERLOADED);
    },
    answerLater(stream, response, serviceTime, readAt) {
      const start = writer.length;
      write(stream, response);
      const answer = writer.cut(start);
      const size = answer.length + WAITING_COST;
      if (waiting + size > MOST_OF_ONE || !share.admits(held() + size)) {
        return write(stream, OVERLOADED);
      }
      const kept = new Uint8Array(answer);
      // Nothing else is to be sent, which would free the memory that a large answer was written into.
      if (start === 0 && size > ALWAYS_ADMITTED) writer.take();
      waiting += size;
      share.set(held());
      serviceTime.delay(readAt, (onWritten) => {
        waiting -= size;
        // The client may have left meanwhile.
        if (!isOver) {
          writer.bytes(kept);
          onSent.push(onWritten);
          flush();
        } else share.set(held());
      });
    },
    frameOf(stream, response) {
      const start = writer.length;
      write(stream, response);
      return new Uint8Array(writer.cut(start));
    },
    send: (bytes) => writer.bytes(bytes),
    refuse: (stream) => write(stream, OVERLOADED),
    tell(change) {
      writeEvent(writer, change);
      if (sending + writer.length > MOST_OF_ONE || !share.admits(held())) close(socket);
      else flush();
    },
    flush,
    end() {
      isOver = true;
      sending = 0;
      writer.cut(0);
      share.set(held());
    },
  };
}

async function writeAll(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await socket.write(bytes.subarray(at));
}

/** Closes a connection, unless it is closed. */
export function close(socket: Deno.TcpConn): void {
  try {
    socket.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
