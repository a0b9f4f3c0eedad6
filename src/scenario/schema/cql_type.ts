import { shownName } from "./names.ts";

/** CQL's native types, and the TypeScript types of their values, the same for writing and reading. */
export interface NativeTypes {
  /** ASCII text. */
  ascii: string;
  /** 64 bits, signed. */
  bigint: bigint;
  /** Bytes. */
  blob: Uint8Array;
  /** True or false. */
  boolean: boolean;
  /** 64 bits; it can only be added to. */
  counter: bigint;
  /** `"2026-11-22"`, `"-0044-03-15"`, `"+10000-01-01"` */
  date: string;
  /** `"12.50"`, also `"1E+3"`: text, as a number would lose digits. */
  decimal: string;
  /** 64 bits, IEEE 754. */
  double: number;
  /** `"1mo2d3h"`, also as ISO 8601 has it; none at all is `"0s"`. */
  duration: string;
  /** 32 bits, IEEE 754: a value is rounded when it is stored, but not to infinity. */
  float: number;
  /** `"10.0.0.1"` */
  inet: string;
  /** 32 bits, signed. */
  int: number;
  /** 16 bits, signed. */
  smallint: number;
  /** UTF-8 text, so that it has no half of a surrogate pair. */
  text: string;
  /** `"08:30:00.000000001"` */
  time: string;
  /** An instant, to the millisecond. */
  timestamp: Date;
  /** A version 1 UUID; they sort by their time. */
  timeuuid: string;
  /** 8 bits, signed. */
  tinyint: number;
  /** `"f47ac10b-58cc-4372-a567-0e02b2c3d479"` */
  uuid: string;
  /** Another name of `text`. */
  varchar: string;
  /** An integer of any size. */
  varint: bigint;
}

/**
 * The TypeScript type of a CQL type's values; `never` for what is no CQL type.
 *
 * @typeParam U the values of the user types that it may name, by their names
 */
export type CqlValue<T extends string, U = NoTypes> = T extends keyof NativeTypes ? NativeTypes[T]
  : T extends keyof U ? U[T]
  : T extends ` ${infer E}` ? CqlValue<E, U>
  : T extends `"${infer Name}"` ? Unquoted<Name> extends infer N extends keyof U ? U[N] : never
  : T extends `frozen<${infer E}>` ? CqlValue<E, U>
  : T extends `list<${infer E}>` ? CqlValues<E, U> extends [infer V] ? V[] : never
  : T extends `set<${infer E}>` ? CqlValues<E, U> extends [infer V] ? Set<V> : never
  : T extends `map<${infer E}>` ? CqlValues<E, U> extends [infer K, infer V] ? Map<K, V> : never
  : T extends `tuple<${infer E}>` ? CqlValues<E, U> extends infer V extends unknown[] ? V : never
  : T extends `vector<${infer E}>` ? VectorValue<E, U>
  : never;

/** No user types. */
export type NoTypes = Record<never, never>;

/** The name inside of quotes, where `""` stands for a quote. */
export type Unquoted<N extends string> = N extends `${infer A}""${infer B}` ? `${A}"${Unquoted<B>}`
  : N;

/**
 * The TypeScript types of a comma-separated list of CQL types; `undefined` when one of them is no CQL type, as `never`
 * would extend any list. When the text before a comma is no type by itself, the comma is inside of `<…>`: then the text up
 * to the next comma is tried.
 */
export type CqlValues<T extends string, U = NoTypes, Head extends string = ""> = T extends
  `${infer A},${infer Rest}`
  ? [CqlValue<`${Head}${A}`, U>] extends [never] ? CqlValues<Rest, U, `${Head}${A},`>
  : CqlValues<Rest, U> extends infer Others extends unknown[]
    ? [CqlValue<`${Head}${A}`, U>, ...Others]
  : undefined
  : [CqlValue<`${Head}${T}`, U>] extends [never] ? undefined
  : [CqlValue<`${Head}${T}`, U>];

/** What a vector of numbers can be given as, beside an array; `never` for one of other values. */
export type TypedArrayOf<E extends string> = E extends "float" ? Float32Array
  : E extends "double" ? Float64Array
  : E extends "int" ? Int32Array
  : E extends "bigint" ? BigInt64Array
  : E extends "smallint" ? Int16Array
  : E extends "tinyint" ? Int8Array
  : never;

/** Any of these arrays. */
export type TypedArray = TypedArrayOf<keyof NativeTypes>;

/** The value of a `vector<element, dimension>`. It cannot grow, so it is no list. */
export type VectorValue<T extends string, U, Head extends string = ""> = T extends
  `${infer A},${infer Rest}`
  ? [CqlValue<`${Head}${A}`, U>] extends [never] ? VectorValue<Rest, U, `${Head}${A},`>
  : Rest extends `${bigint}` | ` ${bigint}`
    ? readonly CqlValue<`${Head}${A}`, U>[] | TypedArrayOf<`${Head}${A}`>
  : never
  : never;

/** A parsed CQL type: `map<text, frozen<list<int>>>` is a `map` of two. */
export interface CqlType {
  /** `int`, `map`, `frozen`, `vector`, …; `udt` for a user type. */
  name: string;
  /** The types between `<` and `>`; of a user type, the types of its fields. Empty for a native type. */
  of: CqlType[];
  /** How many elements a vector has. */
  dimension?: number;
  /** The name of a user type. */
  userType?: string;
  /** The names of a user type's fields, in the order of `of`. */
  fields?: readonly string[];
  /** The keyspace of a user type, where a server describes it. */
  keyspace?: string;
}

const NATIVE: ReadonlySet<string> = new Set<keyof NativeTypes>([
  "ascii",
  "bigint",
  "blob",
  "boolean",
  "counter",
  "date",
  "decimal",
  "double",
  "duration",
  "float",
  "inet",
  "int",
  "smallint",
  "text",
  "time",
  "timestamp",
  "timeuuid",
  "tinyint",
  "uuid",
  "varchar",
  "varint",
]);

const PARAMETERS: Readonly<Record<string, number>> = { frozen: 1, list: 1, set: 1, map: 2 };

/** Finds a user type by its name. */
export type FindUserType = (name: string) => CqlType | undefined;

/** Parses a CQL type; `undefined` for what is none, and where a user type is not found. */
export function parseCqlType(text: string, findUserType?: FindUserType): CqlType | undefined {
  const tokens = text.match(/"(?:[^"]|"")+"|-?\w+|[^\s\w]/g) ?? [];
  let at = 0;
  const accept = (token: string) => tokens[at] === token && ++at > 0;

  function readType(): CqlType | undefined {
    const token = tokens[at++] ?? "";
    if (token.startsWith('"')) return findUserType?.(token.slice(1, -1).replaceAll('""', '"'));
    const name = token.toLowerCase();
    if (!accept("<")) {
      if (NATIVE.has(name)) return { name: name === "varchar" ? "text" : name, of: [] };
      return /^[a-z]/.test(name) ? findUserType?.(token) : undefined;
    }
    const of: (CqlType | undefined)[] = [];
    do of.push(readType()); while (accept(",") && name !== "vector");
    const dimension = name === "vector" ? Number(tokens[at++]) : undefined;
    if (!accept(">") || !of.every((part) => part !== undefined)) return undefined;
    if (dimension !== undefined) {
      return Number.isInteger(dimension) ? { name, of, dimension } : undefined;
    }
    return name === "tuple" || PARAMETERS[name] === of.length ? { name, of } : undefined;
  }

  const type = readType();
  return at === tokens.length ? type : undefined;
}

/** The type as Cassandra writes it in `system_schema.columns`. */
export function formatCqlType(
  { name, of, dimension, userType }: CqlType,
  nameOf: (userType: string) => string = shownName,
): string {
  if (userType !== undefined) return nameOf(userType);
  if (of.length === 0) return name;
  const inner = of.map((type) => formatCqlType(type, nameOf)).join(", ");
  return dimension === undefined ? `${name}<${inner}>` : `${name}<${inner}, ${dimension}>`;
}

/** Removes each `frozen` that changes nothing: tuples, vectors, and types inside of a frozen one, are frozen anyway. */
export function canonicalType(type: CqlType): CqlType {
  const { name, of: [inner] } = type;
  if (name === "udt") return type;
  if (name === "frozen" && (inner?.name === "tuple" || inner?.name === "vector")) {
    return canonicalType(inner);
  }
  const isFrozen = name === "frozen" || name === "tuple" || name === "vector";
  return { ...type, of: type.of.map(isFrozen ? withoutFrozen : canonicalType) };
}

/** Removes each `frozen`. */
export function withoutFrozen(type: CqlType): CqlType {
  const { name, of: [inner] } = type;
  if (name === "udt") return type;
  return name === "frozen" && inner !== undefined
    ? withoutFrozen(inner)
    : { ...type, of: type.of.map(withoutFrozen) };
}
