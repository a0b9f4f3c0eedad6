import type { Buffer } from "node:buffer";
import type { Bytes } from "../data/bytes.ts";
import { CqlError, ErrorCode } from "../errors.ts";

/** Reads a message body from left to right, in the protocol's own notations. */
export class Body {
  #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  #skip(size: number): number {
    const at = this.#at;
    if (size < 0 || at + size > this.#buffer.length) {
      throw new CqlError(
        ErrorCode.protocol,
        "Truncated frame: the body ends before its message does",
      );
    }
    this.#at += size;
    return at;
  }

  byte(): number {
    return this.#buffer[this.#skip(1)]!;
  }

  short(): number {
    return this.#buffer.readUInt16BE(this.#skip(2));
  }

  int(): number {
    return this.#buffer.readInt32BE(this.#skip(4));
  }

  /** A number of 64 bits, to the 53 that a number holds: µs since 1970 fit until the year 2255. */
  long(): number {
    const at = this.#skip(8);
    return this.#buffer.readInt32BE(at) * 2 ** 32 + this.#buffer.readUInt32BE(at + 4);
  }

  string(): string {
    return this.#text(this.short());
  }

  longString(): string {
    return this.#text(this.int());
  }

  #text(size: number): string {
    const at = this.#skip(size);
    return this.#buffer.toString("utf8", at, at + size);
  }

  shortBytes(): Bytes {
    return this.#bytes(this.short());
  }

  /** Null for a length of -1, undefined ("unset") for -2. */
  value(): Bytes | null | undefined {
    const size = this.int();
    if (size === -1) return null;
    return size === -2 ? undefined : this.#bytes(size);
  }

  #bytes(size: number): Bytes {
    const at = this.#skip(size);
    return this.#buffer.toString("latin1", at, at + size);
  }

  stringList(): string[] {
    return Array.from({ length: this.short() }, () => this.string());
  }

  stringMap(): Map<string, string> {
    return new Map(Array.from({ length: this.short() }, () => [this.string(), this.string()]));
  }

  /** The custom payload that a flag announces: read and dropped. */
  payload(): void {
    for (let left = this.short(); left > 0; left--) {
      this.string();
      this.value();
    }
  }
}
