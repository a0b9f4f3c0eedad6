import { type Bytes, toBigInt } from "./bytes.ts";

// Each function makes the text of a value, which text_values.ts makes its bytes from.

const DAY = 86_400_000;

/** A date, such as `2024-02-29`, of its four bytes. A date that JavaScript does not know is its number of days. */
export function dateText(bytes: number): string {
  const days = (bytes >>> 0) - 0x80000000;
  const date = new Date(days * DAY);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year)) return String(days);
  const sign = year < 0 ? "-" : "";
  const two = (number: number) => String(number).padStart(2, "0");
  return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${two(date.getUTCMonth() + 1)}-${
    two(date.getUTCDate())
  }`;
}

/** A time of day, such as `12:34:56.789`, of its nanoseconds since midnight. */
export function timeText(nanos: bigint): string {
  const seconds = Number(nanos / 1_000_000_000n);
  const two = (number: number) => String(Math.floor(number)).padStart(2, "0");
  const fraction = String(nanos % 1_000_000_000n).padStart(9, "0").replace(/0+$/, "");
  const whole = `${two(seconds / 3600)}:${two(seconds / 60 % 60)}:${two(seconds % 60)}`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

/** A decimal, such as `-12.50`. */
export function decimalText(scale: number, unscaled: bigint): string {
  if (scale <= 0) return `${unscaled}${unscaled === 0n ? "" : "0".repeat(-scale)}`;
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const NANO_UNITS: readonly (readonly [string, bigint])[] = [
  ["h", 3_600_000_000_000n],
  ["m", 60_000_000_000n],
  ["s", 1_000_000_000n],
  ["ms", 1_000_000n],
  ["us", 1_000n],
  ["ns", 1n],
];

/** A duration, such as `1y2mo3d4h`, of its three signed vints. */
export function durationText(bytes: Bytes): string {
  const parts: bigint[] = [];
  for (let at = 0; at < bytes.length;) {
    const first = bytes.charCodeAt(at);
    // The first byte has as many leading ones as bytes follow it.
    const extra = Math.clz32(~first << 24);
    const rest = bytes.slice(at + 1, at + 1 + extra);
    const high = extra === 8 ? 0 : first & 0xff >> extra;
    const zigzag = toBigInt("\0" + String.fromCharCode(high) + rest);
    parts.push(zigzag & 1n ? -(zigzag >> 1n) - 1n : zigzag >> 1n);
    at += 1 + extra;
  }
  const [months, days, nanos] = parts.map((part) => part < 0n ? -part : part);
  const sign = parts.some((part) => part < 0n) ? "-" : "";
  const units: (readonly [bigint, string])[] = [
    [(months ?? 0n) / 12n, "y"],
    [(months ?? 0n) % 12n, "mo"],
    [days ?? 0n, "d"],
  ];
  let left = nanos ?? 0n;
  for (const [unit, size] of NANO_UNITS) {
    units.push([left / size, unit]);
    left %= size;
  }
  return sign + units.filter(([count]) => count > 0n).map(([count, unit]) => `${count}${unit}`)
    .join("");
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
