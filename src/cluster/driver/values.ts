import cassandra from "cassandra-driver";
import { Buffer } from "node:buffer";
import { type CqlType, parseCqlType } from "../../scenario/cql_type.ts";

const { BigDecimal, dataTypes, Duration, Tuple } = cassandra.types;

/** Turns a value of the scenario into the driver's, or back. */
export type Convert = (value: unknown) => unknown;

/** A type as the driver describes it with a result. */
export interface DriverType {
  code: number;
  info?: unknown;
}

/** What makes a scenario's value of this type one that the driver takes; `undefined` where it takes it as it is. */
export function encoderFor({ name, of }: CqlType): Convert | undefined {
  if (name === "blob") return (value) => asBuffer(value as Uint8Array);
  if (name === "duration") return (value) => Duration.fromString(value as string);
  if (name === "tuple") {
    const encode = convertEach(of.map(encoderFor));
    return (value) => new Tuple(...encode(value as unknown[]));
  }
  return convertParts(name, of.map(encoderFor));
}

/** What makes the driver's value of this type one of the scenario's; `undefined` where it is one already. */
export function decoderFor({ name, of }: CqlType): Convert | undefined {
  if (name === "blob") return (value) => new Uint8Array(value as Buffer);
  if (name === "decimal") return (value) => decimalText(value as cassandra.types.BigDecimal);
  if (SPELLED_OUT.has(name)) return String;
  if (name === "tuple") {
    const decode = convertEach(of.map(decoderFor));
    return (value) => decode((value as cassandra.types.Tuple).values());
  }
  return convertParts(name, of.map(decoderFor));
}

/** An empty collection, which Cassandra keeps as null; `undefined` for other types. */
export function emptyValue(type: CqlType): (() => unknown) | undefined {
  const [inner] = type.of;
  if (type.name === "frozen" && inner !== undefined) return emptyValue(inner);
  return EMPTY[type.name];
}

/** The CQL type behind a result column's. */
export function fromDriverType({ code, info }: DriverType): CqlType {
  const name = NAMES[code] ?? "blob";
  if (name === "custom") return parseCqlType(info === DURATION ? "duration" : "blob") as CqlType;
  const inner = info === null || info === undefined ? [] : [info].flat() as DriverType[];
  return { name, of: inner.map(fromDriverType) };
}

const SPELLED_OUT = new Set(["uuid", "timeuuid", "inet", "date", "time", "duration"]);

const EMPTY: Record<string, () => unknown> = {
  list: () => [],
  set: () => new Set(),
  map: () => new Map(),
};

const DURATION = "org.apache.cassandra.db.marshal.DurationType";
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

function convertEach(convert: (Convert | undefined)[]): (values: unknown[]) => unknown[] {
  return (values) =>
    values.map((value, at) => value === null ? null : (convert[at] ?? same)(value));
}

function same(value: unknown): unknown {
  return value;
}

// The driver's own text drops the zeros of a negative scale: it says 15 for 15E+2.
function decimalText(value: cassandra.types.BigDecimal): string {
  const scale = BigDecimal.toBuffer(value).readInt32BE(0);
  const text = value.toString();
  return scale >= 0 ? text : text.replace(/\.$/, "") + "0".repeat(-scale);
}

/** The same bytes as the driver's kind of bytes. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
