import { type Bytes, fromInt } from "../../protocol/bytes.ts";
import { fixedSize } from "../../protocol/vectors.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import { invalid } from "../errors.ts";

/** The bytes of a vector with these elements. */
export function joinVector({ of: [element] }: CqlType, elements: readonly Bytes[]): Bytes {
  if (fixedSize(element!) !== undefined) return elements.join("");
  return elements.map((bytes) => lengthBytes(bytes.length) + bytes).join("");
}

/** An unsigned vint of no more than 28 bits: the first byte has as many leading ones as bytes follow it. */
function lengthBytes(length: number): Bytes {
  const extra = length < 1 << 7 ? 0 : length < 1 << 14 ? 1 : length < 1 << 21 ? 2 : 3;
  const marks = 0xff << 8 - extra & 0xff;
  const bytes = fromInt(length).slice(3 - extra);
  return String.fromCharCode(bytes.charCodeAt(0) | marks) + bytes.slice(1);
}

/**
 * The elements of a vector.
 *
 * @throws {CqlError} for bytes that are none
 */
export function splitVector({ of: [element], dimension = 0 }: CqlType, bytes: Bytes): Bytes[] {
  const fixed = fixedSize(element!);
  const elements: Bytes[] = [];
  let at = 0;
  for (let i = 0; i < dimension; i++) {
    let size = fixed ?? 0;
    if (fixed === undefined) {
      const first = bytes.charCodeAt(at);
      const extra = Math.clz32(~first << 24);
      size = first & 0x7f >> extra;
      for (let next = 1; next <= extra; next++) size = size << 8 | bytes.charCodeAt(at + next);
      at += 1 + extra;
    }
    if (!(at + size <= bytes.length)) throw invalid("Not enough bytes to read a vector");
    elements.push(bytes.slice(at, at + size));
    at += size;
  }
  if (at < bytes.length) {
    throw invalid(`Unexpected ${bytes.length - at} extraneous bytes after vector value`);
  }
  return elements;
}
