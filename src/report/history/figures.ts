import { type HistoryMeasure, MEASURES } from "../../history/row.ts";
import { type HistorySeries, usableFigure } from "../../history/series.ts";
import { formatCounted } from "../../result/format.ts";
import type { Axis, FigureLine, LineFigure } from "../figures/figure.ts";
import { changeWords, dayOf, shortCommit } from "./sentences.ts";

const COMMITS: Axis = { label: "commits, in the order of time", scale: "linear", unit: "count" };

/** The figures of a case over its commits: throughput, and response times. */
export function historyFigures(series: HistorySeries, label: string, id: string): LineFigure[] {
  return [
    figureOf(series, label, {
      ...{ id: `${id}-throughput`, title: `Throughput of ${label}`, measures: ["throughput"] },
      y: { label: "operations", scale: "linear", unit: "perSecond" },
    }),
    figureOf(series, label, {
      ...{ id: `${id}-times`, title: `Response times of ${label}` },
      measures: MEASURES.filter((measure) => measure !== "throughput"),
      y: { label: "response time", scale: "log", unit: "ms" },
    }),
  ];
}

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly measures: readonly HistoryMeasure[];
  readonly y: Axis;
}

function figureOf(
  { rows, changes }: HistorySeries,
  label: string,
  { id, title, measures, y }: Shown,
): LineFigure {
  const shown = changes.filter(({ measure }) => measures.includes(measure));
  const found = shown.map((change) =>
    `${changeWords(change)} at ${shortCommit(change.between[1])}`
  );
  return {
    ...{ kind: "lines", id, title, x: COMMITS, y },
    summary: `${formatCounted(rows.length, "commit")}: ${
      found.length === 0 ? "no change was found" : found.join(", ")
    }.`,
    lines: measures.map((measure): FigureLine => ({
      ...{ label, measure },
      points: rows.map((row, at) => ({
        x: at + 1,
        y: usableFigure(row, measure) ?? null,
        label: `${shortCommit(row.commit)}, ${dayOf(row)}`,
      })),
    })),
    // Between the commits, as the change is in what lies between them.
    marks: shown.map((change) => ({ x: change.at + 0.5, label: changeWords(change) })),
  };
}
