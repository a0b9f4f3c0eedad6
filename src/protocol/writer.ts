import { type Bytes, fromText } from "./bytes.ts";
import { HEADER_SIZE } from "./frame.ts";
import { PROTOCOL_VERSION, RESPONSE_BIT } from "./opcodes.ts";
import { UUID_SIZE, writeUuid } from "./uuids.ts";

const INITIAL_SIZE = 16 * 1024;

/** A buffer that has grown past this many bytes is let go when it has been sent. */
const KEPT_SIZE = 1024 * 1024;

/** The longest text that may be three times as long in UTF-8 without being measured first. */
const SHORT_TEXT = 4 * 1024;

const encoder = new TextEncoder();

/**
 * Writes frames one after the other into a growing buffer, which is then sent as a whole. The methods for a body are
 * named after the protocol's notations.
 */
export class FrameWriter {
  #bytes = new Uint8Array(INITIAL_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  readonly #version: number;

  /** Takes whether the frames are requests of a client or responses of a server. */
  constructor(direction: "request" | "response") {
    this.#version = direction === "response" ? PROTOCOL_VERSION | RESPONSE_BIT : PROTOCOL_VERSION;
  }

  /** The number of bytes written since the last `take` or `clear`. */
  get length(): number {
    return this.#at;
  }

  /** What was written, in the memory that the next `clear` gives free. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#at);
  }

  /** Starts again in the same memory. */
  clear(): void {
    this.#at = 0;
    if (this.#bytes.length > KEPT_SIZE) this.#use(new Uint8Array(INITIAL_SIZE));
  }

  /** Returns what was written, and starts with an empty buffer of its own. */
  take(): Uint8Array<ArrayBuffer> {
    const written = this.written();
    this.#use(new Uint8Array(INITIAL_SIZE));
    this.#at = 0;
    return written;
  }

  /** Writes the header of a frame, and returns where the frame begins. */
  begin(stream: number, opcode: number, flags = 0): number {
    const start = this.#reserve(HEADER_SIZE);
    const bytes = this.#bytes;
    bytes[start] = this.#version;
    bytes[start + 1] = flags;
    bytes[start + 2] = stream >> 8;
    bytes[start + 3] = stream;
    bytes[start + 4] = opcode;
    return start;
  }

  /** Ends the frame that began there. */
  end(start: number): void {
    this.#view.setInt32(start + 5, this.#at - start - HEADER_SIZE);
  }

  /** Takes what follows the first `length` bytes out again. It may be read until something else is written. */
  cut(length: number): Uint8Array {
    const rest = this.#bytes.subarray(length, this.#at);
    this.#at = length;
    return rest;
  }

  /** Writes a whole frame, or nothing if `body` throws. */
  frame(stream: number, opcode: number, body: (writer: FrameWriter) => void): void {
    const start = this.begin(stream, opcode);
    try {
      body(this);
    } catch (error) {
      this.cut(start);
      throw error;
    }
    this.end(start);
  }

  #use(bytes: Uint8Array<ArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  /** Makes room for `size` more bytes, and returns where they begin. */
  #reserve(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at));
      grown.set(this.#bytes.subarray(0, at));
      this.#use(grown);
    }
    return at;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  short(value: number): void {
    const at = this.#reserve(2);
    this.#bytes[at] = value >> 8;
    this.#bytes[at + 1] = value;
  }

  int(value: number): void {
    const at = this.#reserve(4);
    const bytes = this.#bytes;
    bytes[at] = value >> 24;
    bytes[at + 1] = value >> 16;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value;
  }

  /** [long], of an integer that a number can hold exactly. */
  long(value: number): void {
    this.int(Math.floor(value / 2 ** 32));
    this.int(value | 0);
  }

  /** 64 bits of a signed integer. */
  bigint(value: bigint): void {
    const at = this.#reserve(8);
    this.#view.setBigInt64(at, value);
  }

  float(value: number): void {
    const at = this.#reserve(4);
    this.#view.setFloat32(at, value);
  }

  double(value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value);
  }

  string(text: string): void {
    this.shortBytes(fromText(text));
  }

  shortBytes(bytes: Bytes): void {
    this.short(bytes.length);
    this.raw(bytes);
  }

  /** [long string], and [value] of a text; returns false for half of a surrogate pair, which UTF-8 does not have. */
  longString(text: string): boolean {
    const start = this.#reserve(4);
    const size = text.length;
    const most = size <= SHORT_TEXT ? size * 3 : Math.max(size, encoder.encode(text).length);
    let at = 0, to = this.#reserve(most);
    const bytes = this.#bytes;
    for (; at < size; at++) {
      const code = text.charCodeAt(at);
      if (code > 127) break;
      bytes[to++] = code;
    }
    if (at < size) to += encoder.encodeInto(text.slice(at), bytes.subarray(to)).written;
    this.#at = to;
    this.#view.setInt32(start, to - start - 4);
    return at === size || text.isWellFormed();
  }

  /** Begins a [value] whose length is not known yet, and returns where. */
  beginValue(): number {
    return this.#reserve(4);
  }

  /** Ends the value that began there. */
  endValue(start: number): void {
    this.#view.setInt32(start, this.#at - start - 4);
  }

  /**
   * Makes an element of a vector of the value that began there: its length becomes an unsigned vint, or is taken out where
   * all elements have the same.
   */
  toVectorElement(start: number, isFixed: boolean): void {
    const size = this.#at - start - 4;
    const extra = isFixed ? -1 : size < 1 << 7 ? 0 : size < 1 << 14 ? 1 : size < 1 << 21 ? 2 : 3;
    for (let left = extra; left >= 0; left--) this.#bytes[start + extra - left] = size >> 8 * left;
    if (extra > 0) this.#bytes[start]! |= 0xff << 8 - extra & 0xff;
    this.#bytes.copyWithin(start + extra + 1, start + 4, this.#at);
    this.#at = start + extra + 1 + size;
  }

  /** [value]: the length and the bytes; null is a length of -1. */
  value(bytes: Bytes | null): void {
    if (bytes === null) return this.int(-1);
    this.int(bytes.length);
    this.raw(bytes);
  }

  /** The bytes of a binary string. */
  raw(bytes: Bytes): void {
    const at = this.#reserve(bytes.length);
    // Most values are so short that this loop is faster than a call into Buffer's encoders.
    for (let i = 0; i < bytes.length; i++) this.#bytes[at + i] = bytes.charCodeAt(i);
  }

  /** Bytes as they are. */
  bytes(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** The bytes of a UUID; returns false for a text that is none. */
  uuid(text: string): boolean {
    const at = this.#reserve(UUID_SIZE);
    return writeUuid(text, this.#bytes, at);
  }

  stringList(texts: readonly string[]): void {
    this.short(texts.length);
    texts.forEach((text) => this.string(text));
  }

  stringMap(entries: Readonly<Record<string, string>>): void {
    const pairs = Object.entries(entries);
    this.short(pairs.length);
    for (const pair of pairs) pair.forEach((text) => this.string(text));
  }
}
