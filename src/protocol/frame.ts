import { Buffer } from "node:buffer";

/** One message of the native protocol. */
export interface Frame {
  version: number;
  flags: number;
  stream: number;
  opcode: number;
  body: Buffer;
}

/** The bytes before a frame's body: version, flags, stream (2), opcode, length of the body (4). */
export const HEADER_SIZE = 9;
/** The largest body that is accepted; a longer one is a sign that the bytes are no frame. */
export const MAX_BODY = 256 * 1024 * 1024;

/** The bytes are not what the protocol says: the length of a frame is out of bounds, or its body ends too early. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
}

export interface FrameReader {
  /**
   * Takes received bytes and returns the frames that they complete. The bodies share the memory of the chunk, so they
   * must be read before the chunk is used again.
   *
   * @throws {ProtocolError} When a length is out of bounds; nothing after it on the connection can be read.
   */
  read(chunk: Uint8Array): Frame[];
}

/** Cuts a stream of bytes into frames. Copies the pieces of an incomplete frame until the rest of it has come. */
export function createFrameReader(): FrameReader {
  let pieces: Buffer[] = [];
  let buffered = 0;
  let needed = HEADER_SIZE;

  return {
    read(chunk) {
      let data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (buffered > 0) {
        if (buffered + data.length < needed) {
          pieces.push(Buffer.from(data));
          buffered += data.length;
          return [];
        }
        data = Buffer.concat([...pieces, data]);
      }
      const frames: Frame[] = [];
      let at = 0;
      needed = HEADER_SIZE;
      while (data.length - at >= HEADER_SIZE) {
        const size = data.readInt32BE(at + 5);
        if (size < 0 || size > MAX_BODY) throw new ProtocolError(`Frame of ${size} bytes`);
        needed = HEADER_SIZE + size;
        if (data.length - at < needed) break;
        frames.push(frameAt(data, at, size));
        at += needed;
        needed = HEADER_SIZE;
      }
      buffered = data.length - at;
      pieces = buffered > 0 ? [Buffer.from(data.subarray(at))] : [];
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
    body: data.subarray(at + HEADER_SIZE, at + HEADER_SIZE + size),
  };
}
