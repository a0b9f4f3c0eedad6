import type { CqlType } from "../../src/scenario/schema/cql_type.ts";
import type { Random } from "./random.ts";

const NATIVE = [
  ...["ascii", "bigint", "blob", "boolean", "date", "decimal", "double", "duration", "float"],
  ...["inet", "int", "smallint", "text", "time", "timestamp", "timeuuid", "tinyint", "uuid"],
  "varint",
];

/** Makes a type, with others inside of it down to that depth. */
export function randomType(random: Random, depth: number): CqlType {
  const inner = () => randomType(random, depth - 1);
  if (depth === 0 || random.below(3) === 0) return { name: random.pick(NATIVE), of: [] };
  const name = random.pick(["frozen", "list", "map", "set", "tuple", "udt", "vector"]);
  if (name === "vector") {
    const element = inner();
    // The driver cannot read the name of a user type with a vector inside of a vector.
    const isReadable = !JSON.stringify(element).includes('"udt"');
    const of = [isReadable ? element : randomType(random, 0)];
    return { name, of, dimension: 1 + random.below(4) };
  }
  if (name === "udt") {
    const fields = ["a", "B c", "toString"].slice(random.below(3));
    return { name, of: fields.map(inner), fields, userType: "u", keyspace: "k" };
  }
  if (name === "frozen") return { name, of: [{ name: "list", of: [inner()] }] };
  const parts = name === "map" ? 2 : name === "tuple" ? 1 + random.below(3) : 1;
  return { name, of: Array.from({ length: parts }, inner) };
}

/** Makes a value of a type, as it is read: what is written so must be read so. */
export function randomValue(random: Random, type: CqlType): unknown {
  const { name, of: [first, second], fields = [] } = type;
  const some = (make: () => unknown) => Array.from({ length: random.below(4) }, make);
  const orNull = (part: CqlType) => random.below(5) === 0 ? null : randomValue(random, part);
  if (name === "frozen") return randomValue(random, first!);
  if (name === "list") return some(() => randomValue(random, first!));
  // Two that are equal in CQL would be one there, though JavaScript takes them for two.
  const different = () =>
    new Map(some(() => randomValue(random, first!)).map((one) => [Deno.inspect(one), one]));
  if (name === "set") return new Set(different().values());
  if (name === "map") {
    return new Map(different().values().map((key) => [key, randomValue(random, second!)]));
  }
  if (name === "tuple") return type.of.map(orNull);
  if (name === "udt") return Object.fromEntries(type.of.map((f, at) => [fields[at], orNull(f)]));
  if (name === "vector") {
    return Array.from({ length: type.dimension! }, () => randomValue(random, first!));
  }
  return MAKE[name]!(random);
}

/** A signed integer with so many bits, of which few are needed as often as all. */
function signed(random: Random, bits: number): bigint {
  const words = Array.from({ length: Math.ceil(bits / 32) }, () => random.below(2 ** 32));
  const all = words.reduce((sum, word) => sum << 32n | BigInt(word), 0n);
  return BigInt.asIntN(1 + random.below(bits), all);
}

const below = (random: Random, limit: bigint) => BigInt.asUintN(64, signed(random, 64)) % limit;

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random.below(16).toString(16)).join("");
}

function uuid(random: Random, version: string): string {
  return `${hex(random, 8)}-${hex(random, 4)}-${version}${hex(random, 3)}-${hex(random, 4)}-${
    hex(random, 12)
  }`;
}

function text(random: Random, characters: readonly string[]): string {
  return Array.from({ length: random.below(40) }, () => random.pick(characters)).join("");
}

function bytes(random: Random, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, () => random.below(256));
}

const pad = (number: number | bigint, digits = 2) => String(number).padStart(digits, "0");

function date(random: Random): string {
  const year = Number(signed(random, 23));
  const sign = year < 0 ? "-" : year > 9_999 ? "+" : "";
  return `${sign}${pad(Math.abs(year), 4)}-${pad(1 + random.below(12))}-${
    pad(1 + random.below(28))
  }`;
}

function time(random: Random): string {
  const fraction = pad(below(random, 1_000_000_000n), 9).replace(/0+$/, "");
  const parts = [24, 60, 60].map((limit) => pad(random.below(limit)));
  return parts.join(":") + (fraction === "" ? "" : `.${fraction}`);
}

function decimal(random: Random): string {
  const unscaled = signed(random, 200);
  const scale = random.below(20);
  if (scale === 0) return String(unscaled);
  const digits = pad(unscaled < 0n ? -unscaled : unscaled, scale + 1);
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function duration(random: Random): string {
  const limits = { y: 178_956_970, mo: 12, d: 2 ** 31, h: 2_562_047, m: 60, s: 60, ms: 1_000 };
  const units = Object.entries({ ...limits, us: 1_000, ns: 1_000 }).filter(() => random.below(2));
  const parts = units.map(([unit, limit]) => `${1 + random.below(limit - 1)}${unit}`);
  return parts.length === 0 ? "0s" : (random.below(2) ? "-" : "") + parts.join("");
}

function inet(random: Random): string {
  if (random.below(2) === 0) return bytes(random, 4).join(".");
  // None begins with a zero or is zero, so that there is one way to write it.
  return Array.from({ length: 8 }, () => (1 + random.below(65_535)).toString(16)).join(":");
}

const CHARACTERS = ["a", "Z", "0", "'", '"', "\\", "\0", "\n", "é", "€", "\ufeff", "\ufffd", "😀"];

function double(random: Random): number {
  const special = [NaN, Infinity, -Infinity, 0, Number.MIN_VALUE, Number.MAX_VALUE];
  if (random.below(4) === 0) return random.pick(special);
  return (random.number() - 0.5) * 10 ** (random.below(600) - 300);
}

const MAKE: Readonly<Record<string, (random: Random) => unknown>> = {
  ascii: (random) => text(random, CHARACTERS.slice(0, 8)),
  bigint: (random) => signed(random, 64),
  blob: (random) => bytes(random, random.below(20)),
  boolean: (random) => random.below(2) === 0,
  date,
  decimal,
  double,
  duration,
  float: (random) => Math.fround(double(random) * 1e-260),
  inet,
  int: (random) => Number(signed(random, 32)),
  smallint: (random) => Number(signed(random, 16)),
  text: (random) => text(random, CHARACTERS),
  time,
  timestamp: (random) => new Date(Number(signed(random, 53))),
  timeuuid: (random) => uuid(random, "1"),
  tinyint: (random) => Number(signed(random, 8)),
  uuid: (random) => uuid(random, hex(random, 1)),
  varint: (random) => signed(random, 300),
};
