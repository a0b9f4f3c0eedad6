import { Buffer } from "node:buffer";
import { type Bytes, fromText } from "./bytes.ts";
import { HEADER_SIZE } from "./frame.ts";
import { PROTOCOL_VERSION, RESPONSE_BIT } from "./opcodes.ts";

const INITIAL_SIZE = 16 * 1024;

/**
 * Writes frames one after the other into a growing buffer, which is then sent as a whole. The methods for a body are
 * named after the protocol's notations.
 */
export class FrameWriter {
  #buffer: Buffer = Buffer.allocUnsafe(INITIAL_SIZE);
  #at = 0;
  readonly #version: number;

  /** Takes whether the frames are requests of a client or responses of a server. */
  constructor(direction: "request" | "response") {
    this.#version = direction === "response" ? PROTOCOL_VERSION | RESPONSE_BIT : PROTOCOL_VERSION;
  }

  /** The number of bytes written since the last `take`. */
  get length(): number {
    return this.#at;
  }

  /** Returns what was written, and starts with an empty buffer of its own. */
  take(): Uint8Array {
    const written = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(INITIAL_SIZE);
    this.#at = 0;
    return written;
  }

  /** Takes what follows the first `length` bytes out again. It may be read until something else is written. */
  cut(length: number): Uint8Array {
    const rest = this.#buffer.subarray(length, this.#at);
    this.#at = length;
    return rest;
  }

  /** Writes frames that were cut out. */
  append(frames: Uint8Array): void {
    const at = this.#reserve(frames.length);
    this.#buffer.set(frames, at);
  }

  /** Writes a whole frame, or nothing if `body` throws. */
  frame(stream: number, opcode: number, body: (writer: FrameWriter) => void): void {
    const start = this.#at;
    this.byte(this.#version);
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
    this.#buffer.writeInt32BE(this.#at - start - HEADER_SIZE, start + 5);
  }

  /** Makes room for `size` more bytes, and returns where they begin. */
  #reserve(size: number): number {
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
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  short(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(value & 0xffff, at);
  }

  int(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeInt32BE(value, at);
  }

  string(text: string): void {
    this.shortBytes(fromText(text));
  }

  shortBytes(bytes: Bytes): void {
    this.short(bytes.length);
    this.raw(bytes);
  }

  /** [value]: the length and the bytes; null is a length of -1. */
  value(bytes: Bytes | null): void {
    if (bytes === null) return this.int(-1);
    this.int(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Bytes): void {
    const at = this.#reserve(bytes.length);
    // Most values are so short that this loop is faster than a call into Buffer's encoders.
    for (let i = 0; i < bytes.length; i++) this.#buffer[at + i] = bytes.charCodeAt(i);
  }

  stringList(texts: string[]): void {
    this.short(texts.length);
    texts.forEach((text) => this.string(text));
  }
}
