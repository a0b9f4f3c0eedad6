/** A chart as data: a renderer draws it or leaves it out, and HTML puts its table behind it. */
export type Figure = LineFigure | HeatFigure;

interface FigureBase {
  /** Letters and dashes; unique in a report. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence: it is also the text alternative. */
  readonly summary: string;
  readonly x: Axis;
  readonly y: Axis;
}

/** An axis of a figure. */
export interface Axis {
  readonly label: string;
  /** `percentile` spreads a share p by log10(1 ÷ (1 − p)), as HdrHistogram draws it: each nine takes as much room. */
  readonly scale: "linear" | "log" | "percentile";
  /** What its figures are, and so how they are written. */
  readonly unit: "ms" | "perSecond" | "count" | "share" | "seconds" | "none";
}

/** Lines, or points, over one pair of axes. */
export interface LineFigure extends FigureBase {
  readonly kind: "lines";
  readonly lines: readonly FigureLine[];
  readonly marks: readonly FigureMark[];
}

/** One line of a figure. */
export interface FigureLine {
  /** The case, in words: it is switched on and off under this name in all figures. */
  readonly label: string;
  /** Which of a case's figures it is, where a figure has several: p50, p99. */
  readonly measure?: string;
  /** In the order in which they are joined: by x, but for a curve over loads, which can turn back. */
  readonly points: readonly FigurePoint[];
  /** @default {"line"} */
  readonly style?: "line" | "points" | "dashed";
  /** Whether it is shown at first. @default {true} */
  readonly isShown?: boolean;
}

/** One point of a line. */
export interface FigurePoint {
  readonly x: number;
  /** `null` where there is no figure: the line has a gap. */
  readonly y: number | null;
  /** What the point stands for, such as `pool 40`. */
  readonly label?: string;
}

/** An instant or a stretch, a limit, or with both coordinates a point, that has a name. */
export interface FigureMark {
  readonly x?: number;
  /** Where a stretch that begins at x ends. */
  readonly to?: number;
  readonly y?: number;
  readonly label: string;
  /** The label of the lines that it is about: it is shown with them. Absent where it is about all. */
  readonly of?: string;
}

/** How often something fell into each field of a grid. */
export interface HeatFigure extends FigureBase {
  readonly kind: "heat";
  /** The case, in words. */
  readonly label: string;
  /** Where columns begin and end: one more than there are columns. */
  readonly xEdges: readonly number[];
  /** Where rows begin and end, from the lowest: one more than there are rows. */
  readonly yEdges: readonly number[];
  /** By column, then by row. */
  readonly counts: readonly (readonly number[])[];
}
