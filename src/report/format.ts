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

/** A count or a rate, without fraction: `58,139`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
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
  return printable(text).replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
