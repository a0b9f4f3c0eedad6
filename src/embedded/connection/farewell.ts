import { createFrameReader } from "../../protocol/frame.ts";
import { ErrorCode } from "../../protocol/opcodes.ts";
import { FrameWriter } from "../../protocol/writer.ts";
import { CqlError } from "../errors.ts";
import { close } from "./output.ts";
import { errorResponse, writeResponse } from "./response.ts";

/** Milliseconds that a client has to say what it wants, or to take what it is told, before its connection is closed. */
const PATIENCE = 1_000;

/** So many connections are refused with a word at the same time; others are closed at once. */
const MOST_REFUSED = 64;

let refusing = 0;

/** Answers the first request of a connection that is one too many, and closes it. Never rejects. */
export async function refuseConnection(socket: Deno.TcpConn, most: number): Promise<void> {
  if (refusing >= MOST_REFUSED) return close(socket);
  refusing++;
  const timer = setTimeout(() => close(socket), PATIENCE);
  try {
    const chunk = new Uint8Array(4096);
    const size = await socket.read(chunk) ?? 0;
    const [frame] = createFrameReader().read(chunk.subarray(0, size));
    await sayFarewell(
      socket,
      frame?.stream ?? 0,
      new CqlError(
        ErrorCode.overloaded,
        `The embedded server has ${most} connections, the most that it takes: use fewer, as with --connections`,
      ),
    );
  } catch {
    // It sends no frame, or has left.
  } finally {
    refusing--;
    clearTimeout(timer);
    close(socket);
  }
}

/**
 * Sends an error and waits until the client has taken it: what a client still sends to a connection that is closed makes its
 * system drop what it has received.
 */
export async function sayFarewell(
  socket: Deno.TcpConn,
  stream: number,
  error: CqlError,
): Promise<void> {
  const timer = setTimeout(() => close(socket), PATIENCE);
  try {
    const writer = new FrameWriter("response");
    writeResponse(writer, stream, errorResponse(error));
    await socket.write(writer.take());
    await socket.closeWrite();
    const dropped = new Uint8Array(4096);
    while (await socket.read(dropped) !== null);
  } finally {
    clearTimeout(timer);
  }
}
