import { type CqlType, formatCqlType } from "../scenario/cql_type.ts";
import { type Bytes, fromBigInt } from "./bytes.ts";
import {
  dateFromText,
  decimalFromText,
  durationFromText,
  inetFromText,
  timeFromText,
} from "./text_values.ts";
import { userTypeWriter } from "./user_types.ts";
import { vectorWriter } from "./vectors.ts";
import type { FrameWriter } from "./writer.ts";

/**
 * Writes a value of a type, with its length; throws a TypeError for what is no value of the type. It never gets null or
 * undefined.
 */
export type WriteValue = (writer: FrameWriter, value: unknown) => void;

/** Makes the function that writes values of a type. */
export function valueWriter(type: CqlType): WriteValue {
  const { name, of: [first, second] } = type;
  if (name === "frozen" && first) return valueWriter(first);
  if (name === "list" && first) return listWriter(type, valueWriter(first));
  if (name === "set" && first) return setWriter(type, valueWriter(first));
  if (name === "map" && first && second) {
    return mapWriter(type, valueWriter(first), valueWriter(second));
  }
  if (name === "tuple") return tupleWriter(type);
  const refuseOther = (value: unknown) => refuse(value, formatCqlType(type));
  if (name === "udt") return userTypeWriter(type, type.of.map(valueWriter), refuseOther);
  if (name === "vector" && first) return vectorWriter(type, valueWriter(first), refuseOther);
  return NATIVE[name] ?? NATIVE.blob!;
}

/** Where the pairs of digits of a UUID are in its text. */
const UUID_PLACES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);

const uuid = (name: string): WriteValue => (writer, value) => {
  const isLong = typeof value === "string" && value.length === 36;
  writer.int(16);
  if (isLong && writer.hex(value, UUID_PLACES) && hasDashes(value)) return;
  refuse(value, name);
};

function hasDashes(text: string): boolean {
  return text[8] === "-" && text[13] === "-" && text[18] === "-" && text[23] === "-";
}

const text = (name: string): WriteValue => (writer, value) => {
  if (typeof value !== "string") refuse(value, name);
  writer.longString(value);
};

const integer = (name: string, bits: 8 | 16 | 32): WriteValue => {
  const limit = 2 ** (bits - 1);
  return (writer, value) => {
    const isOne = typeof value === "number" && Number.isInteger(value);
    if (!isOne || value < -limit || value >= limit) refuse(value, name);
    writer.int(bits / 8);
    if (bits === 32) writer.int(value);
    else if (bits === 16) writer.short(value);
    else writer.byte(value);
  };
};

const long = (name: string): WriteValue => (writer, value) => {
  if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value) refuse(value, name);
  writer.int(8);
  writer.bigint(value);
};

/** Writes values that are told by a text. */
const spelled =
  (name: string, read: (text: string) => Bytes | undefined): WriteValue => (writer, value) => {
    const bytes = typeof value === "string" ? read(value) : undefined;
    if (bytes === undefined) refuse(value, name);
    writer.value(bytes);
  };

const NATIVE: Readonly<Record<string, WriteValue>> = {
  ascii(writer, value) {
    // deno-lint-ignore no-control-regex -- ASCII begins with them
    if (typeof value !== "string" || !/^[\x00-\x7f]*$/.test(value)) refuse(value, "ascii");
    writer.longString(value);
  },
  text: text("text"),
  uuid: uuid("uuid"),
  timeuuid: uuid("timeuuid"),
  tinyint: integer("tinyint", 8),
  smallint: integer("smallint", 16),
  int: integer("int", 32),
  bigint: long("bigint"),
  counter: long("counter"),
  blob(writer, value) {
    if (!(value instanceof Uint8Array)) refuse(value, "blob");
    writer.int(value.length);
    writer.bytes(value);
  },
  boolean(writer, value) {
    if (typeof value !== "boolean") refuse(value, "boolean");
    writer.int(1);
    writer.byte(Number(value));
  },
  float(writer, value) {
    if (typeof value !== "number") refuse(value, "float");
    writer.int(4);
    writer.float(value);
  },
  double(writer, value) {
    if (typeof value !== "number") refuse(value, "double");
    writer.int(8);
    writer.double(value);
  },
  timestamp(writer, value) {
    const millis = value instanceof Date ? value.getTime() : value;
    if (typeof millis !== "number" || !Number.isInteger(millis)) refuse(value, "timestamp");
    writer.int(8);
    writer.long(millis);
  },
  varint(writer, value) {
    if (typeof value !== "bigint") refuse(value, "varint");
    writer.value(fromBigInt(value));
  },
  date: spelled("date", dateFromText),
  time: spelled("time", timeFromText),
  decimal: spelled("decimal", decimalFromText),
  duration: spelled("duration", durationFromText),
  inet: spelled("inet", inetFromText),
};

function listWriter(type: CqlType, write: WriteValue): WriteValue {
  return (writer, value) => {
    if (!Array.isArray(value)) refuse(value, formatCqlType(type));
    writeElements(writer, value, value.length, write, type);
  };
}

function setWriter(type: CqlType, write: WriteValue): WriteValue {
  return (writer, value) => {
    if (!(value instanceof Set)) refuse(value, formatCqlType(type));
    writeElements(writer, value, value.size, write, type);
  };
}

function writeElements(
  writer: FrameWriter,
  elements: Iterable<unknown>,
  count: number,
  write: WriteValue,
  type: CqlType,
): void {
  const start = writer.beginValue();
  writer.int(count);
  for (const element of elements) writeElement(writer, element, write, type);
  writer.endValue(start);
}

function mapWriter(type: CqlType, writeKey: WriteValue, writeItem: WriteValue): WriteValue {
  return (writer, value) => {
    if (!(value instanceof Map)) refuse(value, formatCqlType(type));
    const start = writer.beginValue();
    writer.int(value.size);
    for (const [key, item] of value) {
      writeElement(writer, key, writeKey, type);
      writeElement(writer, item, writeItem, type);
    }
    writer.endValue(start);
  };
}

function writeElement(
  writer: FrameWriter,
  element: unknown,
  write: WriteValue,
  type: CqlType,
): void {
  if (element === null || element === undefined) {
    throw new TypeError(`an element of a ${formatCqlType(type)} must be a value: found ${element}`);
  }
  write(writer, element);
}

function tupleWriter(type: CqlType): WriteValue {
  const writers = type.of.map(valueWriter);
  return (writer, value) => {
    if (!Array.isArray(value) || value.length > writers.length) refuse(value, formatCqlType(type));
    const start = writer.beginValue();
    value.forEach((field, at) => {
      if (field === null || field === undefined) writer.int(-1);
      else writers[at]!(writer, field);
    });
    writer.endValue(start);
  };
}

function refuse(value: unknown, type: string): never {
  const shown = Deno.inspect(value, { strAbbreviateSize: 100 });
  throw new TypeError(`it must be a ${type}: found ${shown}`);
}
