import { type CqlType, formatCqlType, withoutFrozen } from "../scenario/schema/cql_type.ts";

/** What the values of each type are in TypeScript. */
const FORMS: Readonly<Record<string, string>> = {
  ascii: "a string of ASCII",
  bigint: "a bigint of 64 bits, such as 5n",
  blob: "a Uint8Array",
  boolean: "true or false",
  counter: "a bigint of 64 bits, such as 5n",
  date: 'a string such as "2026-11-22"',
  decimal: 'a string such as "12.50"',
  double: "a number",
  duration: 'a string such as "1mo2d3h"',
  float: "a number that 32 bits can hold",
  inet: 'a string such as "10.0.0.1"',
  int: "an integer of 32 bits",
  list: "an array",
  map: "a Map",
  set: "a Set",
  smallint: "an integer of 16 bits",
  text: "a string without halves of characters",
  time: 'a string such as "08:30:00.123"',
  timestamp: "a valid Date",
  timeuuid: "the string of a version 1 UUID",
  tinyint: "an integer of 8 bits",
  udt: "an object of its fields",
  uuid: "the string of a UUID",
  varint: "a bigint, such as 5n",
};

/** Refuses what is no value of a type. */
export function refuse(value: unknown, type: CqlType): never {
  const size = type.dimension ?? type.of.length;
  const form = FORMS[type.name] ?? `an array of ${size}`;
  throw new TypeError(`${show(value)} is no ${formatCqlType(type)}, which is ${form}`);
}

/** Refuses an element of a collection that is null or undefined, of which Cassandra stores none. */
export function refuseNull(element: unknown, type: CqlType): never {
  throw new TypeError(
    `${element} is no ${formatCqlType(type)}, and a collection holds nothing else`,
  );
}

function show(value: unknown): string {
  const options = { strAbbreviateSize: 100, iterableLimit: 5, depth: 2, breakLength: Infinity };
  return Deno.inspect(value, { ...options, compact: true, getters: false }).replace(/\s+/g, " ");
}

/** The error of a value that was refused, with its column. */
export function columnError(error: unknown, { name, type }: Column): unknown {
  if (!(error instanceof TypeError)) return error;
  // Servers call the parts of an element so: "value(tags)".
  const column = name.replace(/^(?:idx|key|value)\((.+)\)$/s, "$1");
  const where = `column "${column}" (${formatCqlType(withoutFrozen(type))})`;
  return new TypeError(`Cannot send a value of ${where}: ${error.message}`);
}

interface Column {
  readonly name: string;
  readonly type: CqlType;
}

/**
 * Refuses a row that lacks a value of a statement and has one that the statement does not send: where columns may be
 * missing, a wrong name would otherwise be lost without a word.
 *
 * @throws {TypeError} naming it
 */
export function refuseOtherNames(columns: readonly string[], row: object): void {
  const other = Object.keys(row).find((name) => !columns.includes(name));
  if (other === undefined) return;
  throw new TypeError(
    `Cannot send a value of "${other}" as the statement has none: it has ${columns.join(", ")}`,
  );
}
