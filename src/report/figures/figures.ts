import type { Result } from "../../result/document.ts";
import { type Block, type Report, section } from "../model.ts";
import { coordinatorFigures, errorFigure } from "./count_figures.ts";
import type { Figure } from "./figure.ts";
import { heatFigures } from "./heat_figures.ts";
import { loadFigures } from "./load_figures.ts";
import { percentileFigure } from "./percentile_figure.ts";
import { secondFigures } from "./second_figures.ts";

/** All figures of a result, in the order of a report. One that has nothing to show is not among them. */
export function figuresOf(result: Result): Figure[] {
  return [
    ...loadFigures(result),
    ...percentileFigure(result),
    ...secondFigures(result),
    ...heatFigures(result),
    ...errorFigure(result),
    ...coordinatorFigures(result),
  ];
}

/** A result's report with its figures: a section before all others. Only for renderers that draw. */
export function withFigures(report: Report, result: Result): Report {
  const figures = figuresOf(result);
  if (figures.length === 0) return report;
  const first = report.findIndex((block) => block.kind === "heading" && block.level === 2);
  const at = first < 0 ? report.length : first;
  const blocks = figures.map((figure): Block => ({ kind: "figure", figure }));
  return [...report.slice(0, at), section("Figures"), ...blocks, ...report.slice(at)];
}
