import { type Bytes, fromShort } from "./bytes.ts";

/** The bytes of a partition key, which its token is computed from: of several columns, each with its length and a zero. */
export function joinKey(parts: readonly Bytes[]): Bytes {
  if (parts.length === 1) return parts[0]!;
  return parts.map((part) => fromShort(part.length) + part + "\0").join("");
}

/** The values in a partition key of several columns. */
export function splitKey(key: Bytes): Bytes[] {
  const parts: Bytes[] = [];
  for (let at = 0; at < key.length;) {
    const end = at + 2 + (key.charCodeAt(at) << 8 | key.charCodeAt(at + 1));
    parts.push(key.slice(at + 2, end));
    at = end + 1;
  }
  return parts;
}
