import {
  type Bytes,
  fromDouble,
  fromHex,
  fromLong,
  toBigInt,
  toHex,
} from "../../protocol/bytes.ts";
import { dateFromMillis } from "../../protocol/text_values.ts";
import type { CqlType } from "../../scenario/schema/cql_type.ts";
import { native } from "../data/types.ts";
import { invalid, unsupported } from "../errors.ts";

/** A function of CQL. It is only called without null arguments. */
export interface CqlFunction {
  name: string;
  args: CqlType[];
  returns: CqlType;
  call(...args: Bytes[]): Bytes;
}

const DAY = 86_400_000;

const FUNCTIONS: CqlFunction[] = [
  define("now", [], "timeuuid", () => timeUuid(Date.now(), randomTail())),
  define("current_timeuuid", [], "timeuuid", () => timeUuid(Date.now(), randomTail())),
  define("uuid", [], "uuid", () => fromHex(crypto.randomUUID())),
  define("current_timestamp", [], "timestamp", () => fromMillis(Date.now())),
  define("current_date", [], "date", () => dateFromMillis(Date.now())),
  define("current_time", [], "time", () => fromLong(BigInt(Date.now() % DAY) * 1_000_000n)),
  define("to_timestamp", ["timeuuid"], "timestamp", (id) => fromMillis(uuidMillis(id))),
  define("to_timestamp", ["date"], "timestamp", (date) => fromMillis(dateMillis(date))),
  define("to_date", ["timeuuid"], "date", (id) => dateFromMillis(uuidMillis(id))),
  define("to_date", ["timestamp"], "date", (time) => dateFromMillis(Number(toBigInt(time)))),
  define("to_unix_timestamp", ["timeuuid"], "bigint", (id) => fromMillis(uuidMillis(id))),
  define("to_unix_timestamp", ["timestamp"], "bigint", (time) => time),
  define("to_unix_timestamp", ["date"], "bigint", (date) => fromMillis(dateMillis(date))),
  define(
    "min_timeuuid",
    ["timestamp"],
    "timeuuid",
    (time) => timeUuid(Number(toBigInt(time)), LEAST),
  ),
  define(
    "max_timeuuid",
    ["timestamp"],
    "timeuuid",
    (time) => timeUuid(Number(toBigInt(time)), MOST, 9_999),
  ),
];
const LEAST = "\x80\x80\x80\x80\x80\x80\x80\x80";
const MOST = "\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f";

// Cassandra has these functions, so calling them unknown would mislead.
const LEFT_OUT =
  /^(?:to_?json|from_?json|.*as_?blob|.*blob_?as.*|mask_.*|map_.*|collection_.*|abs|exp|log|log10|round)$/;

function define(
  name: string,
  args: string[],
  returns: string,
  call: CqlFunction["call"],
): CqlFunction {
  return { name, args: args.map(native), returns: native(returns), call };
}

/** All functions of that name; `toTimestamp` is the older spelling of `to_timestamp`. */
export function functionsNamed(name: string): CqlFunction[] {
  const plain = name.replaceAll("_", "");
  const found = FUNCTIONS.filter((each) => each.name.replaceAll("_", "") === plain);
  if (found.length === 0 && LEFT_OUT.test(name)) throw unsupported(`the function ${name}`);
  return found;
}

/** The function of that name for arguments of these types; undefined stands for a type that is not known yet. */
export function findFunction(name: string, args: (CqlType | undefined)[]): CqlFunction {
  const named = functionsNamed(name);
  const found = named.find((each) =>
    each.args.length === args.length &&
    each.args.every((type, i) => !args[i] || args[i].name === type.name)
  );
  if (found) return found;
  if (named.length === 0) throw invalid(`Unknown function '${name}'`);
  throw invalid(`Invalid call to function ${name}, none of its type signatures match`);
}

const GREGORIAN = 122_192_928_000_000_000n;

function timeUuid(millis: number, tail: Bytes, extra = 0): Bytes {
  const ticks = BigInt(millis) * 10_000n + GREGORIAN + BigInt(extra);
  const hex = (ticks | 1n << 60n).toString(16).padStart(16, "0");
  return fromHex(hex.slice(8) + hex.slice(4, 8) + hex.slice(0, 4)) + tail;
}

let calls = 0;

// These bytes differ from call to call, even within the same millisecond.
function randomTail(): Bytes {
  return "\x80" + fromDouble(++calls).slice(1);
}

function uuidMillis(uuid: Bytes): number {
  const hex = toHex(uuid);
  const ticks = BigInt("0x" + hex.slice(13, 16) + hex.slice(8, 12) + hex.slice(0, 8));
  return Number((ticks - GREGORIAN) / 10_000n);
}

function dateMillis(date: Bytes): number {
  return (Number(BigInt("0x" + toHex(date))) - 0x80000000) * DAY;
}

function fromMillis(millis: number): Bytes {
  return fromLong(BigInt(millis));
}
