import type { Result } from "../../result/document.ts";
import { type Block, section } from "../model.ts";
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

/** The figures under their heading, for renderers that draw: the others leave them out, and so need no heading. */
export function figuresSection(result: Result): Block[] {
  const figures = figuresOf(result);
  return figures.length === 0
    ? []
    : [section("Figures"), ...figures.map((figure) => ({ kind: "figure" as const, figure }))];
}
