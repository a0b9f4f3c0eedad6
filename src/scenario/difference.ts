/** Where two values differ. */
export interface Difference {
  /** The way to what differs: `["rows", 3, "title"]`; empty for the whole. */
  readonly path: readonly PropertyKey[];
  readonly expected: unknown;
  readonly found: unknown;
}

/** Values of one kind, or of two, are compared. */
type Compare = (
  expected: never,
  found: never,
  path: readonly PropertyKey[],
) => Difference | undefined;

/**
 * Where a value that a session gave first differs from the one that is expected; `undefined` where they are equal.
 *
 * What Cassandra does not tell apart is equal: null, a missing value and an empty collection; a number and what a column
 * of type `float` keeps of it.
 */
export function differenceOf(
  expected: unknown,
  found: unknown,
  path: readonly PropertyKey[] = [],
): Difference | undefined {
  if (expected === found || isNothing(expected) && isNothing(found)) return undefined;
  const kind = kindOf(expected);
  const compare = kind === kindOf(found) ? COMPARES[kind] : undefined;
  if (compare === undefined) return { path, expected, found };
  return compare(expected as never, found as never, path);
}

/** How values are compared that are of the same kind and not the same value. */
const COMPARES: Record<string, Compare> = {
  number: (expected: number, found: number, path) =>
    Object.is(expected, found) || Math.fround(expected) === found
      ? undefined
      : { path, expected, found },
  date: (expected: Date, found: Date, path) =>
    Object.is(expected.getTime(), found.getTime()) ? undefined : { path, expected, found },
  list: compareLists,
  set: (expected: Set<unknown>, found: Set<unknown>, path) =>
    compareEntries([...expected].map(alone), [...found].map(alone), { path, expected, found }),
  map: (expected: Map<unknown, unknown>, found: Map<unknown, unknown>, path) =>
    compareEntries([...expected], [...found], { path, expected, found }),
  object: compareObjects,
};

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "list";
  if (value instanceof Date) return "date";
  if (value instanceof Set) return "set";
  return value instanceof Map ? "map" : "object";
}

/** Whether Cassandra keeps nothing of a value. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (value instanceof Set || value instanceof Map) return value.size === 0;
  return Array.isArray(value) && value.length === 0;
}

function compareLists(
  expected: readonly unknown[],
  found: readonly unknown[],
  path: readonly PropertyKey[],
): Difference | undefined {
  if (expected.length !== found.length) return { path, expected, found };
  for (let at = 0; at < expected.length; at++) {
    if (expected[at] === found[at]) continue;
    const difference = differenceOf(expected[at], found[at], [...path, at]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function compareObjects(
  expected: Record<string, unknown>,
  found: Record<string, unknown>,
  path: readonly PropertyKey[],
): Difference | undefined {
  for (const name of Object.keys(expected)) {
    if (expected[name] === found[name]) continue;
    const difference = differenceOf(expected[name], found[name], [...path, name]);
    if (difference !== undefined) return difference;
  }
  for (const name of Object.keys(found)) {
    if (Object.hasOwn(expected, name) || isNothing(found[name])) continue;
    return { path: [...path, name], expected: undefined, found: found[name] };
  }
  return undefined;
}

type Entry = readonly [key: unknown, value: unknown];

function alone(value: unknown): Entry {
  return [value, undefined];
}

/** Compares the entries of two sets or maps, in any order: what is equal need not be the same object. */
function compareEntries(
  expected: readonly Entry[],
  found: readonly Entry[],
  whole: Difference,
): Difference | undefined {
  if (expected.length !== found.length) return whole;
  const left = new Set(found);
  const areEqual = expected.every(([key, value], at) => {
    const isSame = (entry: Entry | undefined) =>
      entry !== undefined && left.has(entry) && differenceOf(key, entry[0]) === undefined &&
      differenceOf(value, entry[1]) === undefined;
    // Most are in the order in which Cassandra keeps them.
    const entry = isSame(found[at]) ? found[at] : [...left].find(isSame);
    return entry !== undefined && left.delete(entry);
  });
  return areEqual ? undefined : whole;
}
