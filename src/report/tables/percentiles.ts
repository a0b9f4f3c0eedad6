import type { TimeSummary } from "../../result/case.ts";
import { formatMs } from "../format.ts";
import type { TableColumn } from "./table.ts";

/** The columns of a distribution. */
export const PERCENTILES: readonly TableColumn[] = [
  { title: "p50" },
  { title: "p90", spare: 2 },
  { title: "p99" },
  { title: "p99.9", spare: 3 },
  { title: "max", spare: 7 },
];

/** A distribution's cells in the columns of {@linkcode PERCENTILES}. */
export function percentiles(time: TimeSummary | null, format = formatMs): string[] {
  if (time === null) return PERCENTILES.map(() => "–");
  return [time.p50, time.p90, time.p99, time.p999, time.max].map((ms) => format(ms));
}
