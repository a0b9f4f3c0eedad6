import type { Result } from "../../result/document.ts";
import { formatCheck, formatFigure } from "../format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { table } from "../tables/table.ts";

/** What was demanded of each case, what it was, and whether it held. */
export function thresholdsSection({ cases, thresholds, search }: Result): string[] {
  // The steps of a search show theirs.
  if (thresholds.length === 0 || search !== undefined) return [];
  const { columns, cells } = coordinatesOf(cases);
  const rows = thresholds.flatMap(({ expression, case: at, value, passed }) => {
    const measured = cases[at];
    if (measured === undefined) return [];
    const figure = value === null ? "–" : formatFigure(value);
    return [[describeThreshold(expression), ...cells(measured), figure, formatCheck(passed)]];
  });
  const title = { title: "threshold", align: "left" } as const;
  const failed = thresholds.filter(({ passed }) => !passed).length;
  return [
    "## Thresholds",
    failed === 0 ? "All held." : `**${failed} of ${thresholds.length} did not hold (✗).**`,
    table([title, ...columns, { title: "value" }, { title: "held" }], rows),
  ];
}

/** A threshold with the unit of its bound: `responseTime.p99 < 20 ms`. */
export function describeThreshold(expression: string): string {
  return /^\s*\w+Time\./.test(expression) ? `${expression.trim()} ms` : expression.trim();
}
