import type { Buffer } from "node:buffer";
import type { Bytes } from "./bytes.ts";
import { ProtocolError } from "./frame.ts";

/**
 * Reads the body of a frame from left to right. Each method is named after one of the protocol's notations and throws a
 * `ProtocolError` where the body ends too early.
 */
export class BodyReader {
  #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  #skip(size: number): number {
    const at = this.#at;
    if (size < 0 || at + size > this.#buffer.length) {
      throw new ProtocolError("Truncated frame: the body ends before its message does");
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

  /** An integer of 64 bits, exact up to the 53 bits of a number: enough for µs since 1970 until the year 2255. */
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

  /** [value]: null for a length of -1, undefined ("not set") for -2. */
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

  /** Skips the custom payload, which is there if the header has its flag. */
  skipPayload(): void {
    for (let left = this.short(); left > 0; left--) {
      this.string();
      this.value();
    }
  }
}
