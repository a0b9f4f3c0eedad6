import type { CqlType } from "../scenario/schema/cql_type.ts";
import { toBigInt } from "./bytes.ts";
import { ProtocolError } from "./frame.ts";
import { durationText } from "./durations.ts";
import type { BodyReader } from "./reader.ts";
import { userTypeReader } from "./user_types.ts";
import { dateText, decimalText, inetText, instant, timeText } from "./value_texts.ts";
import { fixedSize, vectorReader } from "./vectors.ts";

/** Reads a value of so many bytes, as a scenario gets it. */
export type ReadValue = (reader: BodyReader, size: number) => unknown;

/** Makes the function that reads a column's values, with their lengths; `null` where there is none. */
export function valueReader(type: CqlType): (reader: BodyReader) => unknown {
  return partReader(type, emptyValue(type));
}

/** Makes the function that reads values of a type inside of another one, where an empty collection is not null. */
function partReader(type: CqlType, empty: () => unknown = none): (reader: BodyReader) => unknown {
  const read = contentReader(type);
  const hasEmpty = ["ascii", "text", "blob"].includes(type.name);
  return (reader) => {
    const size = reader.int();
    if (size < 0) return empty();
    // Cassandra takes a value of no bytes for most types, which is none of their values.
    return size === 0 && !hasEmpty ? empty() : readExactly(reader, size, read);
  };
}

function none(): null {
  return null;
}

/** The function that makes an empty collection, which Cassandra stores as null; `undefined` for other types. */
export function emptyValue({ name, of: [inner] }: CqlType): (() => unknown) | undefined {
  return name === "frozen" && inner !== undefined ? emptyValue(inner) : EMPTY[name];
}

const EMPTY: Readonly<Record<string, () => unknown>> = {
  list: () => [],
  set: () => new Set(),
  map: () => new Map(),
};

function readExactly(reader: BodyReader, size: number, read: ReadValue): unknown {
  const { at } = reader;
  const value = read(reader, size);
  if (reader.at !== at + size) throw new ProtocolError(`A value has a wrong length: ${size}`);
  return value;
}

function contentReader(type: CqlType): ReadValue {
  const { name, of: [first, second] } = type;
  if (name === "frozen" && first) return contentReader(first);
  if (name === "list" && first) return listReader(first);
  if (name === "set" && first) {
    const read = listReader(first);
    return (reader, size) => new Set(read(reader, size) as unknown[]);
  }
  if (name === "map" && first && second) return mapReader(first, second);
  if (name === "tuple") return tupleReader(type.of);
  if (name === "udt") return userTypeReader(type, type.of.map((field) => partReader(field)));
  if (name === "vector" && first) return vectorReader(type, elementReader(first));
  return NATIVE[name] ?? NATIVE.blob!;
}

/** Reads an element of a vector, whose length is known. */
function elementReader(type: CqlType): ReadValue {
  const read = contentReader(type);
  // Of these, each value has the same length.
  if (type.of.length === 0 && fixedSize(type) !== undefined) return read;
  return (reader, size) => readExactly(reader, size, read);
}

const uuid: ReadValue = (reader) => reader.uuid();
const text: ReadValue = (reader, size) => reader.text(size);
const long: ReadValue = (reader) => reader.bigint();

const NATIVE: Readonly<Record<string, ReadValue>> = {
  ascii: text,
  text,
  uuid,
  timeuuid: uuid,
  tinyint: (reader) => reader.byte() << 24 >> 24,
  smallint: (reader) => reader.short() << 16 >> 16,
  int: (reader) => reader.int(),
  bigint: long,
  counter: long,
  blob: (reader, size) => reader.bytes(size),
  boolean: (reader) => reader.byte() !== 0,
  float: (reader) => reader.float(),
  double: (reader) => reader.double(),
  timestamp: (reader) => instant(reader.long()),
  varint: (reader, size) => toBigInt(reader.binary(size)),
  date: (reader) => dateText(reader.int()),
  time: (reader) => timeText(reader.bigint()),
  decimal: (reader, size) => decimalText(reader.int(), toBigInt(reader.binary(size - 4))),
  duration: (reader, size) => durationText(reader.binary(size)),
  inet: (reader, size) => inetText(reader.bytes(size)),
};

function listReader(type: CqlType): ReadValue {
  const read = partReader(type);
  return (reader) => {
    const elements: unknown[] = [];
    for (let left = reader.count(4); left > 0; left--) elements.push(read(reader));
    return elements;
  };
}

function mapReader(keyType: CqlType, itemType: CqlType): ReadValue {
  const readKey = partReader(keyType);
  const readItem = partReader(itemType);
  return (reader) => {
    const map = new Map<unknown, unknown>();
    for (let left = reader.count(8); left > 0; left--) map.set(readKey(reader), readItem(reader));
    return map;
  };
}

function tupleReader(types: readonly CqlType[]): ReadValue {
  const readers = types.map((type) => partReader(type));
  return (reader, size) => {
    const end = reader.at + size;
    // A tuple that was written before its type grew ends early.
    return readers.map((read) => reader.at < end ? read(reader) : null);
  };
}
