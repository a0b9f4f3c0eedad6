import { HEADER_SIZE } from "../../protocol/frame.ts";
import { BodyReader } from "../../protocol/reader.ts";
import type { Socket } from "../tls/options.ts";

/** Bytes of the buffer for reading; it grows for a frame that is longer. */
const READ_SIZE = 256 * 1024;

/** The header of a frame. It is used again for the next frame. */
export interface Header {
  version: number;
  flags: number;
  stream: number;
  opcode: number;
  /** Bytes of the body. */
  size: number;
}

/** What is called with each frame. */
export interface FrameHandler {
  /** Gets a header before its body has come. What it throws ends the reading. */
  onHeader(header: Header): void;
  /** Gets a frame, with a reader at its body and the instant at which it was read. */
  onFrame(header: Header, body: BodyReader, now: number): void;
}

/**
 * Reads frames from a socket until it is closed. All frames of one read are handled in place, so that many share the cost
 * of a call to the system; the memory is used again for the next read.
 *
 * @throws what the handler throws, or the socket
 */
export async function receiveFrames(socket: Socket, handler: FrameHandler): Promise<void> {
  const header = { version: 0, flags: 0, stream: 0, opcode: 0, size: 0 };
  let buffer = new Uint8Array(READ_SIZE);
  const reader = new BodyReader(buffer);
  let filled = 0;
  for (;;) {
    const size = await socket.read(buffer.subarray(filled));
    if (size === null) return;
    filled += size;
    const taken = takeFrames(reader, filled, header, handler);
    const rest = buffer.subarray(taken, filled);
    filled = rest.length;
    const needed = filled < HEADER_SIZE ? HEADER_SIZE : HEADER_SIZE + header.size;
    const room = roomFor(needed, filled, buffer.length);
    if (room !== buffer.length) {
      buffer = new Uint8Array(room);
      buffer.set(rest);
      reader.use(buffer);
    } else if (taken > 0) buffer.set(rest);
  }
}

/** The bytes of the buffer for the next read: it grows with what has come of a frame, as the length of a spoilt one is no promise. */
function roomFor(needed: number, filled: number, present: number): number {
  if (needed <= READ_SIZE) return READ_SIZE;
  return filled < present ? present : Math.min(needed, 2 * present);
}

/** Handles the frames that are whole, and returns how many bytes they have. */
function takeFrames(
  reader: BodyReader,
  filled: number,
  header: Header,
  handler: FrameHandler,
): number {
  const now = performance.now();
  let at = 0;
  while (filled - at >= HEADER_SIZE) {
    reader.seek(at, filled);
    header.version = reader.byte();
    header.flags = reader.byte();
    header.stream = reader.short() << 16 >> 16;
    header.opcode = reader.byte();
    header.size = reader.int();
    handler.onHeader(header);
    const end = at + HEADER_SIZE + header.size;
    if (end > filled) break;
    reader.seek(at + HEADER_SIZE, end);
    handler.onFrame(header, reader, now);
    at = end;
  }
  return at;
}
