import { type Bytes, isAscii } from "./bytes.ts";
import { durationFromText } from "./durations.ts";
import { dateFromText, decimalFromText, inetFromText, timeFromText } from "./text_values.ts";

// What the values of the native types are, for both clients: nothing else is sent.

/** The bytes of values that are told by a text, by their types; `undefined` for a text that tells none. */
export const FROM_TEXT: Readonly<Record<string, (text: string) => Bytes | undefined>> = {
  date: dateFromText,
  decimal: decimalFromText,
  duration: durationFromText,
  inet: inetFromText,
  time: timeFromText,
};

/** Whether something is a value of a type, for the other native types. */
export const IS_VALUE: Readonly<Record<string, (value: unknown) => boolean>> = {
  ascii: (value) => typeof value === "string" && isAscii(value),
  bigint: isLong,
  blob: isBlob,
  boolean: (value) => typeof value === "boolean",
  counter: isLong,
  double: (value) => typeof value === "number",
  float: isFloat,
  int: (value) => isInteger(value, 2 ** 31),
  smallint: (value) => isInteger(value, 2 ** 15),
  text: isText,
  timestamp: (value) => millisOf(value) !== undefined,
  tinyint: (value) => isInteger(value, 2 ** 7),
  varint: (value) => typeof value === "bigint",
};

export function isBlob(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array;
}

export function isInteger(value: unknown, limit: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= -limit && value < limit;
}

export function isLong(value: unknown): value is bigint {
  return typeof value === "bigint" && BigInt.asIntN(64, value) === value;
}

/** A number is rounded to 32 bits, but none becomes infinite. */
export function isFloat(value: unknown): value is number {
  return typeof value === "number" &&
    (Number.isFinite(Math.fround(value)) || !Number.isFinite(value));
}

/** Half of a character's surrogate pair has no UTF-8. */
function isText(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

/** The furthest instant from 1970 that a Date can hold, in milliseconds. */
const MOST_MILLIS = 8.64e15;

/** The milliseconds of a timestamp: of a Date, or as a number; `undefined` for what is none. */
export function millisOf(value: unknown): number | undefined {
  const millis = value instanceof Date ? value.getTime() : value;
  return isInteger(millis, MOST_MILLIS) || millis === MOST_MILLIS ? millis as number : undefined;
}
