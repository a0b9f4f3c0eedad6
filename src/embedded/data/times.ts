import { type Bytes, fromInt, fromLong } from "./bytes.ts";
import { invalid } from "../errors.ts";

const DAY = 86_400_000;
const NANOS = { h: 3_600_000_000_000n, m: 60_000_000_000n, s: 1_000_000_000n } as const;

/** `2024-02-29[T12:34[:56[.789]][Z|+0000]]` as milliseconds since 1970; UTC unless it says otherwise. */
export function timestampFromText(text: string): Bytes {
  const match =
    /^(-?\d{4,})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d?)(?::(\d\d?)(\.\d{1,9})?)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/
      .exec(text);
  const millis = match && Date.parse(isoText(match));
  if (millis === null || Number.isNaN(millis)) {
    throw invalid(`Unable to parse a date/time from '${text}'`);
  }
  return fromLong(BigInt(millis));
}

function isoText(match: RegExpExecArray): string {
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] =
    match;
  const two = (digits: string) => digits.padStart(2, "0");
  const offset = /^[+-]/.test(zone)
    ? `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`
    : "Z";
  const millis = fraction.padEnd(4, "0").slice(1, 4);
  return `${year}-${two(month!)}-${two(day!)}T${two(hour)}:${two(minute)}:${
    two(second)
  }.${millis}${offset}`;
}

/** Days since 1970, counted from 2^31. */
export function dateFromMillis(millis: number): Bytes {
  return fromInt(Math.floor(millis / DAY) + 0x80000000);
}

export function dateFromText(text: string): Bytes {
  const millis = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(millis)) throw invalid(`Unable to coerce '${text}' to a formatted date (long)`);
  return dateFromMillis(millis);
}

/** Nanoseconds since midnight. */
export function timeFromText(text: string): Bytes {
  const match = /^(\d\d?):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/.exec(text);
  const [hours, minutes, seconds] = (match?.slice(1, 4) ?? []).map(Number);
  if (!match || hours! > 23 || minutes! > 59 || seconds! > 59) {
    throw invalid(`Unable to coerce '${text}' to a formatted time (long)`);
  }
  const whole = BigInt(hours! * 3600 + minutes! * 60 + seconds!) * NANOS.s;
  return fromLong(whole + BigInt((match[4] ?? "").padEnd(9, "0")));
}

/** `1y2mo3d4h`, `P1Y2M3DT4H` or `P2W`: months, days and nanoseconds, each a signed vint. */
export function durationFromText(text: string): Bytes {
  const parts = { months: 0n, days: 0n, nanos: 0n };
  const units = /^-?P/i.test(text) ? isoUnits(text) : text.toLowerCase();
  for (const [, digits, unit] of units.matchAll(/(\d+)(mo|ms|us|µs|ns|[ywdhms])/g)) {
    addUnit(parts, BigInt(digits!), unit!);
  }
  const sign = text.startsWith("-") ? -1n : 1n;
  return vint(sign * parts.months) + vint(sign * parts.days) + vint(sign * parts.nanos);
}

// In ISO 8601 an M is a month before the T and a minute after it.
function isoUnits(text: string): string {
  const [date, time = ""] = text.toLowerCase().split("t");
  return date!.replace("m", "mo") + time;
}

function addUnit(
  parts: Record<"months" | "days" | "nanos", bigint>,
  n: bigint,
  unit: string,
): void {
  if (unit === "y") parts.months += n * 12n;
  else if (unit === "mo") parts.months += n;
  else if (unit === "w") parts.days += n * 7n;
  else if (unit === "d") parts.days += n;
  else if (unit === "h" || unit === "m" || unit === "s") parts.nanos += n * NANOS[unit];
  else parts.nanos += n * (unit === "ms" ? 1_000_000n : unit === "ns" ? 1n : 1_000n);
}

// A zigzag number; the leading ones of its first byte count the bytes that follow.
function vint(value: bigint): Bytes {
  const zigzag = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  let extra = 0;
  while (extra < 8 && zigzag >> BigInt(7 + 7 * extra) > 0n) extra++;
  const bytes = fromLong(BigInt.asIntN(64, zigzag)).slice(8 - Math.min(extra + 1, 8));
  if (extra === 8) return "\xff" + bytes;
  const marks = 0xff << (8 - extra) & 0xff;
  return String.fromCharCode(bytes.charCodeAt(0) | marks) + bytes.slice(1);
}
