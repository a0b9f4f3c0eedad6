import type { CqlType } from "../scenario/schema/cql_type.ts";
import { ProtocolError } from "./frame.ts";
import type { BodyReader } from "./reader.ts";
import { classOfType, typeOfClass } from "./type_classes.ts";
import type { FrameWriter } from "./writer.ts";

/** The code of a type that is named by its Java class instead. */
const CUSTOM_CODE = 0x00;

/** The codes of the native types. */
export const NATIVE_CODES: ReadonlyMap<string, number> = new Map([
  ["ascii", 0x01],
  ["bigint", 0x02],
  ["blob", 0x03],
  ["boolean", 0x04],
  ["counter", 0x05],
  ["decimal", 0x06],
  ["double", 0x07],
  ["float", 0x08],
  ["int", 0x09],
  ["timestamp", 0x0b],
  ["uuid", 0x0c],
  ["text", 0x0d],
  ["varint", 0x0e],
  ["timeuuid", 0x0f],
  ["inet", 0x10],
  ["date", 0x11],
  ["time", 0x12],
  ["smallint", 0x13],
  ["tinyint", 0x14],
  ["duration", CUSTOM_CODE],
]);

const COMPOSITE_CODES: Readonly<Record<string, number>> = {
  list: 0x20,
  map: 0x21,
  set: 0x22,
  tuple: 0x31,
  udt: 0x30,
};

/** Writes a type as the metadata of results and bind markers have it. The protocol does not tell frozen types apart. */
export function writeType(writer: FrameWriter, type: CqlType): void {
  const { name, of, keyspace = "", userType = "", fields = [] } = type;
  if (name === "frozen") return writeType(writer, of[0]!);
  if (name === "duration" || name === "vector") {
    writer.short(CUSTOM_CODE);
    return writer.string(classOfType(type));
  }
  writer.short(COMPOSITE_CODES[name] ?? NATIVE_CODES.get(name)!);
  if (name === "udt") {
    writer.string(keyspace);
    writer.string(userType);
  }
  if (name === "tuple" || name === "udt") writer.short(of.length);
  for (const [at, part] of of.entries()) {
    if (name === "udt") writer.string(fields[at]!);
    writeType(writer, part);
  }
}

const NATIVE_NAMES = new Map([...NATIVE_CODES].map(([name, code]) => [code, name]));
const COMPOSITE_NAMES = new Map(
  Object.entries(COMPOSITE_CODES).map(([name, code]) => [code, name]),
);
const VARCHAR_CODE = 0x0a;

/** Reads a type as {@linkcode writeType} writes it. What has no name of its own here is read as its bytes, a blob. */
export function readType(reader: BodyReader): CqlType {
  const code = reader.short();
  if (code === CUSTOM_CODE) return typeOfClass(reader.string());
  if (code === VARCHAR_CODE) return { name: "text", of: [] };
  const name = COMPOSITE_NAMES.get(code) ?? NATIVE_NAMES.get(code);
  if (name === undefined) throw new ProtocolError(`An unknown type (${code})`);
  if (name === "udt") return readUserType(reader);
  return { name, of: Array.from({ length: partsOf(name, reader) }, () => readType(reader)) };
}

function partsOf(name: string, reader: BodyReader): number {
  if (name === "tuple") return reader.short();
  return name === "map" ? 2 : name === "list" || name === "set" ? 1 : 0;
}

function readUserType(reader: BodyReader): CqlType {
  const keyspace = reader.string();
  const userType = reader.string();
  const fields: string[] = [];
  const of: CqlType[] = [];
  for (let left = reader.short(); left > 0; left--) {
    fields.push(reader.string());
    of.push(readType(reader));
  }
  return { name: "udt", of, keyspace, userType, fields };
}
