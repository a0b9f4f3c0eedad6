import { type Bytes, fromBigInt, fromBoolean, fromDouble, fromFloat, fromHex } from "./bytes.ts";
import { fromInt, fromLong, fromText, isAscii } from "./bytes.ts";
import { dateFromText, durationFromText, timeFromText, timestampFromText } from "./times.ts";
import { type CqlType, typeText } from "./types.ts";
import type { Literal } from "../cql/ast.ts";
import { invalid } from "../errors.ts";

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
 * The value of a constant for a column (or whatever `receiver` names) of that type.
 *
 * @throws {CqlError} When the constant does not suit the type.
 */
export function encodeLiteral(type: CqlType, literal: Literal, receiver: string): Bytes {
  if (!ACCEPTED[type.name]?.includes(literal.type)) {
    const shown = `${literal.type.toUpperCase()} constant (${literal.text})`;
    throw invalid(`Invalid ${shown} for "${receiver}" of type ${typeText(type)}`);
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
      return decimal(text);
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
      return inet(text);
    case "timestamp":
      return kind === "integer" ? integer(text, 8, "long") : timestampFromText(text);
    case "date":
      return kind === "integer" ? fromInt(Number(text)) : dateFromText(text);
    case "time":
      return kind === "integer" ? fromLong(BigInt(text)) : timeFromText(text);
    default:
      return durationFromText(text);
  }
}

function integer(text: string, size: number, name: string): Bytes {
  const value = BigInt(text);
  if (BigInt.asIntN(size * 8, value) !== value) {
    throw invalid(`Unable to make ${name} from '${text}'`);
  }
  return fromLong(value).slice(8 - size);
}

function floating(text: string): number {
  return Number(text.replace(/nan$/i, "NaN").replace(/infinity$/i, "Infinity"));
}

function decimal(text: string): Bytes {
  const match = /^(-?\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) throw invalid(`Unable to make BigDecimal from '${text}'`);
  const fraction = match[2] ?? "";
  const scale = fraction.length - Number(match[3] ?? 0);
  return fromInt(scale) + fromBigInt(BigInt(match[1] + fraction));
}

function inet(text: string): Bytes {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const bytes = v4?.slice(1).map(Number);
  if (bytes?.every((byte) => byte < 256)) return String.fromCharCode(...bytes);
  const v6 = text.includes(":") && inet6(text);
  if (!v6) throw invalid(`Unable to make inet address from '${text}'`);
  return v6;
}

function inet6(text: string): Bytes | undefined {
  const mapped = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (mapped) {
    const [a, b, c, d] = mapped.slice(2).map(Number) as [number, number, number, number];
    text = `${mapped[1]}${(a << 8 | b).toString(16)}:${(c << 8 | d).toString(16)}`;
  }
  const halves = text.split("::").map((half) => half === "" ? [] : half.split(":"));
  const groups = halves.length === 2
    ? [...halves[0]!, ...Array(8 - halves.flat().length).fill("0"), ...halves[1]!]
    : halves[0]!;
  if (halves.length > 2 || groups.length !== 8) return undefined;
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return fromHex(groups.map((group) => group.padStart(4, "0")).join(""));
}
