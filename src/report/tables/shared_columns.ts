import type { CaseResult } from "../../result/case.ts";
import type { TimeSummary } from "../../result/time_summary.ts";
import { formatMs } from "../../result/format.ts";
import { figureCell, type TableCell, type TableColumn } from "../model.ts";

/** The columns of a distribution. The p95 joins where there is room for everything else. */
export const PERCENTILES: readonly TableColumn[] = [
  { title: "p50" },
  { title: "p90", priority: 2 },
  { title: "p95", priority: 0 },
  { title: "p99" },
  { title: "p99.9", priority: 3 },
  { title: "max", priority: 7 },
];

/** A distribution's cells in the columns of {@linkcode PERCENTILES}. */
export function percentiles(
  time: Omit<TimeSummary, "histogram"> | null,
  format = formatMs,
): TableCell[] {
  return [time?.p50, time?.p90, time?.p95, time?.p99, time?.p999, time?.max]
    .map((ms) => figureCell(ms, format));
}

/**
 * The counts of operations that were due and not sent, under the titles of their columns: every table of an open load and
 * the interval log show all of them.
 */
export const NOT_SENT: readonly {
  readonly title: string;
  /** What becomes of an operation that is due while the pool is full. Other loads have none of these, or a few. */
  readonly overflow: "queue" | "drop";
  of(measured: CaseResult): number;
}[] = [
  { title: "dropped", overflow: "drop", of: ({ dropped }) => dropped },
  // Results of earlier versions have none.
  {
    title: "unsent",
    overflow: "queue",
    of: ({ unsent = 0 }: Partial<CaseResult>) => unsent,
  },
];
