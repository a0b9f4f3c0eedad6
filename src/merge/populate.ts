import type { CaseResult } from "../result/case.ts";
import type { PopulateResult } from "../result/populate.ts";
import { mergeFigures } from "./merge_figures.ts";
import { sumOf } from "../measure/sums.ts";

/** What a populate has no figures of. */
const NONE = {
  ...{ schedule: null, dropped: 0, injectedLatency: null, series: [] },
  client: {
    ...{ cpu: 0, spinning: 0, eventLoopLag: null },
    pool: { mean: 0, max: 0, full: 0 },
    driver: { inFlight: 0, limit: 0 },
  },
  verdict: { valid: true, reasons: [] },
  warmup: { operations: 0, elapsed: 0 },
} satisfies Partial<CaseResult>;

/** What filled the tables: mostly one of the machines did, and the others were told not to. */
export function mergePopulates(parts: readonly PopulateResult[]): PopulateResult | undefined {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first;
  const { figures } = mergeFigures(parts.map((part): CaseResult => ({ ...part, ...NONE })));
  const asked = sumOf(parts, (part) => part.asked);
  const without = new Set([...Object.keys(NONE), "asked"]);
  const kept = Object.entries(figures).filter(([name]) => !without.has(name));
  return { ...Object.fromEntries(kept) as unknown as PopulateResult, asked };
}
