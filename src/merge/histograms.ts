import { readHistogram } from "../result/histogram.ts";
import type { NamedResult } from "./named.ts";

/** What cassbench writes begins so: version 2, three significant digits, from a nanosecond on. */
const SIGN = "HISTF";

/**
 * Histograms of a document that cannot be added: a schema knows how one begins, and not whether it goes on to its end, or
 * holds as many times as the document says. The first is named, and where it stands.
 */
export function findBrokenHistograms({ name, result }: NamedResult): string[] {
  const broken: string[] = [];
  function look(value: unknown, path: string): void {
    if (typeof value !== "object" || value === null) return;
    const { histogram, count } = value as { histogram?: unknown; count?: unknown };
    if (typeof histogram === "string") {
      const reason = whyBroken(histogram, count);
      if (reason !== undefined) broken.push(`${path.slice(1)} ${reason}`);
      return;
    }
    for (const [key, part] of Object.entries(value)) {
      look(part, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
    }
  }
  const { cases, populate } = result;
  look({ cases, ...populate && { populate } }, "");
  const [first, ...others] = broken;
  if (first === undefined) return [];
  const more = others.length === 0 ? "" : `, and so ${others.length} more`;
  return [`"${name}" cannot be added: ${first}${more}`];
}

function whyBroken(histogram: string, count: unknown): string | undefined {
  const buckets = histogram.startsWith(SIGN) ? readHistogram(histogram) : null;
  if (buckets === null) return "holds no histogram that can be read";
  const held = buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  return held === count ? undefined : `says ${count} times, and its histogram holds ${held}`;
}
