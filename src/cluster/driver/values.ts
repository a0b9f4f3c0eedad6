import cassandra from "cassandra-driver";
import { Buffer } from "node:buffer";
import { typeOfClass } from "../../protocol/type_classes.ts";
import { type CqlType, formatCqlType } from "../../scenario/cql_type.ts";
import {
  fromDriverUserType,
  userTypeDecoder,
  userTypeEncoder,
  vectorDecoder,
  vectorEncoder,
} from "./user_values.ts";

const { BigDecimal, dataTypes, Duration, Tuple } = cassandra.types;

/** Turns a value of the scenario into one of the driver, or back. */
export type Convert = (value: unknown) => unknown;

/** A type as the driver describes it in a result. */
export interface DriverType {
  code: number;
  info?: unknown;
}

/** The function that makes a value for the driver from a scenario's; `undefined` where the driver takes it as it is. */
export function encoderFor(type: CqlType): Convert | undefined {
  const { name, of } = type;
  if (name === "blob") return (value) => asBuffer(value as Uint8Array);
  if (name === "duration") return (value) => Duration.fromString(value as string);
  if (name === "tuple") {
    const encode = convertEach(of.map(encoderFor));
    return (value) => new Tuple(...encode(value as unknown[]));
  }
  const encoder = (part: CqlType) => encoderFor(part) ?? same;
  if (name === "udt") return userTypeEncoder(type, of.map(encoder), refuse);
  if (name === "vector") return vectorEncoder(type, encoder(of[0]!), refuse);
  return convertParts(name, of.map(encoderFor));
}

/** The function that makes a scenario's value from the driver's; `undefined` where it is one already. */
export function decoderFor(type: CqlType): Convert | undefined {
  const { name, of } = type;
  if (name === "blob") return (value) => new Uint8Array(value as Buffer);
  if (name === "decimal") return (value) => decimalText(value as cassandra.types.BigDecimal);
  if (SPELLED_OUT.has(name)) return String;
  if (name === "tuple") {
    const decode = convertEach(of.map(decoderFor));
    return (value) => decode((value as cassandra.types.Tuple).values());
  }
  const decoder = (part: CqlType) => decoderFor(part) ?? same;
  if (name === "udt") return userTypeDecoder(type, of.map(decoder));
  if (name === "vector") return vectorDecoder(decoder(of[0]!));
  return convertParts(name, of.map(decoderFor));
}

/** The CQL type that the driver describes. */
export function fromDriverType({ code, info }: DriverType): CqlType {
  const name = NAMES[code] ?? "blob";
  if (name === "custom") return typeOfClass(String(info));
  if (name === "udt") return fromDriverUserType(info, fromDriverType);
  const inner = info === null || info === undefined ? [] : [info].flat() as DriverType[];
  return { name, of: inner.map(fromDriverType) };
}

/** Whether the driver describes the same type. */
export function isSameType(one: DriverType, other: DriverType): boolean {
  return one.code === other.code && isSameInfo(one.info, other.info);
}

// It is a text, a number, or holds types and names.
function isSameInfo(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object") return false;
  if (one === null || other === null) return false;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length &&
    keys.every((key) => isSameInfo((one as Info)[key], (other as Info)[key]));
}

type Info = Readonly<Record<string, unknown>>;

const SPELLED_OUT = new Set(["uuid", "timeuuid", "inet", "date", "time", "duration"]);

const NAMES: Record<number, string> = Object.fromEntries(
  Object.entries(dataTypes).filter(([, code]) => typeof code === "number").map((
    [name, code],
  ) => [code, name === "varchar" ? "text" : name]),
);

function convertParts(name: string, [first, second]: (Convert | undefined)[]): Convert | undefined {
  if (first === undefined && second === undefined) return undefined;
  const one = first ?? same;
  const two = second ?? same;
  if (name === "frozen") return one;
  if (name === "list") return (value) => (value as unknown[]).map(one);
  if (name === "set") return (value) => new Set([...value as Set<unknown>].map(one));
  return (value) => new Map([...value as Map<unknown, unknown>].map(([k, v]) => [one(k), two(v)]));
}

function refuse(value: unknown, type: CqlType): never {
  throw new TypeError(`it must be a ${formatCqlType(type)}: found ${Deno.inspect(value)}`);
}

function convertEach(convert: (Convert | undefined)[]): (values: unknown[]) => unknown[] {
  return (values) =>
    values.map((value, at) => value === null ? null : (convert[at] ?? same)(value));
}

function same(value: unknown): unknown {
  return value;
}

// The driver's own text lacks the zeros of a negative scale: it is 15 for 15E+2.
function decimalText(value: cassandra.types.BigDecimal): string {
  const scale = BigDecimal.toBuffer(value).readInt32BE(0);
  const text = value.toString();
  return scale >= 0 ? text : text.replace(/\.$/, "") + "0".repeat(-scale);
}

/** The same memory as a `Buffer`, which the driver needs. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
