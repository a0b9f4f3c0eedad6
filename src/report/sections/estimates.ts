import type { Result } from "../../result/document.ts";
import { formatInterval, formatMs, formatRate } from "../format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { table } from "../tables/table.ts";

/** What the repetitions of each case say together. */
export function estimatesSection({ estimates }: Result): string[] {
  if (estimates.length === 0) return [];
  const { columns, cells } = coordinatesOf(estimates);
  const rows = estimates.map((estimate) => [
    ...cells(estimate),
    String(estimate.repetitions),
    formatInterval(estimate.throughput, formatRate),
    ...estimate.responseTime === null
      ? ["–", "–"]
      : [estimate.responseTime.p50, estimate.responseTime.p99]
        .map((interval) => formatInterval(interval, formatMs)),
  ]);
  const figures = [
    { title: "repetitions", spare: 2 },
    { title: "ops/s" },
    { title: "p50", spare: 3 },
    { title: "p99" },
  ];
  return [
    "## Repetitions",
    table([...columns, ...figures], rows),
    "Means with 95 % confidence; p50 and p99 of the response time in ms.",
  ];
}
