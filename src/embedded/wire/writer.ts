import { Buffer } from "node:buffer";
import { type Bytes, fromText } from "../data/bytes.ts";
import { VERSION } from "./frame.ts";

const RESPONSE = 0x80;

/** Writes frames one behind the other into a buffer that grows, to be sent in one go. */
export class Writer {
  #buffer: Buffer = Buffer.allocUnsafe(16 * 1024);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** Gives away what was written and starts anew. */
  take(): Uint8Array {
    const written = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(16 * 1024);
    this.#at = 0;
    return written;
  }

  /** Writes a whole frame, or nothing if `body` throws. */
  frame(stream: number, opcode: number, body: (writer: Writer) => void): void {
    const start = this.#at;
    this.byte(RESPONSE | VERSION);
    this.byte(0);
    this.short(stream);
    this.byte(opcode);
    this.int(0);
    try {
      body(this);
    } catch (error) {
      this.#at = start;
      throw error;
    }
    this.#buffer.writeInt32BE(this.#at - start - 9, start + 5);
  }

  #room(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at));
      this.#buffer.copy(grown, 0, 0, at);
      this.#buffer = grown;
    }
    return at;
  }

  byte(value: number): void {
    const at = this.#room(1);
    this.#buffer[at] = value;
  }

  short(value: number): void {
    const at = this.#room(2);
    this.#buffer.writeUInt16BE(value & 0xffff, at);
  }

  int(value: number): void {
    const at = this.#room(4);
    this.#buffer.writeInt32BE(value, at);
  }

  string(text: string): void {
    this.shortBytes(fromText(text));
  }

  shortBytes(bytes: Bytes): void {
    this.short(bytes.length);
    this.raw(bytes);
  }

  /** A value with its length before it; null has none. */
  value(bytes: Bytes | null): void {
    if (bytes === null) return this.int(-1);
    this.int(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Bytes): void {
    const at = this.#room(bytes.length);
    // Values are short: a loop beats the call into Buffer's encoders.
    for (let i = 0; i < bytes.length; i++) this.#buffer[at + i] = bytes.charCodeAt(i);
  }

  stringList(texts: string[]): void {
    this.short(texts.length);
    texts.forEach((text) => this.string(text));
  }
}
