import type { Result } from "../../result/document.ts";
import { formatCheck, formatFigure } from "../../result/format.ts";
import { figureCell, paragraph, type Report, section, textCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** What was demanded of each case, what was measured, and whether it held. */
export function thresholdsSection({ cases, thresholds, search }: Result): Report {
  // The steps of a search show theirs.
  if (thresholds.length === 0 || search !== undefined) return [];
  const { columns, cells } = coordinatesOf(cases);
  const rows = thresholds.flatMap(({ expression, case: at, value, passed }) => {
    const measured = cases[at];
    if (measured === undefined) return [];
    return [[
      textCell(describeThreshold(expression)),
      ...cells(measured),
      figureCell(value, formatFigure),
      { value: passed, text: formatCheck(passed) },
    ]];
  });
  const title = { title: "threshold", align: "left" } as const;
  const failed = thresholds.filter(({ passed }) => !passed).length;
  return [
    section("Thresholds"),
    failed === 0
      ? paragraph("All held.")
      : paragraph([{ strong: `${failed} of ${thresholds.length} did not hold (✗).` }]),
    {
      kind: "table",
      columns: [title, ...columns, { title: "value" }, { title: "held" }],
      rows,
    },
  ];
}

/** A threshold with the unit of its bound: `responseTime.p99 < 20 ms`. */
export function describeThreshold(expression: string): string {
  return /(^|\.)\w+Time\.\w+\s*[<>]/.test(expression.trim())
    ? `${expression.trim()} ms`
    : expression.trim();
}
