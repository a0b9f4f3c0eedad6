/**
 * Figures as text that is small enough to put into a page: columns of numbers, each written once, with the digits that can
 * be seen.
 */
import type { Figure, FigureLine, HeatFigure, LineFigure } from "./figure.ts";

/** A figure as the page holds it. */
export type PackedFigure = PackedLines | PackedHeat;

/** A figure of lines, with the columns of x that its lines share. */
export interface PackedLines extends Omit<LineFigure, "lines"> {
  readonly xs: readonly (readonly number[])[];
  readonly lines: readonly PackedLine[];
}

/** A line: which of the figure's columns its x are, and its y. */
export interface PackedLine extends Omit<FigureLine, "points"> {
  readonly x: number;
  readonly y: readonly (number | null)[];
  readonly labels?: readonly string[];
}

/** A heat map: of each column the place of its first row that is not 0, and the counts from there on. */
export interface PackedHeat extends Omit<HeatFigure, "counts"> {
  readonly counts: readonly (readonly number[])[];
}

/** Figures as JSON, for a `<script type="application/json">`: nothing in it ends the element or a line. */
export function figuresJson(figures: readonly Figure[]): string {
  return JSON.stringify(figures.map(pack))
    .replaceAll(
      /[<\u007f-\u009f\u2028\u2029]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/** Packs one figure. */
export function pack(figure: Figure): PackedFigure {
  return figure.kind === "heat" ? packHeat(figure) : packLines(figure);
}

function packLines({ lines, ...figure }: LineFigure): PackedLines {
  const xs = new Map<string, { at: number; values: readonly number[] }>();
  const packed = lines.map(({ points, ...line }) => {
    const values = points.map(({ x }) => round(x, 7));
    const key = values.join();
    const column = xs.get(key) ?? { at: xs.size, values };
    xs.set(key, column);
    const hasLabels = points.some(({ label }) => label !== undefined);
    return {
      ...line,
      x: column.at,
      y: points.map(({ y }) => y === null || !Number.isFinite(y) ? null : round(y, 4)),
      ...hasLabels && { labels: points.map(({ label = "" }) => label) },
    };
  });
  return { ...figure, xs: [...xs.values()].map(({ values }) => values), lines: packed };
}

function packHeat({ counts, xEdges, yEdges, ...figure }: HeatFigure): PackedHeat {
  return {
    ...figure,
    xEdges: xEdges.map((edge) => round(edge, 5)),
    yEdges: yEdges.map((edge) => round(edge, 5)),
    counts: counts.map((column) => {
      const first = column.findIndex((count) => count > 0);
      if (first < 0) return [];
      const last = column.findLastIndex((count) => count > 0);
      return [first, ...column.slice(first, last + 1)];
    }),
  };
}

/** The counts of a heat map's columns again, each with all its rows. */
export function unpackCounts({ counts, yEdges }: PackedHeat): number[][] {
  return counts.map(([first = 0, ...some]) => {
    const column = new Array<number>(yEdges.length - 1).fill(0);
    some.forEach((count, at) => column[first + at] = count);
    return column;
  });
}

function round(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
