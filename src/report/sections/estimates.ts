import type { Interval, Result } from "../../result/document.ts";
import { formatCount, formatInterval, formatMs, formatRate } from "../../result/format.ts";
import { figureCell, type Report, section, type TableCell } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** The means over the repetitions of each case. */
export function estimatesSection({ estimates }: Result): Report {
  if (estimates.length === 0) return [];
  const { columns, cells } = coordinatesOf(estimates);
  const rows = estimates.map((estimate) => [
    ...cells(estimate),
    figureCell(estimate.repetitions, formatCount),
    intervalCell(estimate.throughput, formatRate),
    intervalCell(estimate.responseTime?.p50, formatMs),
    intervalCell(estimate.responseTime?.p95, formatMs),
    intervalCell(estimate.responseTime?.p99, formatMs),
  ]);
  const figures = [
    { title: "repetitions", priority: 2 },
    { title: "ops/s" },
    { title: "p50", priority: 3 },
    { title: "p95", priority: 0 },
    { title: "p99" },
  ];
  return [
    section("Repetitions"),
    {
      kind: "table",
      columns: [...columns, ...figures],
      rows,
      caption: ["Means with 95 % confidence; percentiles of the response time in ms."],
    },
  ];
}

function intervalCell(
  interval: Interval | undefined,
  format: (value: number) => string,
): TableCell {
  return interval === undefined
    ? figureCell(null, format)
    : figureCell(interval.mean, () => formatInterval(interval, format));
}
