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
  /** `"2026-11-22"` */
  date: string;
  /** `"12.50"`, text, as a number would lose digits. */
  decimal: string;
  /** 64 bits, IEEE 754. */
  double: number;
  /** `"1mo2d3h"` */
  duration: string;
  /** 32 bits, IEEE 754: a value is rounded when it is stored. */
  float: number;
  /** `"10.0.0.1"` */
  inet: string;
  /** 32 bits, signed. */
  int: number;
  /** 16 bits, signed. */
  smallint: number;
  /** UTF-8 text. */
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

/** The TypeScript type of a CQL type's values; `never` for what is no CQL type. */
export type CqlValue<T extends string> = T extends keyof NativeTypes ? NativeTypes[T]
  : T extends ` ${infer E}` ? CqlValue<E>
  : T extends `frozen<${infer E}>` ? CqlValue<E>
  : T extends `list<${infer E}>` ? CqlValues<E> extends [infer V] ? V[] : never
  : T extends `set<${infer E}>` ? CqlValues<E> extends [infer V] ? Set<V> : never
  : T extends `map<${infer E}>` ? CqlValues<E> extends [infer K, infer V] ? Map<K, V> : never
  : T extends `tuple<${infer E}>` ? CqlValues<E> extends infer V extends unknown[] ? V : never
  : never;

/**
 * The TypeScript types of a comma-separated list of CQL types; `undefined` when one of them is no CQL type, as `never`
 * would extend any list. When the text before a comma is no type by itself, the comma is inside of `<…>`: then the text up
 * to the next comma is tried.
 */
export type CqlValues<T extends string, Head extends string = ""> = T extends
  `${infer A},${infer Rest}`
  ? [CqlValue<`${Head}${A}`>] extends [never] ? CqlValues<Rest, `${Head}${A},`>
  : CqlValues<Rest> extends infer Others extends unknown[] ? [CqlValue<`${Head}${A}`>, ...Others]
  : undefined
  : [CqlValue<`${Head}${T}`>] extends [never] ? undefined
  : [CqlValue<`${Head}${T}`>];

/** A parsed CQL type: `map<text, frozen<list<int>>>` is a `map` of two. */
export interface CqlType {
  /** `int`, `map`, `frozen`, … */
  name: string;
  /** The types between `<` and `>`; empty for a native type. */
  of: CqlType[];
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

/** Parses a CQL type; `undefined` for what is none. */
export function parseCqlType(text: string): CqlType | undefined {
  const native = text.trim().toLowerCase();
  if (NATIVE.has(native)) return { name: native === "varchar" ? "text" : native, of: [] };
  const [, name = "", inner] = /^(\w+)\s*<(.*)>$/s.exec(native) ?? [];
  if (inner === undefined) return undefined;
  const of = splitTopLevel(inner).map(parseCqlType);
  const fits = name === "tuple" || PARAMETERS[name] === of.length;
  return fits && of.every((part) => part !== undefined) ? { name, of } : undefined;
}

/** The type as Cassandra writes it in `system_schema.columns`. */
export function formatCqlType({ name, of }: CqlType): string {
  return of.length === 0 ? name : `${name}<${of.map(formatCqlType).join(", ")}>`;
}

/** Removes each `frozen` that changes nothing: tuples, and types inside of a frozen one, are frozen anyway. */
export function canonicalType({ name, of }: CqlType): CqlType {
  const [inner] = of;
  if (name === "frozen" && inner?.name === "tuple") return canonicalType(inner);
  const isFrozen = name === "frozen" || name === "tuple";
  return { name, of: of.map(isFrozen ? withoutFrozen : canonicalType) };
}

/** Removes each `frozen`. */
export function withoutFrozen({ name, of }: CqlType): CqlType {
  const [inner] = of;
  return name === "frozen" && inner !== undefined
    ? withoutFrozen(inner)
    : { name, of: of.map(withoutFrozen) };
}

function splitTopLevel(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "<") depth++;
    if (character === ">") depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}
