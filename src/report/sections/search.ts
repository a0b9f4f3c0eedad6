import type { Result, SearchResult, ThresholdResult } from "../../result/document.ts";
import { escapeMarkdown, formatCheck, formatFigure, formatRate } from "../format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { table, type TableColumn } from "../tables/table.ts";
import { describeThreshold } from "./thresholds.ts";

/** What rate holds, and the steps that found it. */
export function searchSection(result: Result): string[] {
  const { search = [] } = result;
  if (search.length === 0) return [];
  const { label } = coordinatesOf(search);
  return [
    "## Search",
    ...search.flatMap((found) => {
      const place = label(found);
      const answer = escapeMarkdown(`${place && `${place}: `}${describeSearch(found)}`);
      return [`**${answer}**`, stepTable(found, result)];
    }),
  ];
}

/** A search's answer in a line: `holds 4,300 ops/s with responseTime.p99 < 20 ms`. */
export function describeSearch({ rate, thresholds, limit, steps }: SearchResult): string {
  const condition = `with ${thresholds.map(describeThreshold).join(", ")}`;
  if (rate !== null) {
    const held = `${formatRate(rate)} ops/s ${condition}`;
    if (limit === "thresholds") return `holds ${held}`;
    return limit === "client"
      ? `holds at least ${held}; above it the client was the limit, not the server`
      : `holds at least ${held}, the highest rate tried`;
  }
  if (steps.length === 0) return "no rate was tried";
  const lowest = formatRate(Math.min(...steps.map(({ rate }) => rate)));
  return limit === "client"
    ? `no answer: the client was the limit, not the server, even at ${lowest} ops/s`
    : `does not even hold ${lowest} ops/s ${condition}`;
}

function stepTable(
  { steps, thresholds }: SearchResult,
  { cases, thresholds: all }: Result,
): string {
  const columns: TableColumn[] = [
    { title: "rate" },
    { title: "sent/s" },
    ...thresholds.map((expression) => ({ title: describeThreshold(expression) })),
    { title: "held", align: "left" },
  ];
  const rows = steps.map(({ rate, case: at, passed }) => {
    const { schedule = null, verdict: { valid } = { valid: true } } = cases[at] ?? {};
    return [
      formatRate(rate),
      schedule === null ? "–" : formatRate(schedule.achieved),
      ...thresholds.map((expression) => formatValue(all, expression, at)),
      formatCheck(passed) + (valid ? "" : " not valid"),
    ];
  });
  return table(columns, rows);
}

function formatValue(all: readonly ThresholdResult[], expression: string, at: number): string {
  const found = all.find((one) => one.case === at && one.expression === expression);
  const value = typeof found?.value === "number" ? formatFigure(found.value) : "–";
  return found?.passed === false ? `${value} ✗` : value;
}
