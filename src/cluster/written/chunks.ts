import type { FrameWriter } from "../../protocol/writer.ts";

/** What became of a write. */
export const State = { pending: 0, acknowledged: 1, unknown: 2, failed: 3 } as const;

/** Some records one after the other, and what is known of each. */
export interface Chunk {
  bytes: Uint8Array;
  count: number;
  /** Where each record begins in `bytes`, and at last where they end. */
  offsets: Uint32Array;
  /** Of its table and key. */
  hashes: Uint32Array;
  /** When it was sent and when that ended, by `performance.now()`. */
  starts: Float64Array;
  ends: Float64Array;
  states: Uint8Array;
}

/** The records that are kept. */
export interface Kept {
  readonly chunks: readonly Chunk[];
  /** Only records are kept whose hash has none of these bits. */
  readonly mask: number;
  /** Writes whose records were left out for that. */
  readonly leftOut: { readonly acknowledged: number; readonly unknown: number };
}

/** Keeps records, within about so many bytes. */
export interface Chunks {
  /**
   * Adds the record that begins at `start` in the writer, and ends where that is; its table and key stand from `keyAt` to
   * `cellsAt`. Gives a function that takes what became of it.
   */
  add(start: number, keyAt: number, cellsAt: number): (state: number) => void;
  kept(): Kept;
}

/** A chunk is closed with so many records or bytes. */
const CHUNK = { records: 4_096, bytes: 256 * 1024 };

/** What is known of a record takes so many bytes beside it. */
const BESIDE = 4 + 4 + 8 + 8 + 1;

/** How many chunks are looked through when one is closed, so that nothing stands still for long. */
const AT_ONCE = 8;

/**
 * Makes chunks of what the writer gets. When they take too much, the records of every second key are left out: all those
 * of one key or none, so that what is there can be judged; and of those that are left again.
 */
export function createChunks(writer: FrameWriter, mostBytes: number): Chunks {
  let closed: Chunk[] = [];
  let open = newChunk(CHUNK.records);
  let mask = 0, size = 0;
  /** Closed chunks with records that the mask leaves out. */
  let full: Chunk[] = [];
  const leftOut = { acknowledged: 0, unknown: 0 };

  function countLeftOut(state: number): void {
    if (state === State.acknowledged) leftOut.acknowledged++;
    else if (state === State.unknown || state === State.pending) leftOut.unknown++;
  }

  function close(): void {
    if (open.count === 0) return;
    open.offsets[open.count] = writer.length;
    open.bytes = writer.written().slice();
    writer.clear();
    closed.push(open);
    size += sizeOf(open);
    open = newChunk(CHUNK.records);
  }

  function makeRoom(): void {
    if (size > mostBytes && full.length === 0) {
      mask = mask << 1 | 1;
      full = closed;
      closed = [];
    }
    for (const chunk of full.splice(0, AT_ONCE)) {
      const isSettled = !chunk.states.subarray(0, chunk.count).includes(State.pending);
      const next = isSettled ? thin(chunk, mask, countLeftOut) : chunk;
      size += sizeOf(next) - sizeOf(chunk);
      closed.push(next);
    }
  }

  return {
    add(start, keyAt, cellsAt) {
      const hash = hashOf(writer.written(), keyAt, cellsAt);
      if ((hash & mask) !== 0) {
        writer.cut(start);
        return countLeftOut;
      }
      if (open.count === CHUNK.records || start > CHUNK.bytes) {
        // The record itself begins the next one.
        const record = writer.cut(start).slice();
        close();
        makeRoom();
        writer.bytes(record);
        start = 0;
      }
      const chunk = open, at = chunk.count++;
      chunk.offsets[at] = start;
      chunk.hashes[at] = hash;
      chunk.starts[at] = performance.now();
      chunk.ends[at] = Infinity;
      return (state) => {
        chunk.states[at] = state;
        chunk.ends[at] = performance.now();
      };
    },
    kept() {
      close();
      return { chunks: [...closed, ...full], mask, leftOut };
    },
  };
}

function newChunk(records: number): Chunk {
  return {
    bytes: new Uint8Array(),
    count: 0,
    offsets: new Uint32Array(records + 1),
    hashes: new Uint32Array(records),
    starts: new Float64Array(records),
    ends: new Float64Array(records),
    states: new Uint8Array(records),
  };
}

function sizeOf({ bytes, states }: Chunk): number {
  return bytes.length + states.length * BESIDE;
}

/** The records of a chunk that a mask keeps. */
function thin(chunk: Chunk, mask: number, leaveOut: (state: number) => void): Chunk {
  const { bytes, count, offsets, hashes, starts, ends, states } = chunk;
  const left: number[] = [];
  for (let at = 0; at < count; at++) {
    if ((hashes[at]! & mask) === 0) left.push(at);
    else leaveOut(states[at]!);
  }
  const size = left.reduce((sum, at) => sum + offsets[at + 1]! - offsets[at]!, 0);
  const next = { ...newChunk(left.length), count: left.length, bytes: new Uint8Array(size) };
  let to = 0;
  left.forEach((from, at) => {
    const record = bytes.subarray(offsets[from]!, offsets[from + 1]!);
    next.bytes.set(record, to);
    next.offsets[at] = to;
    to += record.length;
    next.hashes[at] = hashes[from]!;
    next.starts[at] = starts[from]!;
    next.ends[at] = ends[from]!;
    next.states[at] = states[from]!;
  });
  next.offsets[left.length] = to;
  return next;
}

/** FNV-1a, and its bits mixed, as each is used by itself. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ hash >>> 16, 0x85ebca6b);
  hash = Math.imul(hash ^ hash >>> 13, 0xc2b2ae35);
  return (hash ^ hash >>> 16) >>> 0;
}
