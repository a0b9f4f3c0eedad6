import {
  type Bytes,
  toBigInt,
  toDouble,
  toElements,
  toInt,
  toParts,
} from "../../protocol/bytes.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import { splitVector } from "./vectors.ts";

/** Compares two values of one type in Cassandra's order for clustering columns and for the keys of sets and maps. */
export type Comparator = (a: Bytes, b: Bytes) => number;

/** The comparator of a type. Empty values come first. */
export function comparatorOf(type: CqlType): Comparator {
  switch (type.name) {
    case "tinyint":
    case "smallint":
    case "int":
    case "bigint":
    case "counter":
    case "time":
    case "timestamp":
      return compareSigned;
    case "float":
    case "double":
      return compareFloating;
    case "varint":
      return compareVarints;
    case "decimal":
      return compareDecimals;
    case "uuid":
      return compareUuids;
    case "timeuuid":
      return compareTimeUuids;
    case "frozen":
      return comparatorOf(type.of[0]!);
    case "list":
    case "set":
    case "map":
      return collectionComparator(type.of.map(comparatorOf));
    case "tuple":
      return tupleComparator(type.of.map(comparatorOf));
    case "udt":
      return userTypeComparator(type);
    case "vector":
      return vectorComparator(type);
    default:
      return compareBytes;
  }
}

export function compareBytes(a: Bytes, b: Bytes): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Both are two's complement of the same length, so only the first byte has a sign.
function compareSigned(a: Bytes, b: Bytes): number {
  if (a === "" || b === "") return a.length - b.length;
  return (a.charCodeAt(0) ^ 0x80) - (b.charCodeAt(0) ^ 0x80) || compareBytes(a, b);
}

// The order of Java's Double.compare: NaN is the largest, and -0 is less than 0.
function compareFloating(a: Bytes, b: Bytes): number {
  if (a === "" || b === "") return a.length - b.length;
  const x = toDouble(a);
  const y = toDouble(b);
  if (x < y) return -1;
  if (x > y) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return Number(Object.is(y, -0)) - Number(Object.is(x, -0));
}

function compareVarints(a: Bytes, b: Bytes): number {
  if (a === "" || b === "") return a.length - b.length;
  return Number(toBigInt(a) - toBigInt(b));
}

function compareDecimals(a: Bytes, b: Bytes): number {
  if (a === "" || b === "") return a.length - b.length;
  const scale = Math.max(toInt(a), toInt(b));
  return Number(unscaled(a, scale) - unscaled(b, scale));
}

function unscaled(decimal: Bytes, scale: number): bigint {
  return toBigInt(decimal.slice(4)) * 10n ** BigInt(scale - toInt(decimal));
}

/** The time in a version 1 UUID, most significant bytes first. */
function uuidTime(uuid: Bytes): Bytes {
  return uuid.slice(6, 8) + uuid.slice(4, 6) + uuid.slice(0, 4);
}

function compareUuids(a: Bytes, b: Bytes): number {
  if (a === "" || b === "") return a.length - b.length;
  const version = a.charCodeAt(6) >>> 4;
  return version - (b.charCodeAt(6) >>> 4) ||
    (version === 1 ? compareBytes(uuidTime(a), uuidTime(b)) : 0) || compareBytes(a, b);
}

// Cassandra compares the last eight bytes as signed ones.
function compareTimeUuids(a: Bytes, b: Bytes): number {
  if (a === "" || b === "") return a.length - b.length;
  const byTime = compareBytes(uuidTime(a), uuidTime(b));
  for (let i = 8; byTime === 0 && i < 16; i++) {
    const difference = (a.charCodeAt(i) ^ 0x80) - (b.charCodeAt(i) ^ 0x80);
    if (difference !== 0) return difference;
  }
  return byTime;
}

function collectionComparator(comparators: Comparator[]): Comparator {
  return (a, b) => compareEach(toElements(a), toElements(b), comparators);
}

function tupleComparator(comparators: Comparator[]): Comparator {
  return (a, b) => compareEach(toParts(a), toParts(b), comparators);
}

// The type can grow, and values that were written before lack the new fields, which are null.
function userTypeComparator(type: CqlType): Comparator {
  let comparators: Comparator[] = [];
  return (a, b) => {
    if (comparators.length < type.of.length) comparators = type.of.map(comparatorOf);
    const fieldsOf = (bytes: Bytes) => {
      const parts = toParts(bytes);
      return comparators.map((_, at) => parts[at] ?? null);
    };
    return compareEach(fieldsOf(a), fieldsOf(b), comparators);
  };
}

function vectorComparator(type: CqlType): Comparator {
  const comparators = [comparatorOf(type.of[0]!)];
  return (a, b) => {
    if (a === "" || b === "") return a.length - b.length;
    return compareEach(splitVector(type, a), splitVector(type, b), comparators);
  };
}

function compareEach(a: (Bytes | null)[], b: (Bytes | null)[], by: Comparator[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i]!;
    const y = b[i]!;
    const difference = x === null || y === null
      ? Number(x !== null) - Number(y !== null)
      : by[i % by.length]!(x, y);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
