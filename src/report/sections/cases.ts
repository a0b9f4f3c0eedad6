import type { Result } from "../../result/document.ts";
import { formatCount, formatMs, formatRate } from "../../result/format.ts";
import { isOpenLoad } from "../../result/kind.ts";
import { figureCell, type Report, section } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { goodputCells, goodputColumns } from "../tables/goodput_columns.ts";
import { requestColumns } from "../tables/request_columns.ts";
import { NOT_SENT, PERCENTILES, percentiles } from "../tables/shared_columns.ts";

/** Every case in full. */
export function casesSection(result: Result): Report {
  const { cases } = result;
  if (cases.length === 0) return [];
  const { columns, cells } = coordinatesOf(cases);
  const isOpen = isOpenLoad(result);
  const { settings } = result.environment;
  const { overflow } = settings;
  const notSent = NOT_SENT.filter((count) =>
    isOpen && (count.overflow === overflow || cases.some((measured) => count.of(measured) > 0))
  );
  // What other sections show as well is left out first.
  const requests = requestColumns(cases);
  const counts = [
    { title: "ops", priority: 5 },
    { title: "errors", priority: 6 },
    ...requests.columns,
    ...notSent.map(({ title }) => ({ title, priority: 4 })),
    { title: "ops/s" },
    ...goodputColumns(settings),
  ];
  const rows = cases.map((measured) => [
    ...cells(measured),
    figureCell(measured.operations, formatCount),
    figureCell(measured.errors.total, formatCount),
    ...requests.cells(measured),
    ...notSent.map(({ of }) => figureCell(of(measured), formatCount)),
    figureCell(measured.throughput, formatRate),
    ...goodputCells(settings, measured),
    ...percentiles(measured.responseTime),
  ]);
  return [
    section("Cases"),
    {
      kind: "table",
      columns: [...columns, ...counts, ...PERCENTILES],
      rows,
      caption: [
        `${isOpen ? "Response time in ms, due" : "Service time in ms, sent"} to done, ` +
        "injected latency included; failures are apart.",
      ],
    },
  ];
}

/** Under an open load: how much of the response time was service, and how much was the wait before it. */
export function timesSection(result: Result): Report {
  const { cases } = result;
  if (cases.length === 0 || !isOpenLoad(result)) return [];
  const { columns, cells } = coordinatesOf(cases);
  const times = ["service p50", "wait p50"].flatMap((title) => [
    { title },
    { title: "p99", priority: 3 },
    { title: "max", priority: 2 },
  ]);
  const rows = cases.map((measured) => [
    ...cells(measured),
    ...[measured.serviceTime, measured.waitTime].flatMap((time) =>
      [time?.p50, time?.p99, time?.max].map((ms) => figureCell(ms, formatMs))
    ),
  ]);
  return [
    section("Where the time went"),
    {
      kind: "table",
      columns: [...columns, ...times],
      rows,
      caption: ["In ms: wait is due to sent, service sent to done."],
    },
  ];
}
