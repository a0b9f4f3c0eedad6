import { Buffer } from "node:buffer";
import type { Bytes } from "./bytes.ts";
import { ProtocolError } from "./frame.ts";

/** A text of up to this many bytes is put together faster from its characters than by a decoder. */
const SHORT_TEXT = 24;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * Reads the body of a frame from left to right. Each method is named after one of the protocol's notations and throws a
 * `ProtocolError` where the body ends too early.
 */
export class BodyReader {
  #buffer: Buffer;
  #view: DataView;
  #at = 0;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#buffer = bufferOf(bytes);
    this.#view = viewOf(bytes);
    this.#end = bytes.length;
  }

  /** Reads on in other memory. */
  use(bytes: Uint8Array): void {
    this.#buffer = bufferOf(bytes);
    this.#view = viewOf(bytes);
    this.seek(0, bytes.length);
  }

  /** Reads on between these places. */
  seek(at: number, end: number): void {
    this.#at = at;
    this.#end = end;
  }

  /** Where the next byte is. */
  get at(): number {
    return this.#at;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#end - this.#at;
  }

  /** Goes on after so many bytes, and returns where they begin. */
  skip(size: number): number {
    const at = this.#at;
    if (size < 0 || at + size > this.#end) {
      throw new ProtocolError("Truncated frame: the body ends before its message does");
    }
    this.#at += size;
    return at;
  }

  /** A copy of the bytes that were read from there on. */
  bytesSince(start: number): Uint8Array {
    return new Uint8Array(this.#buffer.subarray(start, this.#at));
  }

  /** Whether these bytes come next; then they are skipped. */
  skipSame(bytes: Uint8Array): boolean {
    const { length } = bytes;
    if (length > this.left) return false;
    for (let i = 0; i < length; i++) {
      if (this.#buffer[this.#at + i] !== bytes[i]) return false;
    }
    this.#at += length;
    return true;
  }

  byte(): number {
    return this.#buffer[this.skip(1)]!;
  }

  short(): number {
    return this.#view.getUint16(this.skip(2));
  }

  int(): number {
    return this.#view.getInt32(this.skip(4));
  }

  /** How many things follow, of at least so many bytes each. One that says more than can be there is refused at once. */
  count(least: number): number {
    const count = this.int();
    if (count > 0 && !(count * least <= this.left && least > 0)) {
      throw new ProtocolError(`Truncated frame: there is no room for ${count} parts`);
    }
    return count;
  }

  /** An integer of 64 bits, exact up to the 53 bits of a number: enough for µs since 1970 until the year 2255. */
  long(): number {
    return this.int() * 2 ** 32 + (this.int() >>> 0);
  }

  /** 64 bits of a signed integer. */
  bigint(): bigint {
    return this.#view.getBigInt64(this.skip(8));
  }

  /** An unsigned vint, of which no more than 28 bits are used: the length of an element of a vector. */
  vectorLength(): number {
    const first = this.byte();
    // The first byte has as many leading ones as bytes follow it.
    const extra = Math.clz32(~first << 24);
    if (extra > 3) throw new ProtocolError("An element of a vector is too long");
    let length = first & 0x7f >> extra;
    for (let left = extra; left > 0; left--) length = length << 8 | this.byte();
    return length;
  }

  float(): number {
    return this.#view.getFloat32(this.skip(4));
  }

  double(): number {
    return this.#view.getFloat64(this.skip(8));
  }

  uuid(): string {
    const at = this.skip(16);
    let text = "";
    for (let i = 0; i < 16; i++) {
      if (i === 4 || i === 6 || i === 8 || i === 10) text += "-";
      text += HEX[this.#buffer[at + i]!];
    }
    return text;
  }

  string(): string {
    return this.text(this.short());
  }

  longString(): string {
    return this.text(this.int());
  }

  /** A text of so many bytes. */
  text(size: number): string {
    const at = this.skip(size);
    if (size > SHORT_TEXT) return this.#buffer.toString("utf8", at, at + size);
    let text = "";
    for (let i = at; i < at + size; i++) {
      const code = this.#buffer[i]!;
      if (code > 127) return this.#buffer.toString("utf8", at, at + size);
      text += String.fromCharCode(code);
    }
    return text;
  }

  shortBytes(): Bytes {
    return this.binary(this.short());
  }

  /** [value]: null for a length of -1, undefined ("not set") for -2. */
  value(): Bytes | null | undefined {
    const size = this.int();
    if (size === -1) return null;
    return size === -2 ? undefined : this.binary(size);
  }

  /** So many bytes, as a binary string. */
  binary(size: number): Bytes {
    const at = this.skip(size);
    return this.#buffer.toString("latin1", at, at + size);
  }

  /** A copy of so many bytes. */
  bytes(size: number): Uint8Array<ArrayBuffer> {
    const at = this.skip(size);
    return new Uint8Array(this.#buffer.subarray(at, at + size));
  }

  stringList(): string[] {
    return Array.from({ length: this.short() }, () => this.string());
  }

  stringMap(): Map<string, string> {
    return new Map(Array.from({ length: this.short() }, () => [this.string(), this.string()]));
  }

  /** [string multimap] */
  stringMultimap(): Map<string, string[]> {
    return new Map(Array.from({ length: this.short() }, () => [this.string(), this.stringList()]));
  }

  /** Reads the custom payload, which is there if the header has its flag. Gives the bytes that it has of this name. */
  payload(name: string): Uint8Array<ArrayBuffer> | undefined {
    let found: Uint8Array<ArrayBuffer> | undefined;
    for (let left = this.short(); left > 0; left--) {
      const isIt = this.string() === name;
      const size = this.int();
      if (isIt && size >= 0) found = this.bytes(size);
      else this.skip(Math.max(0, size));
    }
    return found;
  }

  /** Skips the custom payload, which is there if the header has its flag. */
  skipPayload(): void {
    for (let left = this.short(); left > 0; left--) {
      this.string();
      this.value();
    }
  }
}

function bufferOf(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
