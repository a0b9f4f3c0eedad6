/** What a value that is no text and no bytes takes, and each part of an object beside its value. */
const WORD = 8;

/** Of an array or object with more parts than these, the size of the others is taken to be the same on average. */
const MOST_PARTS = 20;

/** Objects inside of this many others are not looked into, as some hold themselves. */
const DEEPEST = 4;

/** Estimates how many bytes of memory a value takes. It is exact for long texts and bytes, which make the difference. */
export function estimateSize(value: unknown, depth = 0): number {
  if (typeof value === "string") return WORD + value.length;
  if (typeof value !== "object" || value === null) return WORD;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return WORD + value.byteLength;
  if (depth === DEEPEST) return WORD;
  const parts = partsOf(value);
  let size = 0, seen = 0;
  for (const part of parts) {
    if (seen === MOST_PARTS) break;
    size += WORD + estimateSize(part, depth + 1);
    seen++;
  }
  return seen === 0 ? WORD : WORD + size / seen * countOf(parts);
}

type Parts = readonly unknown[] | ReadonlySet<unknown>;

function partsOf(value: object): Parts {
  if (Array.isArray(value) || value instanceof Set) return value;
  return value instanceof Map ? [...value].flat() : Object.values(value);
}

function countOf(parts: Parts): number {
  return parts instanceof Set ? parts.size : (parts as readonly unknown[]).length;
}
