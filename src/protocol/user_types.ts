import type { CqlType } from "../scenario/schema/cql_type.ts";
import type { BodyReader } from "./reader.ts";
import type { FrameWriter } from "./writer.ts";

type Write = (writer: FrameWriter, value: unknown) => void;

/** Makes the function that reads values of a user type as plain objects; each of `readers` reads a field with its length. */
export function userTypeReader(
  { fields = [] }: CqlType,
  readers: readonly ((reader: BodyReader) => unknown)[],
): (reader: BodyReader, size: number) => unknown {
  return (reader, size) => {
    const end = reader.at + size;
    const value: Record<string, unknown> = {};
    for (let at = 0; at < fields.length; at++) {
      // A value that was written before its type grew ends early.
      value[fields[at]!] = reader.at < end ? readers[at]!(reader) : null;
    }
    // The type can have grown since it was described.
    if (reader.at < end) reader.skip(end - reader.at);
    return value;
  };
}

/**
 * Makes the function that writes plain objects as values of a user type; each of `writers` writes a field. `refuse` refuses
 * what is no value of the type.
 */
export function userTypeWriter(
  { fields = [] }: CqlType,
  writers: readonly Write[],
  refuse: (value: unknown) => never,
): Write {
  const known = new Set(fields);
  return (writer, value) => {
    if (!hasOnly(value, known)) refuse(value);
    const start = writer.beginValue();
    for (let at = 0; at < fields.length; at++) {
      const field = Object.hasOwn(value, fields[at]!) ? value[fields[at]!] : undefined;
      if (field === null || field === undefined) writer.int(-1);
      else writers[at]!(writer, field);
    }
    writer.endValue(start);
  };
}

/** Whether a value is a plain object without other fields than these. */
export function hasOnly(
  value: unknown,
  fields: ReadonlySet<string>,
): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const name in value) if (!fields.has(name)) return false;
  return true;
}
