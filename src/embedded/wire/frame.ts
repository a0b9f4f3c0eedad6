import { Buffer } from "node:buffer";

/** One message of the native protocol, version 4. */
export interface Frame {
  version: number;
  flags: number;
  stream: number;
  opcode: number;
  body: Buffer;
}

export const VERSION = 4;
const HEADER = 9;
/** The largest body that is waited for; a longer one is a client gone astray. */
const MAX_BODY = 256 * 1024 * 1024;

/** What cannot be a frame; after it nothing on the connection can be understood. */
export class FrameError extends Error {
  override name = "FrameError";
}

export interface FrameReader {
  /**
   * Takes what came in and returns the frames it completes. Their bodies share the chunk's memory, so they must be
   * read before the chunk is used again.
   *
   * @throws {FrameError} When a length is out of bounds.
   */
  read(chunk: Uint8Array): Frame[];
}

/** Cuts a stream of bytes into frames. Pieces of an incomplete one are kept apart until the last has come. */
export function createFrameReader(): FrameReader {
  let pieces: Buffer[] = [];
  let held = 0;
  let needed = HEADER;

  return {
    read(chunk) {
      let data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (held > 0) {
        if (held + data.length < needed) {
          pieces.push(Buffer.from(data));
          held += data.length;
          return [];
        }
        data = Buffer.concat([...pieces, data]);
      }
      const frames: Frame[] = [];
      let at = 0;
      needed = HEADER;
      while (data.length - at >= HEADER) {
        const size = data.readInt32BE(at + 5);
        if (size < 0 || size > MAX_BODY) throw new FrameError(`Frame of ${size} bytes`);
        needed = HEADER + size;
        if (data.length - at < needed) break;
        frames.push(frameAt(data, at, size));
        at += needed;
        needed = HEADER;
      }
      held = data.length - at;
      pieces = held > 0 ? [Buffer.from(data.subarray(at))] : [];
      return frames;
    },
  };
}

function frameAt(data: Buffer, at: number, size: number): Frame {
  return {
    version: data[at]! & 0x7f,
    flags: data[at + 1]!,
    stream: data.readInt16BE(at + 2),
    opcode: data[at + 4]!,
    body: data.subarray(at + HEADER, at + HEADER + size),
  };
}
