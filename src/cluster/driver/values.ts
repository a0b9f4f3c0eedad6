import cassandra from "cassandra-driver";
import { Buffer } from "node:buffer";
import { type Bytes, toBigInt } from "../../protocol/bytes.ts";
import { durationText } from "../../protocol/durations.ts";
import { FROM_TEXT, IS_VALUE, isBlob } from "../../protocol/native_values.ts";
import { refuse, refuseNull } from "../../protocol/refusals.ts";
import { typeOfClass } from "../../protocol/type_classes.ts";
import { UUID_SIZE, versionOf, writeUuid } from "../../protocol/uuids.ts";
import { dateText, decimalText, inetText, instant, timeText } from "../../protocol/value_texts.ts";
import { type CqlType, withoutFrozen } from "../../scenario/schema/cql_type.ts";
import {
  fromDriverUserType,
  userTypeDecoder,
  userTypeEncoder,
  vectorDecoder,
  vectorEncoder,
} from "./user_values.ts";

const { BigDecimal, dataTypes, Duration, InetAddress, LocalDate, LocalTime, Tuple, Uuid } =
  cassandra.types;

/** Turns a value of the scenario into one of the driver, or back. */
export type Convert = (value: unknown) => unknown;

/** A type as the driver describes it in a result. */
export interface DriverType {
  code: number;
  info?: unknown;
}

/**
 * Makes the function that makes a value for the driver from a scenario's; it throws a TypeError for what is no value of the
 * type. The driver takes most values as they are, and then some that it would change.
 */
export function encoderFor(type: CqlType): Convert {
  return plainEncoder(withoutFrozen(type));
}

function plainEncoder(type: CqlType): Convert {
  const { name, of } = type;
  if (name === "list" || name === "set") return elementsEncoder(type);
  if (name === "map") {
    const [key, item] = of.map(elementEncoder) as [Convert, Convert];
    return (value) => {
      if (!(value instanceof Map)) refuse(value, type);
      return new Map(Array.from(value, ([k, v]) => [key(k), item(v)]));
    };
  }
  if (name === "tuple") return tupleEncoder(type);
  if (name === "udt") return userTypeEncoder(type, of.map(encoderFor), refuse);
  if (name === "vector") return vectorEncoder(type, elementEncoder(of[0]!), refuse);
  const read = FROM_TEXT[name];
  if (read !== undefined) {
    const make = FROM_BYTES[name]!;
    return (value) => {
      const bytes = (typeof value === "string" ? read(value) : undefined) ?? refuse(value, type);
      return make(Buffer.from(bytes, "latin1"));
    };
  }
  if (name === "blob") return (value) => isBlob(value) ? asBuffer(value) : refuse(value, type);
  if (name === "uuid" || name === "timeuuid") return uuidEncoder(type);
  const isValue = IS_VALUE[name]!;
  return (value) => isValue(value) ? value : refuse(value, type);
}

// The driver takes a text too; it is slow at reading one, and reads it twice where it is the key.
function uuidEncoder(type: CqlType): Convert {
  const hasVersion = versionOf(type.name);
  return (value) => {
    const bytes = Buffer.allocUnsafe(UUID_SIZE);
    const isOne = typeof value === "string" && writeUuid(value, bytes, 0);
    return isOne && hasVersion(value) ? new Uuid(bytes) : refuse(value, type);
  };
}

/** How the driver makes its values from bytes, so that it cannot take texts for something else. */
const FROM_BYTES: Readonly<Record<string, (bytes: Buffer) => unknown>> = {
  date: LocalDate.fromBuffer,
  decimal: BigDecimal.fromBuffer,
  duration: Duration.fromBuffer,
  inet: (bytes) => new InetAddress(bytes),
  time: LocalTime.fromBuffer,
};

/** The driver sends null in place of an array without elements, which inside of another value is not the same. */
const NO_ELEMENTS = Buffer.alloc(4);

function elementsEncoder(type: CqlType): Convert {
  const encode = elementEncoder(type.of[0]!);
  const isOne = type.name === "list" ? Array.isArray : (value: unknown) => value instanceof Set;
  return (value) => {
    if (!isOne(value)) refuse(value, type);
    const elements = Array.from(value as Iterable<unknown>, encode);
    return elements.length === 0 ? NO_ELEMENTS : elements;
  };
}

function elementEncoder(type: CqlType): Convert {
  const encode = plainEncoder(type);
  return (value) => value === null || value === undefined ? refuseNull(value, type) : encode(value);
}

function tupleEncoder(type: CqlType): Convert {
  const encoders = type.of.map(plainEncoder);
  return (value) => {
    if (!Array.isArray(value) || value.length !== encoders.length) refuse(value, type);
    return new Tuple(
      ...encoders.map((encode, at) => {
        const field = value[at];
        return field === null || field === undefined ? null : encode(field);
      }),
    );
  };
}

/** The function that makes a scenario's value from the driver's; `undefined` where it is one already. */
export function decoderFor(type: CqlType): Convert | undefined {
  return plainDecoder(withoutFrozen(type));
}

function plainDecoder(type: CqlType): Convert | undefined {
  const { name, of } = type;
  const known = DECODERS[name];
  if (known !== undefined) return known;
  if (name === "tuple") {
    const decoders = of.map(partDecoder);
    return (value) => {
      const fields = (value as cassandra.types.Tuple).values();
      // A tuple that was written before its type grew ends early.
      return decoders.map((decode, at) => decode(fields[at] ?? null));
    };
  }
  if (name === "udt") return userTypeDecoder(type, of.map(partDecoder));
  if (name === "vector") return vectorDecoder(partDecoder(of[0]!));
  const inner = of.map(decoderFor);
  if (inner.every((decode) => decode === undefined)) return undefined;
  const [first, second] = of.map(partDecoder) as [Convert, Convert];
  if (name === "list") return (value) => (value as unknown[]).map((one) => first(one));
  if (name === "set") return (value) => new Set(Array.from(value as Set<unknown>, first));
  return (value) =>
    new Map(Array.from(value as Map<unknown, unknown>, ([k, v]) => [first(k), second(v)]));
}

function partDecoder(type: CqlType): Convert {
  const decode = decoderFor(type) ?? same;
  return (value) => value === null ? null : decode(value);
}

function same(value: unknown): unknown {
  return value;
}

const DECODERS: Readonly<Record<string, Convert>> = {
  blob: (value) => new Uint8Array(value as Buffer),
  date: (value) => dateText((value as cassandra.types.LocalDate).toBuffer().readInt32BE()),
  decimal(value) {
    const bytes = BigDecimal.toBuffer(value as cassandra.types.BigDecimal);
    return decimalText(bytes.readInt32BE(), toBigInt(binary(bytes.subarray(4))));
  },
  duration: (value) => durationText(binary((value as cassandra.types.Duration).toBuffer())),
  inet: (value) => inetText((value as cassandra.types.InetAddress).getBuffer()),
  time: (value) => timeText(BigInt(String((value as Time).getTotalNanoseconds()))),
  timestamp: (value) => instant((value as Date).getTime()),
  timeuuid: String,
  uuid: String,
};

type Time = { getTotalNanoseconds(): object };

function binary(bytes: Buffer): Bytes {
  return bytes.toString("latin1");
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

const NAMES: Record<number, string> = Object.fromEntries(
  Object.entries(dataTypes).filter(([, code]) => typeof code === "number").map((
    [name, code],
  ) => [code, name === "varchar" ? "text" : name]),
);

/** The same memory as a `Buffer`, which the driver needs. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
