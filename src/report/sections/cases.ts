import type { Result } from "../../result/document.ts";
import { formatCount, formatMs, formatRate } from "../format.ts";
import { isOpenLoad } from "../open_load.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/percentiles.ts";
import { table } from "../tables/table.ts";

/** Every case in full. */
export function casesSection(result: Result): string[] {
  const { cases } = result;
  if (cases.length === 0) return [];
  const { columns, cells } = coordinatesOf(cases);
  const isOpen = isOpenLoad(result);
  // What other sections tell as well can be spared.
  const counts = [
    { title: "ops", spare: 5 },
    { title: "errors", spare: 6 },
    ...isOpen ? [{ title: "dropped", spare: 4 }] : [],
    { title: "ops/s" },
  ];
  const rows = cases.map((measured) => [
    ...cells(measured),
    formatCount(measured.operations),
    formatCount(measured.errors.total),
    ...isOpen ? [formatCount(measured.dropped)] : [],
    formatRate(measured.throughput),
    ...percentiles(measured.responseTime),
  ]);
  return [
    "## Cases",
    table([...columns, ...counts, ...PERCENTILES], rows),
    `${isOpen ? "Response time in ms, due" : "Service time in ms, sent"} to done, ` +
    "injected latency included; failures are apart.",
  ];
}

/** Under an open load: what of the response time was the service, and what the wait before it. */
export function timesSection(result: Result): string[] {
  const { cases } = result;
  if (cases.length === 0 || !isOpenLoad(result)) return [];
  const { columns, cells } = coordinatesOf(cases);
  const times = ["service p50", "wait p50"].flatMap((title) => [
    { title },
    { title: "p99", spare: 3 },
    { title: "max", spare: 2 },
  ]);
  const rows = cases.map((measured) => [
    ...cells(measured),
    ...[measured.serviceTime, measured.waitTime].flatMap((time) =>
      time === null ? ["–", "–", "–"] : [time.p50, time.p99, time.max].map(formatMs)
    ),
  ]);
  return [
    "## Where the time went",
    table([...columns, ...times], rows),
    "In ms: wait is due to sent, service sent to done.",
  ];
}
