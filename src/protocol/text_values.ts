import { type Bytes, fromBigInt, fromHex, fromInt, fromLong, toHex } from "./bytes.ts";

// Each function makes the bytes of a value from its text, and returns `undefined` for a text that is no such value.

const DAY = 86_400_000;

/** A timestamp, such as `2024-02-29T12:34:56.789+0100`: milliseconds since 1970. Without a time zone it is UTC. */
export function timestampFromText(text: string): Bytes | undefined {
  const match =
    /^(-?\d{4,})-(\d\d?)-(\d\d?)(?:[T ](\d\d?):(\d\d?)(?::(\d\d?)(\.\d{1,9})?)?)?\s?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/
      .exec(text);
  if (!match || Number.isNaN(daysOf(Number(match[1]), Number(match[2]), Number(match[3])))) {
    return undefined;
  }
  const millis = Date.parse(isoText(match));
  return Number.isNaN(millis) ? undefined : fromLong(BigInt(millis));
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

/** A date, such as `2024-02-29`, `-0044-03-15` or `+10000-01-01`, as Cassandra writes it. */
export function dateFromText(text: string): Bytes | undefined {
  const match = /^((?!-0000)-?\d{4}|[+-][1-9]\d{4,6})-(\d\d)-(\d\d)$/.exec(text);
  const days = match ? daysOf(Number(match[1]), Number(match[2]), Number(match[3])) : NaN;
  return days >= -(2 ** 31) && days < 2 ** 31 ? fromInt(days + 0x80000000) : undefined;
}

/** The days of 400 years, after which the calendar repeats itself. */
export const CYCLE_DAYS = 146_097;

/** Days since 1970, also of years that a Date does not have; NaN where the month does not have the day. */
function daysOf(year: number, month: number, day: number): number {
  const cycles = Math.floor((year - 2000) / 400);
  const date = new Date(Date.UTC(year - cycles * 400, month - 1, day));
  const isOne = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isOne ? date.getTime() / DAY + cycles * CYCLE_DAYS : NaN;
}

const SECOND = 1_000_000_000n;

/** A time of day, such as `12:34:56.789`: nanoseconds since midnight. */
export function timeFromText(text: string): Bytes | undefined {
  const match = /^(\d\d?):(\d\d?):(\d\d?)(?:\.(\d{1,9}))?$/.exec(text);
  const [hours, minutes, seconds] = (match?.slice(1, 4) ?? []).map(Number);
  if (!match || hours! > 23 || minutes! > 59 || seconds! > 59) return undefined;
  const whole = BigInt(hours! * 3600 + minutes! * 60 + seconds!) * SECOND;
  return fromLong(whole + BigInt((match[4] ?? "").padEnd(9, "0")));
}

/** A decimal, such as `-12.50` or `1E+3`: its scale, and the number without the point. */
export function decimalFromText(text: string): Bytes | undefined {
  const match = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "", fraction = match[4] ?? "", , exponent = "0"] = match;
  const scale = fraction.length - Number(exponent);
  if (scale < -(2 ** 31) || scale >= 2 ** 31) return undefined;
  return fromInt(scale) + fromBigInt(BigInt(sign + whole + fraction));
}

/** An address of IPv4 or IPv6. */
export function inetFromText(text: string): Bytes | undefined {
  return text.includes(":") ? inet6(text) : inet4(text);
}

// A number with a leading zero would be octal to some, so it is none.
function inet4(text: string): Bytes | undefined {
  const bytes = text.split(".");
  const isOne = bytes.length === 4 &&
    bytes.every((byte) => /^(0|[1-9]\d{0,2})$/.test(byte) && Number(byte) < 256);
  return isOne ? String.fromCharCode(...bytes.map(Number)) : undefined;
}

function inet6(text: string): Bytes | undefined {
  const [, start, end] = /^(.*:)(\d+\..+)$/.exec(text) ?? [];
  if (start !== undefined) {
    const last = inet4(end!);
    if (last === undefined) return undefined;
    text = start + toHex(last).replace(/^(....)/, "$1:");
  }
  const halves = text.split("::").map((half) => half === "" ? [] : half.split(":"));
  const given = halves.flat();
  if (halves.length > 2 || !given.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - given.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...halves[0]!, ...Array(missing).fill("0"), ...halves[1] ?? []];
  return fromHex(groups.map((group) => group.padStart(4, "0")).join(""));
}
