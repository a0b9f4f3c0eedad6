import {
  type Bytes,
  fromBigInt,
  fromBoolean,
  fromDouble,
  fromFloat,
  fromHex,
  fromInt,
  fromLong,
  fromText,
  isAscii,
} from "../../protocol/bytes.ts";
import { durationFromText } from "../../protocol/durations.ts";
import {
  dateFromText,
  decimalFromText,
  inetFromText,
  timeFromText,
  timestampFromText,
} from "../../protocol/text_values.ts";
import { type CqlType, formatCqlType } from "../../scenario/schema/cql_type.ts";
import type { Literal } from "../cql/ast.ts";
import { invalid, syntax } from "../errors.ts";

const ACCEPTED: Record<string, Literal["type"][]> = {
  ascii: ["string"],
  text: ["string"],
  inet: ["string"],
  bigint: ["integer"],
  counter: ["integer"],
  int: ["integer"],
  smallint: ["integer"],
  tinyint: ["integer"],
  varint: ["integer"],
  decimal: ["integer", "float"],
  double: ["integer", "float"],
  float: ["integer", "float"],
  blob: ["hex"],
  boolean: ["boolean"],
  uuid: ["uuid"],
  timeuuid: ["uuid"],
  timestamp: ["string", "integer"],
  date: ["string", "integer"],
  time: ["string", "integer"],
  duration: ["duration"],
};

/**
 * The bytes of a constant for a column, or whatever else `receiver` names, of that type.
 *
 * @throws {CqlError} When the constant does not suit the type.
 */
export function encodeLiteral(type: CqlType, literal: Literal, receiver: string): Bytes {
  if (!ACCEPTED[type.name]?.includes(literal.type)) {
    const shown = `${literal.type.toUpperCase()} constant (${literal.text})`;
    throw invalid(`Invalid ${shown} for "${receiver}" of type ${formatCqlType(type)}`);
  }
  return encode(type.name, literal);
}

function encode(type: string, { text, type: kind }: Literal): Bytes {
  switch (type) {
    case "text":
      return fromText(text);
    case "ascii":
      if (!isAscii(text)) throw invalid("Invalid ASCII character in string literal");
      return text;
    case "bigint":
    case "counter":
      return integer(text, 8, "long");
    case "int":
      return integer(text, 4, "int");
    case "smallint":
      return integer(text, 2, "short");
    case "tinyint":
      return integer(text, 1, "byte");
    case "varint":
      return fromBigInt(BigInt(text));
    case "decimal":
      return decimalFromText(text) ?? refuse(`Unable to make BigDecimal from '${text}'`);
    case "double":
      return fromDouble(floating(text));
    case "float":
      return fromFloat(floating(text));
    case "blob":
      if (text.length % 2 === 1) throw invalid(`cannot parse '${text.slice(2)}' as hex bytes`);
      return fromHex(text.slice(2));
    case "boolean":
      return fromBoolean(text.toLowerCase() === "true");
    case "uuid":
      return fromHex(text);
    case "timeuuid":
      if (text[14] !== "1") throw invalid("TimeUUID supports only version 1 UUIDs");
      return fromHex(text);
    case "inet":
      return mapped(inetFromText(text) ?? refuse(`Unable to make inet address from '${text}'`));
    case "timestamp":
      if (kind === "integer") return integer(text, 8, "long");
      return timestampFromText(text) ?? refuse(`Unable to parse a date/time from '${text}'`);
    case "date":
      if (kind === "integer") return unsigned(text);
      return dateFromText(text) ?? refuse(`Unable to coerce '${text}' to a formatted date (long)`);
    case "time":
      if (kind === "integer") return nanos(text);
      return timeFromText(text) ?? refuse(`Unable to coerce '${text}' to a formatted time (long)`);
    default:
      return durationFromText(text) ?? refuse(`Unable to convert '${text}' to a duration`);
  }
}

function integer(text: string, size: number, name: string): Bytes {
  const value = BigInt(text);
  if (BigInt.asIntN(size * 8, value) !== value) {
    throw invalid(`Unable to make ${name} from '${text}'`);
  }
  return fromLong(value).slice(8 - size);
}

/** The days of a date, to which 2^31 is added. */
function unsigned(text: string): Bytes {
  const days = Number(text);
  if (days >= 0 && days < 2 ** 32) return fromInt(days);
  return refuse(`Unable to make unsigned int (for date) from: '${text}'`);
}

const DAY = 86_400_000_000_000n;

function nanos(text: string): Bytes {
  const value = BigInt(text);
  if (value >= 0n && value < DAY) return fromLong(value);
  return refuse(`Unable to make long (for time) from: '${text}'`);
}

/** Cassandra stores an address of IPv4 that is written as one of IPv6 as what it is. */
function mapped(address: Bytes): Bytes {
  return address.startsWith("\0".repeat(10) + "\xff\xff") ? address.slice(12) : address;
}

function floating(text: string): number {
  const value = Number(text.replace(/nan$/i, "NaN").replace(/infinity$/i, "Infinity"));
  if (Number.isFinite(value) || !/^-?\d/.test(text)) return value;
  throw syntax(`For input string: "${text}"`);
}

function refuse(message: string): never {
  throw invalid(message);
}
