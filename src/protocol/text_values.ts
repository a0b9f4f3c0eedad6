import { type Bytes, fromBigInt, fromHex, fromInt, fromLong } from "./bytes.ts";

// Each function makes the bytes of a value from its text, and returns `undefined` for a text that is no such value.

const DAY = 86_400_000;
const NANOS = { h: 3_600_000_000_000n, m: 60_000_000_000n, s: 1_000_000_000n } as const;

/** A timestamp, such as `2024-02-29T12:34:56.789+0100`: milliseconds since 1970. Without a time zone it is UTC. */
export function timestampFromText(text: string): Bytes | undefined {
  const match =
    /^(-?\d{4,})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d?)(?::(\d\d?)(\.\d{1,9})?)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/
      .exec(text);
  const millis = match && Date.parse(isoText(match));
  return millis === null || Number.isNaN(millis) ? undefined : fromLong(BigInt(millis));
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

/** The date of an instant: days since 1970, to which 2^31 is added. */
export function dateFromMillis(millis: number): Bytes {
  return fromInt(Math.floor(millis / DAY) + 0x80000000);
}

/** A date, such as `2024-02-29`. */
export function dateFromText(text: string): Bytes | undefined {
  const millis = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(millis) ? undefined : dateFromMillis(millis);
}

/** A time of day, such as `12:34:56.789`: nanoseconds since midnight. */
export function timeFromText(text: string): Bytes | undefined {
  const match = /^(\d\d?):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/.exec(text);
  const [hours, minutes, seconds] = (match?.slice(1, 4) ?? []).map(Number);
  if (!match || hours! > 23 || minutes! > 59 || seconds! > 59) return undefined;
  const whole = BigInt(hours! * 3600 + minutes! * 60 + seconds!) * NANOS.s;
  return fromLong(whole + BigInt((match[4] ?? "").padEnd(9, "0")));
}

/** A duration, such as `1y2mo3d4h`, `P1Y2M3DT4H` or `P2W`: months, days and nanoseconds, each a signed vint. */
export function durationFromText(text: string): Bytes {
  const parts = { months: 0n, days: 0n, nanos: 0n };
  const units = /^-?P/i.test(text) ? isoUnits(text) : text.toLowerCase();
  for (const [, digits, unit] of units.matchAll(/(\d+)(mo|ms|us|µs|ns|[ywdhms])/g)) {
    addUnit(parts, BigInt(digits!), unit!);
  }
  const sign = text.startsWith("-") ? -1n : 1n;
  return vint(sign * parts.months) + vint(sign * parts.days) + vint(sign * parts.nanos);
}

// In ISO 8601 an M before the T is a month, and one after it a minute.
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

/** A decimal, such as `-12.50` or `15e2`: its scale, and the number without the point. */
export function decimalFromText(text: string): Bytes | undefined {
  const match = /^(-?\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? "";
  const scale = fraction.length - Number(match[3] ?? 0);
  return fromInt(scale) + fromBigInt(BigInt(match[1] + fraction));
}

/** An address of IPv4 or IPv6. */
export function inetFromText(text: string): Bytes | undefined {
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const bytes = v4?.slice(1).map(Number);
  if (bytes?.every((byte) => byte < 256)) return String.fromCharCode(...bytes);
  return text.includes(":") ? inet6(text) : undefined;
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
