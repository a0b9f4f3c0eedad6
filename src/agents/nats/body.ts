import { Buffer } from "node:buffer";
import { deserialize, serialize } from "node:v8";
import { messageOf, TargetError } from "../../errors.ts";

/**
 * Writes a value down as V8 does between threads: numbers that are not finite, typed arrays, maps and dates stay what they
 * are.
 *
 * @param what names the value in the error
 * @throws {TargetError} where something in it cannot be copied, such as a function
 */
export function toBody(what: string, value: unknown): Uint8Array {
  try {
    return serialize(value);
  } catch (cause) {
    throw new TargetError(`Cannot send ${what}: ${messageOf(cause)}`, undefined, { cause });
  }
}

/** Reads a value that was written down by {@linkcode toBody}. */
export function fromBody(body: Uint8Array): unknown {
  return deserialize(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}
