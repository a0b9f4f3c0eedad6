import type { CaseComparison, MetricComparison, PairComparison } from "../../compare/comparison.ts";
import { formatCheck } from "../../result/format.ts";
import { figureCell, type TableBlock, type TableCell, textCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { formatChange, METRIC_NAMES, VERDICT_NAMES } from "./labels.ts";

/** A row a case: how much each figure changed, and the verdict. */
export function changesTable({ cases }: PairComparison): TableBlock {
  const { columns, cells } = coordinatesOf(cases);
  const metrics = cases[0]?.metrics ?? [];
  return {
    kind: "table",
    columns: [
      ...columns,
      ...metrics.map(({ metric }) => ({
        title: metric === "throughput" ? "ops/s" : METRIC_NAMES[metric],
        ...metric in PRIORITIES && { priority: PRIORITIES[metric]! },
      })),
      { title: "verdict", align: "left" as const },
    ],
    rows: cases.map((one) => [
      ...cells(one),
      ...one.metrics.map(changeCell),
      textCell(verdictText(one)),
    ]),
    caption: [
      `Change of throughput and of the response time's percentiles; ${formatCheck(true)} better, ` +
      `${formatCheck(false)} worse, without a mark: no difference is shown.`,
    ],
  };
}

/** What is left out first where there is no room; the figures of each case have all. */
const PRIORITIES: Readonly<Record<string, number>> = { p95: 2, p50: 3 };

/** A change, marked where it is better or worse. */
export function changeCell({ difference, verdict }: MetricComparison): TableCell {
  const mark = verdict === "better"
    ? ` ${formatCheck(true)}`
    : verdict === "worse"
    ? ` ${formatCheck(false)}`
    : "";
  return figureCell(difference, (share) => `${formatChange(share)}${mark}`);
}

/** The verdict; where a case is better and worse, both. */
function verdictText({ verdict, metrics }: CaseComparison): string {
  const isMixed = verdict === "worse" && metrics.some((one) => one.verdict === "better");
  return isMixed ? "worse and better" : VERDICT_NAMES[verdict];
}
