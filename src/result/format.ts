import type { CaseResult } from "./case.ts";
import type { Interval } from "./document.ts";

/** A count or a rate, without fraction: `58,139`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** Milliseconds to three digits: `0.12`, `1.23`, `12.3`, `1,230`. */
export function formatMs(ms: number): string {
  if (ms >= 99.95) return formatCount(ms);
  return ms.toFixed(ms >= 9.995 ? 1 : 2);
}

/** A length of time with its unit: `312 ms`, `1.91 s`, `104.5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${formatMs(ms)} ms`;
  return `${(ms / 1_000).toFixed(ms >= 99_995 ? 1 : 2)} s`;
}

/**
 * A mean and how far off it may be, to the same digit: `12.3 ± 0.4`.
 *
 * @param unit how many of the interval's units make one unit of what `format` shows: 1,000 where it shows seconds
 */
export function formatInterval(
  { mean, low, high }: Interval,
  format: (value: number) => string,
  unit = 1,
): string {
  const text = format(mean);
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  const margin = Math.max(high - mean, mean - low) / unit;
  return `${text} ± ${margin.toLocaleString("en-US", fraction(digits))}`;
}

function fraction(digits: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits };
}

/** A length of time as it was asked for: `250 ms`, `10 s`. */
export function formatSetting(ms: number): string {
  return ms > 0 && ms % 1_000 === 0
    ? `${formatCount(ms / 1_000)} s`
    : `${ms.toLocaleString("en-US")} ms`;
}

/** A length of time and how far off it may be: `3.29 s ± 0.05`. */
export function formatDurationInterval(interval: Interval): string {
  return formatInterval(interval, formatDuration, interval.mean < 999.5 ? 1 : 1_000);
}

/** Operations per second to three digits: `0.5`, `83.6`, `58,139`. */
export function formatRate(rate: number): string {
  const maximumFractionDigits = rate < 9.995 ? 2 : rate < 99.95 ? 1 : 0;
  return rate.toLocaleString("en-US", { maximumFractionDigits });
}

/** A count with its noun: `1 task`, `40 tasks`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A part of a whole: `43 %`, `99.8 %`. */
export function formatShare(share: number): string {
  return `${(share * 100).toLocaleString("en-US", { maximumFractionDigits: 1 })} %`;
}

/** A figure that a threshold bounds, to four digits, or all before the point: `0.00012`, `12.35`, `58,139`. */
export function formatFigure(value: number): string {
  const maximumSignificantDigits = Math.max(4, Math.ceil(Math.log10(Math.abs(value) + 1)));
  return value.toLocaleString("en-US", { maximumSignificantDigits });
}

/** How many times as fast: `2.8 ×`. */
export function formatSpeedup(ratio: number): string {
  return `${ratio.toFixed(ratio >= 99.95 ? 0 : 1)} ×`;
}

/** `serial`, or `pool 100`. */
export function formatPool(poolSize: number): string {
  return poolSize === 1 ? "serial" : `pool ${formatCount(poolSize)}`;
}

/** Text from outside on one line, with control characters made visible. */
export function printable(text: string): string {
  return visible(text.replaceAll(/\s+/g, " "));
}

/** Text from outside with what would steer a terminal made visible: control characters, and marks of direction. */
export function visible(text: string): string {
  return text.replaceAll(
    // deno-lint-ignore no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What JSON may hold as it is, and a terminal or a script would read as more than a sign. */
const STEERING = /[\u007f-\u009f\u2028\u2029]/g;

/** JSON whose signs steer nothing, and which is the same document. */
export function escapeSteering(json: string): string {
  return json.replaceAll(
    STEERING,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A mark for what held or did not. */
export function formatCheck(isGood: boolean): string {
  return isGood ? "✓" : "✗";
}

/** The parameters of a case in words, without the threads that carry its load: `latency 5, poolSize 100`. */
export function describeParameters(
  { parameters, repetition }: Pick<CaseResult, "parameters" | "repetition">,
): string {
  const names = Object.entries({ ...parameters, ...repetition !== undefined && { repetition } });
  return names.filter(([name]) => name !== "workers")
    .map(([name, value]) => `${name} ${value}`).join(", ");
}
