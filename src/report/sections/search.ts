import { describeHalf, nameGaveWay } from "../../result/conclude/search_answers.ts";
import type { GaveWay, Result, SearchResult, ThresholdResult } from "../../result/document.ts";
import { formatCheck, formatFigure, formatRate, formatShare } from "../../result/format.ts";
import {
  figureCell,
  paragraph,
  type Report,
  section,
  type TableBlock,
  type TableCell,
  type TableColumn,
} from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { PERCENTILES, percentiles } from "../tables/shared_columns.ts";
import { describeThreshold } from "./thresholds.ts";

/** The rate that holds, and the steps that found it. */
export function searchSection(result: Result): Report {
  const { search = [] } = result;
  if (search.length === 0) return [];
  const { label } = coordinatesOf(search);
  return [
    section("Search"),
    ...search.flatMap((found) => {
      const place = label(found);
      const answer = `${place && `${place}: `}${describeSearch(found)}`;
      return [
        paragraph([{ strong: answer }]),
        ...found.gaveWay ? [paragraph(describeGaveWay(found.gaveWay))] : [],
        stepTable(found, result),
        ...curveOf(found, result),
      ];
    }),
  ];
}

/** A search's answer in a line: `holds 4,300 ops/s with responseTime.p99 < 20 ms`. */
export function describeSearch({ rate, thresholds, limit, steps }: SearchResult): string {
  const condition = `with ${thresholds.map(describeThreshold).join(", ")}`;
  if (rate !== null) {
    const held = `${formatRate(rate)} ops/s ${condition}`;
    if (limit === "thresholds") return `holds ${held}`;
    if (limit === "target") return `holds at least ${held}; a server ended before more was known`;
    return limit === "client"
      ? `holds at least ${held}; above it the client was the limit, not the server`
      : `holds at least ${held}, the highest rate tried`;
  }
  if (limit === "target") return "no answer: a server ended before a rate was found";
  if (steps.length === 0) return "no rate was tried";
  const lowest = formatRate(Math.min(...steps.map(({ rate }) => rate)));
  return limit === "client"
    ? `no answer: the client was the limit, not the server, even at ${lowest} ops/s`
    : `does not even hold ${lowest} ops/s ${condition}`;
}

function describeGaveWay(gaveWay: GaveWay): string {
  const where = `at ${formatRate(gaveWay.rate)} ops/s`;
  return `First to give way, ${where}: ${nameGaveWay(gaveWay)} (${gaveWay.message}).`;
}

/** Latency against throughput, at shares of the rate that holds. */
function curveOf(found: SearchResult, { cases }: Result): Report {
  const { curve = [], rate } = found;
  if (curve.length === 0 || rate === null) return [];
  const rows = curve.flatMap((at) => cases[at] ?? []).map((measured) => [
    figureCell((measured.schedule?.rate ?? NaN) / rate, formatShareOfRate),
    figureCell(measured.throughput, formatRate),
    ...percentiles(measured.responseTime),
    { value: measured.verdict.valid, text: formatCheck(measured.verdict.valid) },
  ]);
  const half = describeHalf(found, cases);
  return [
    ...half === undefined ? [] : [paragraph(half)],
    {
      kind: "table",
      columns: [{ title: "of it" }, { title: "ops/s" }, ...PERCENTILES, { title: "valid" }],
      rows,
      caption: ["Latency against throughput: response time in ms, due to done."],
    },
  ];
}

function formatShareOfRate(share: number): string {
  return formatShare(Number(share.toFixed(2)));
}

function stepTable(
  { steps, thresholds }: SearchResult,
  { cases, thresholds: all }: Result,
): TableBlock {
  const columns: TableColumn[] = [
    { title: "rate" },
    { title: "sent/s" },
    ...thresholds.map((expression) => ({ title: describeThreshold(expression) })),
    { title: "held", align: "left" },
  ];
  const rows = steps.map(({ rate, case: at, passed }) => {
    const { schedule = null, verdict: { valid } = { valid: true }, endedBy } = cases[at] ?? {};
    const remark = endedBy === "search" ? " ended early" : valid ? "" : " not valid";
    return [
      figureCell(rate, formatRate),
      figureCell(schedule?.achieved, formatRate),
      ...thresholds.map((expression) => valueCell(all, expression, at)),
      { value: passed, text: formatCheck(passed) + remark },
    ];
  });
  return { kind: "table", columns, rows };
}

function valueCell(all: readonly ThresholdResult[], expression: string, at: number): TableCell {
  const found = all.find((one) => one.case === at && one.expression === expression);
  const { value, text } = figureCell(found?.value, formatFigure);
  return { value, text: found?.passed === false ? `${text} ✗` : text };
}
