import {
  type Bytes,
  fromBigInt,
  fromDouble,
  fromFloat,
  fromLong,
  toBigInt,
  toDouble,
} from "../../protocol/bytes.ts";
import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import { comparatorOf } from "../data/compare.ts";
import { native } from "../data/types.ts";
import { invalid, unsupported } from "../errors.ts";

/** Adds up values, one by one, to a result. */
export interface Accumulator {
  add(value: Bytes | null): void;
  result(): Bytes | null;
}

export interface Aggregate {
  returns: CqlType;
  start(): Accumulator;
}

const NAMES = new Set(["count", "min", "max", "sum", "avg"]);

export function isAggregate(name: string): boolean {
  return NAMES.has(name);
}

/** Counts rows, whatever is in them. */
export const COUNT_ROWS: Aggregate = {
  returns: native("bigint"),
  start: () => counter(() => true),
};

/** The aggregate of that name for values of that type. */
export function aggregate(name: string, type: CqlType): Aggregate {
  if (name === "count") {
    return { returns: native("bigint"), start: () => counter((value) => value !== null) };
  }
  if (name === "min") return { returns: type, start: () => extreme(type, -1) };
  if (name === "max") return { returns: type, start: () => extreme(type, 1) };
  if (type.name === "decimal") throw unsupported(`${name} of decimals`);
  const isAverage = name === "avg";
  if (INTEGER_SIZES[type.name] !== undefined) {
    return { returns: type, start: () => integers(type.name, isAverage) };
  }
  if (type.name === "double" || type.name === "float") {
    return { returns: type, start: () => floats(type.name, isAverage) };
  }
  throw invalid(
    `Invalid call to function ${name}, none of its type signatures match (known type: ${
      formatCqlType(type)
    })`,
  );
}

function counter(counts: (value: Bytes | null) => boolean): Accumulator {
  let count = 0;
  return {
    add: (value) => void (count += Number(counts(value))),
    result: () => fromLong(BigInt(count)),
  };
}

function extreme(type: CqlType, sign: 1 | -1): Accumulator {
  const compare = comparatorOf(type);
  let best: Bytes | null = null;
  return {
    add: (value) => {
      if (value !== null && (best === null || compare(value, best) * sign > 0)) best = value;
    },
    result: () => best,
  };
}

const INTEGER_SIZES: Record<string, number> = {
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  counter: 8,
  varint: 0,
};

// Sums overflow, as in Cassandra.
function integers(type: string, isAverage: boolean): Accumulator {
  const size = INTEGER_SIZES[type]!;
  let sum = 0n;
  let count = 0n;
  return {
    add: (value) => {
      if (value === null) return;
      sum += toBigInt(value);
      count++;
    },
    result: () => {
      const value = !isAverage ? sum : count === 0n ? 0n : sum / count;
      return size === 0 ? fromBigInt(value) : fromLong(BigInt.asIntN(64, value)).slice(8 - size);
    },
  };
}

function floats(type: string, isAverage: boolean): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add: (value) => {
      if (value === null) return;
      sum += toDouble(value);
      count++;
    },
    result: () => {
      const value = isAverage && count > 0 ? sum / count : sum;
      return type === "float" ? fromFloat(value) : fromDouble(value);
    },
  };
}
