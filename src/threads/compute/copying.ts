/** The prototypes of which a structured copy is like the original. Any other object loses its class and private state. */
const KEPT: ReadonlySet<unknown> = new Set([
  ...[Object, Array, Map, Set, Date, RegExp, Boolean, Number, String],
  ...[ArrayBuffer, SharedArrayBuffer],
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError],
].map(({ prototype }) => prototype));

/**
 * Checks that the copy which another thread gets of a value is like the value.
 *
 * @param what names the value and where it goes
 * @throws {Error} named `DataCloneError` when the copy would lack something
 */
export function checkCopy(what: string, value: unknown): void {
  const lost = findLost(value, new Set());
  if (lost === undefined) return;
  throw Object.assign(new Error(`Cannot copy ${what}: it holds ${lost}`), {
    name: "DataCloneError",
  });
}

/** The first part of a value that its copy would lack. */
function findLost(value: unknown, seen: Set<unknown>): string | undefined {
  if (typeof value === "function" || typeof value === "symbol") return `a ${typeof value}`;
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  if (ArrayBuffer.isView(value)) return undefined;
  seen.add(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && !KEPT.has(prototype)) {
    const { name = "" } = Object(prototype.constructor);
    return name === "" ? "an object of a class without a name" : `an object of class ${name}`;
  }
  for (const part of partsOf(value)) {
    const lost = findLost(part, seen);
    if (lost !== undefined) return lost;
  }
  return undefined;
}

function partsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value) || value instanceof Set) return value;
  return value instanceof Map ? [...value].flat() : Object.values(value);
}
