import { type CqlType, withoutFrozen } from "../scenario/schema/cql_type.ts";
import { fromBigInt } from "./bytes.ts";
import {
  FROM_TEXT,
  IS_VALUE,
  isBlob,
  isFloat,
  isInteger,
  isLong,
  millisOf,
} from "./native_values.ts";
import { refuse, refuseNull } from "./refusals.ts";
import { userTypeWriter } from "./user_types.ts";
import { UUID_SIZE, versionOf } from "./uuids.ts";
import { vectorWriter } from "./vectors.ts";
import type { FrameWriter } from "./writer.ts";

/**
 * Writes a value of a type, with its length; throws a TypeError for what is no value of the type. It never gets null or
 * undefined.
 */
export type WriteValue = (writer: FrameWriter, value: unknown) => void;

/** Makes the function that writes values of a type. */
export function valueWriter(type: CqlType): WriteValue {
  return plainWriter(withoutFrozen(type));
}

function plainWriter(type: CqlType): WriteValue {
  const { name, of: [first, second] } = type;
  if (name === "list" && first) return listWriter(type, first);
  if (name === "set" && first) return setWriter(type, first);
  if (name === "map" && first && second) return mapWriter(type, first, second);
  if (name === "tuple") return tupleWriter(type);
  const refuseOther = (value: unknown) => refuse(value, type);
  if (name === "udt") return userTypeWriter(type, type.of.map(valueWriter), refuseOther);
  if (name === "vector" && first) return vectorWriter(type, elementWriter(first), refuseOther);
  const read = FROM_TEXT[name];
  if (read === undefined) return (NATIVE[name] ?? NATIVE.blob!)(type);
  return (writer, value) => {
    writer.value((typeof value === "string" ? read(value) : undefined) ?? refuse(value, type));
  };
}

function uuidWriter(type: CqlType): WriteValue {
  const hasVersion = versionOf(type.name);
  return (writer, value) => {
    writer.int(UUID_SIZE);
    const isOne = typeof value === "string" && writer.uuid(value);
    if (!isOne || !hasVersion(value)) refuse(value, type);
  };
}

function integerWriter(bits: 8 | 16 | 32): (type: CqlType) => WriteValue {
  const limit = 2 ** (bits - 1);
  return (type) => (writer, value) => {
    if (!isInteger(value, limit)) refuse(value, type);
    writer.int(bits / 8);
    if (bits === 32) writer.int(value);
    else if (bits === 16) writer.short(value);
    else writer.byte(value);
  };
}

const long = (type: CqlType): WriteValue => (writer, value) => {
  if (!isLong(value)) refuse(value, type);
  writer.int(8);
  writer.bigint(value);
};

const NATIVE: Readonly<Record<string, (type: CqlType) => WriteValue>> = {
  ascii: (type) => (writer, value) => {
    if (!IS_VALUE.ascii!(value)) refuse(value, type);
    writer.longString(value as string);
  },
  text: (type) => (writer, value) => {
    if (typeof value !== "string" || !writer.longString(value)) refuse(value, type);
  },
  uuid: uuidWriter,
  timeuuid: uuidWriter,
  tinyint: integerWriter(8),
  smallint: integerWriter(16),
  int: integerWriter(32),
  bigint: long,
  counter: long,
  blob: (type) => (writer, value) => {
    if (!isBlob(value)) refuse(value, type);
    writer.int(value.length);
    writer.bytes(value);
  },
  boolean: (type) => (writer, value) => {
    if (typeof value !== "boolean") refuse(value, type);
    writer.int(1);
    writer.byte(Number(value));
  },
  float: (type) => (writer, value) => {
    if (!isFloat(value)) refuse(value, type);
    writer.int(4);
    writer.float(value);
  },
  double: (type) => (writer, value) => {
    if (typeof value !== "number") refuse(value, type);
    writer.int(8);
    writer.double(value);
  },
  timestamp: (type) => (writer, value) => {
    const millis = millisOf(value) ?? refuse(value, type);
    writer.int(8);
    writer.long(millis);
  },
  varint: (type) => (writer, value) => {
    if (typeof value !== "bigint") refuse(value, type);
    writer.value(fromBigInt(value));
  },
};

function listWriter(type: CqlType, element: CqlType): WriteValue {
  const write = elementWriter(element);
  return (writer, value) => {
    if (!Array.isArray(value)) refuse(value, type);
    writeElements(writer, value, value.length, write);
  };
}

function setWriter(type: CqlType, element: CqlType): WriteValue {
  const write = elementWriter(element);
  return (writer, value) => {
    if (!(value instanceof Set)) refuse(value, type);
    writeElements(writer, value, value.size, write);
  };
}

function writeElements(
  writer: FrameWriter,
  elements: Iterable<unknown>,
  count: number,
  write: WriteValue,
): void {
  const start = writer.beginValue();
  writer.int(count);
  for (const element of elements) write(writer, element);
  writer.endValue(start);
}

function mapWriter(type: CqlType, keyType: CqlType, itemType: CqlType): WriteValue {
  const writeKey = elementWriter(keyType);
  const writeItem = elementWriter(itemType);
  return (writer, value) => {
    if (!(value instanceof Map)) refuse(value, type);
    const start = writer.beginValue();
    writer.int(value.size);
    for (const [key, item] of value) {
      writeKey(writer, key);
      writeItem(writer, item);
    }
    writer.endValue(start);
  };
}

function elementWriter(type: CqlType): WriteValue {
  const write = plainWriter(type);
  return (writer, element) => {
    if (element === null || element === undefined) refuseNull(element, type);
    write(writer, element);
  };
}

function tupleWriter(type: CqlType): WriteValue {
  const writers = type.of.map(plainWriter);
  return (writer, value) => {
    if (!Array.isArray(value) || value.length !== writers.length) refuse(value, type);
    const start = writer.beginValue();
    for (let at = 0; at < writers.length; at++) {
      const field = value[at];
      if (field === null || field === undefined) writer.int(-1);
      else writers[at]!(writer, field);
    }
    writer.endValue(start);
  };
}
