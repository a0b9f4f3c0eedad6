import type { CqlType } from "../scenario/schema/cql_type.ts";
import { IS_VALUE } from "./native_values.ts";
import type { BodyReader } from "./reader.ts";
import type { FrameWriter } from "./writer.ts";

type ReadElement = (reader: BodyReader, size: number) => unknown;
type Write = (writer: FrameWriter, value: unknown) => void;

/** The bytes of types whose values all have the same number of them, as far as vectors are concerned. */
const FIXED_SIZES: Readonly<Record<string, number>> = {
  bigint: 8,
  boolean: 1,
  double: 8,
  float: 4,
  int: 4,
  timestamp: 8,
  timeuuid: 16,
  uuid: 16,
};

/** How many bytes each element of a vector has; `undefined` where each says its own length. */
export function fixedSize({ name, of: [inner], dimension }: CqlType): number | undefined {
  if (dimension === undefined || inner === undefined) return FIXED_SIZES[name];
  const size = fixedSize(inner);
  return size && size * dimension;
}

/** Makes the function that reads vectors; `read` reads an element. */
export function vectorReader(
  { of: [element], dimension = 0 }: CqlType,
  read: ReadElement,
): ReadElement {
  const fixed = fixedSize(element!);
  return (reader) => {
    const elements: unknown[] = [];
    for (let at = 0; at < dimension; at++) {
      elements.push(read(reader, fixed ?? reader.vectorLength()));
    }
    return elements;
  };
}

/** Writes elements that embeddings are made of without their lengths, which is several times as fast. */
const NUMBERS: Readonly<Record<string, (writer: FrameWriter, value: never) => void>> = {
  bigint: (writer, value) => writer.bigint(value),
  double: (writer, value) => writer.double(value),
  float: (writer, value) => writer.float(value),
  int: (writer, value) => writer.int(value),
};

/**
 * Makes the function that writes vectors; `write` writes an element and refuses null, `refuse` refuses what is no vector of
 * the type.
 */
export function vectorWriter(
  { of: [element], dimension = 0 }: CqlType,
  write: Write,
  refuse: (value: unknown) => never,
): Write {
  const isFixed = fixedSize(element!) !== undefined;
  const writeNumber = NUMBERS[element!.name];
  if (writeNumber !== undefined) {
    const isNumber = IS_VALUE[element!.name]!;
    return (writer, value) => {
      if (!isVector(value) || value.length !== dimension) refuse(value);
      const start = writer.beginValue();
      for (let at = 0; at < dimension; at++) {
        const item = value[at];
        // An element's own writer says what is wrong with it.
        if (isNumber(item)) writeNumber(writer, item as never);
        else write(writer, item);
      }
      writer.endValue(start);
    };
  }
  return (writer, value) => {
    if (!isVector(value) || value.length !== dimension) refuse(value);
    const start = writer.beginValue();
    for (let at = 0; at < dimension; at++) {
      const begin = writer.length;
      write(writer, value[at]);
      writer.toVectorElement(begin, isFixed);
    }
    writer.endValue(start);
  };
}

/** Whether a value is an array, or a typed one. */
export function isVector(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
