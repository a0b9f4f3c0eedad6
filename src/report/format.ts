import type { Interval } from "../result/document.ts";
import { formatCount } from "../result/format_count.ts";

export { formatCount };

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
 * @param unit of what `format` shows, in those of the interval
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

/** A length of time that was asked for, as it is: `250 ms`, `10 s`. */
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

/** So many of something: `1 task`, `40 tasks`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A part of a whole: `43 %`, `99.8 %`. */
export function formatShare(share: number): string {
  return `${(share * 100).toLocaleString("en-US", { maximumFractionDigits: 1 })} %`;
}

/** What a threshold bounds, to four digits and all before the point: `0.00012`, `12.35`, `58,139`. */
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
  return text.replaceAll(/\s+/g, " ").replaceAll(
    // deno-lint-ignore no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Text from outside as Markdown: it brings no HTML, and leaves neither its line nor its cell. */
export function escapeMarkdown(text: string): string {
  return printable(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(
    /<(?=[a-z/!?])/gi,
    "&lt;",
  );
}

/** Whether something held. */
export function formatCheck(isGood: boolean): string {
  return isGood ? "✓" : "✗";
}
