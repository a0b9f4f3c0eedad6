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

/** The length that a frame says is out of bounds. */
export class FrameLengthError extends ProtocolError {
  /** The stream that the frame says. */
  readonly stream: number;

  constructor(stream: number, size: number) {
    super(`Frame of ${size} bytes`);
    this.stream = stream;
  }
}

export interface FrameReader {
  /** How many bytes it keeps for a frame that is not complete. */
  readonly held: number;
  /**
   * Takes received bytes and returns the frames that they complete. The bodies share the memory of the chunk, so they
   * must be read before the chunk is used again.
   *
   * @throws {FrameLengthError} When a length is out of bounds; nothing after it on the connection can be read.
   */
  read(chunk: Uint8Array): Frame[];
  /**
   * Drops the frame that is not complete, also what is still to come of it, and returns its stream. Its header must have
   * come.
   */
  skip(): number;
}

const NOTHING = Buffer.alloc(0);

/** Cuts a stream of bytes into frames. Copies the start of an incomplete frame until the rest of it has come. */
export function createFrameReader(): FrameReader {
  /** Where an incomplete frame is kept, how much of it has come, and how long it is as far as is known. */
  let kept = NOTHING;
  let filled = 0;
  let needed = HEADER_SIZE;
  /** How much is to come of a frame that was dropped. */
  let unwanted = 0;

  /** Keeps what the frame needs of the bytes from `at`, and returns where the others begin. */
  function keep(data: Buffer, at: number): number {
    const end = Math.min(data.length, at + needed - filled);
    const size = filled + end - at;
    if (size > kept.length) {
      // Twice the room each time, so that a large frame in small pieces is copied a few times only.
      const grown = Buffer.allocUnsafe(Math.min(needed, Math.max(size, 2 * kept.length)));
      kept.copy(grown, 0, 0, filled);
      kept = grown;
    }
    data.copy(kept, filled, at, end);
    filled = size;
    return end;
  }

  function forget(): void {
    kept = NOTHING;
    filled = 0;
  }

  return {
    get held() {
      return kept.length;
    },
    read(chunk) {
      const data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const frames: Frame[] = [];
      let at = Math.min(unwanted, data.length);
      unwanted -= at;
      while (at < data.length) {
        if (filled === 0) {
          needed = lengthAt(data, at);
          if (needed <= data.length - at) {
            frames.push(frameAt(data, at, needed));
            at += needed;
            continue;
          }
        }
        at = keep(data, at);
        if (filled === HEADER_SIZE) needed = lengthAt(kept, 0);
        if (filled < needed) continue;
        frames.push(frameAt(kept, 0, needed));
        forget();
      }
      return frames;
    },
    skip() {
      const stream = kept.readInt16BE(2);
      unwanted = needed - filled;
      forget();
      return stream;
    },
  };
}

/** The length of the frame that begins there; that of a header as long as there is no more. */
function lengthAt(data: Buffer, at: number): number {
  if (data.length - at < HEADER_SIZE) return HEADER_SIZE;
  const size = data.readInt32BE(at + 5);
  if (size < 0 || size > MAX_BODY) {
    throw new FrameLengthError(data.readInt16BE(at + 2), size);
  }
  return HEADER_SIZE + size;
}

function frameAt(data: Buffer, at: number, length: number): Frame {
  return {
    version: data[at]! & 0x7f,
    flags: data[at + 1]!,
    stream: data.readInt16BE(at + 2),
    opcode: data[at + 4]!,
    body: data.subarray(at + HEADER_SIZE, at + length),
  };
}
