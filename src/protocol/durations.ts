import { type Bytes, fromLong, toBigInt } from "./bytes.ts";

/** The units in the order in which a text may have them: which part of the duration they are, and how much of it. */
const UNITS: Readonly<Record<string, readonly [part: number, size: bigint]>> = {
  y: [0, 12n],
  mo: [0, 1n],
  w: [1, 7n],
  d: [1, 1n],
  h: [2, 3_600_000_000_000n],
  m: [2, 60_000_000_000n],
  s: [2, 1_000_000_000n],
  ms: [2, 1_000_000n],
  us: [2, 1_000n],
  ns: [2, 1n],
};
const NAMES = Object.keys(UNITS);

/** The bits of months, days and nanoseconds. */
const BITS = [32, 32, 64];

/**
 * The bytes of a duration, such as `1y2mo3d4h`, `P1Y2M3DT4H`, `P2W` or `P0001-02-03T04:05:06`: months, days and
 * nanoseconds, each a signed vint; `undefined` for a text that is none, as Cassandra sees it.
 */
export function durationFromText(text: string): Bytes | undefined {
  const units = inUnits(text.replace(/^-/, ""));
  if (!/^(\d+[a-z]+)+$/.test(units)) return undefined;
  const sign = text.startsWith("-") ? -1n : 1n;
  const parts = [0n, 0n, 0n];
  let last = -1;
  for (const [, digits, unit] of units.matchAll(/(\d+)([a-z]+)/g)) {
    const at = NAMES.indexOf(unit!);
    if (at <= last) return undefined;
    last = at;
    const [part, size] = UNITS[unit!]!;
    parts[part]! += sign * BigInt(digits!) * size;
  }
  const fits = parts.every((part, at) => BigInt.asIntN(BITS[at]!, part) === part);
  return fits ? parts.map(vint).join("") : undefined;
}

/** The same duration in the units of CQL: in ISO 8601 an M before the T is a month, and one after it a minute. */
function inUnits(text: string): string {
  const [, y, mo, d, h, m, s] = /^P(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text) ?? [];
  if (y !== undefined) return `${y}y${mo}mo${d}d${h}h${m}m${s}s`;
  if (!/^P(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?)$/.test(text)) {
    return text.toLowerCase().replace("µs", "us");
  }
  const [date = "", time = ""] = text.slice(1).toLowerCase().split("t");
  // It may name no unit at all, and is zero then.
  return date.replace("m", "mo") + time || "0s";
}

/** The text of a duration of these bytes; that of no time at all is `0s`. */
export function durationText(bytes: Bytes): string {
  const parts = readVints(bytes);
  const sign = parts.some((part) => part < 0n) ? "-" : "";
  const left = parts.map((part) => part < 0n ? -part : part);
  let text = "";
  for (const [unit, [part, size]] of Object.entries(UNITS)) {
    const count = unit === "w" ? 0n : (left[part] ?? 0n) / size;
    if (count === 0n) continue;
    text += `${count}${unit}`;
    left[part]! -= count * size;
  }
  return text === "" ? "0s" : sign + text;
}

// The number in zigzag encoding. The first byte has as many leading ones as bytes follow it.
function vint(value: bigint): Bytes {
  const zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  let extra = 0;
  while (extra < 8 && zigzag >> BigInt(7 + 7 * extra) > 0n) extra++;
  const bytes = fromLong(BigInt.asIntN(64, zigzag)).slice(8 - Math.min(extra + 1, 8));
  if (extra === 8) return "\xff" + bytes;
  const marks = 0xff << (8 - extra) & 0xff;
  return String.fromCharCode(bytes.charCodeAt(0) | marks) + bytes.slice(1);
}

function readVints(bytes: Bytes): bigint[] {
  const values: bigint[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes.charCodeAt(at);
    const extra = Math.min(Math.clz32(~first << 24), 8);
    const rest = bytes.slice(at + 1, at + 1 + extra);
    const high = extra === 8 ? 0 : first & 0xff >> extra;
    const zigzag = toBigInt("\0" + String.fromCharCode(high) + rest);
    values.push(zigzag & 1n ? -(zigzag >> 1n) - 1n : zigzag >> 1n);
    at += 1 + extra;
  }
  return values;
}
