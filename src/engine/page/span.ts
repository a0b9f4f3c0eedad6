import type { RecordedSpan } from "../../measure/timeline.ts";

/** A span that starts now, or at another instant. */
export function openSpan(
  name: string,
  kind: RecordedSpan["kind"],
  step: string | undefined,
  start: number = performance.now(),
): RecordedSpan {
  return { name, kind, step, start, end: Infinity, error: undefined, trace: undefined };
}
