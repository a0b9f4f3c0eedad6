import { CYCLE_DAYS } from "./text_values.ts";

/** A value that a server may store, and that cannot be given as what it is read as. */
export class OutOfRange extends RangeError {}

// Each function makes a value of what its bytes hold, for both clients; most are texts, whose bytes text_values.ts makes.

const DAY = 86_400_000;

/** A date, such as `2024-02-29`, `-0044-03-15` or `+10000-01-01`, of its four bytes. */
export function dateText(bytes: number): string {
  const days = (bytes >>> 0) - 0x80000000;
  const cycles = Math.floor(days / CYCLE_DAYS);
  const date = new Date((days - cycles * CYCLE_DAYS) * DAY);
  const year = date.getUTCFullYear() + cycles * 400;
  const sign = year < 0 ? "-" : year > 9_999 ? "+" : "";
  const month = twoDigits(date.getUTCMonth() + 1), day = twoDigits(date.getUTCDate());
  return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${month}-${day}`;
}

function twoDigits(number: number): string {
  return String(Math.floor(number)).padStart(2, "0");
}

const DAY_NANOS = 86_400_000_000_000n;

/** A time of day, such as `12:34:56.789`, of its nanoseconds since midnight; throws a RangeError for one past the day. */
export function timeText(nanos: bigint): string {
  if (nanos < 0n || nanos >= DAY_NANOS) {
    throw new OutOfRange(`Cannot read a time that is no time of a day: ${nanos} ns`);
  }
  const seconds = Number(nanos / 1_000_000_000n);
  const fraction = String(nanos % 1_000_000_000n).padStart(9, "0").replace(/0+$/, "");
  const whole = `${twoDigits(seconds / 3600)}:${twoDigits(seconds / 60 % 60)}:${
    twoDigits(seconds % 60)
  }`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** The instant of a timestamp; throws a RangeError for one that no Date can hold. */
export function instant(millis: number): Date {
  const date = new Date(millis);
  if (Number.isNaN(date.getTime())) {
    throw new OutOfRange("Cannot read a timestamp beyond the years that a Date can hold");
  }
  return date;
}

/** The most zeros that a decimal is written with. */
const MOST_ZEROS = 100;

/** A decimal, such as `-12.50`; where that would take hundreds of zeros, as `1.5E-120`. */
export function decimalText(scale: number, unscaled: bigint): string {
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  if (scale > digits.length + MOST_ZEROS || scale < -MOST_ZEROS) {
    const exponent = digits.length - 1 - scale;
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? "" : "+"}${exponent}`;
  }
  if (scale <= 0) return sign + digits + (unscaled === 0n ? "" : "0".repeat(-scale));
  const padded = digits.padStart(scale + 1, "0");
  const point = padded.length - scale;
  return `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}

/** An address of IPv4 or IPv6; of the latter, the longest run of zeros is left out (RFC 5952). */
export function inetText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => bytes[2 * at]! << 8 | bytes[2 * at + 1]!);
  let longest = { at: -1, size: 0 };
  for (let at = 0; at < 8; at++) {
    let size = 0;
    while (groups[at + size] === 0) size++;
    if (size > longest.size) longest = { at, size };
  }
  const hex = groups.map((group) => group.toString(16));
  if (longest.size < 2) return hex.join(":");
  const { at, size } = longest;
  return `${hex.slice(0, at).join(":")}::${hex.slice(at + size).join(":")}`;
}
