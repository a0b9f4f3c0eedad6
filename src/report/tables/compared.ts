import type { CaseResult } from "../../result/case.ts";
import { meanInterval, meanOf } from "../../result/conclude/estimates.ts";
import type { Interval, Speedup } from "../../result/document.ts";
import { formatCheck, formatInterval, formatSpeedup } from "../../result/format.ts";
import { figureCell, type TableCell, type TableColumn } from "../model.ts";

/** The widths of a table that compares: of its figures and of its speedups. */
export interface ComparedWidths {
  readonly figure: number;
  readonly speedup: number;
}

/** The columns that are compared: each has a figure, some also a speedup. */
export function comparedColumns(
  across: readonly { readonly title: string; readonly hasSpeedup: boolean }[],
  widths: ComparedWidths,
  { best }: ComparedFigure,
): TableColumn[] {
  return across.flatMap(({ title, hasSpeedup }) => [
    { title, minWidth: widths.figure, heat: best },
    ...hasSpeedup ? [{ title: "speedup", minWidth: widths.speedup, isSecond: true }] : [],
  ]);
}

/** The figure of a case that a table compares, and how it is written. */
export interface ComparedFigure {
  /** Which figures are good. */
  readonly best: "low" | "high";
  /** `undefined` where the case has none. */
  of(measured: CaseResult): number | undefined;
  format(value: number): string;
  formatInterval(interval: Interval): string;
}

/** The mean over the repetitions, marked when not all were completed or not all are valid. */
export function comparedCell(
  repetitions: readonly CaseResult[],
  figure: ComparedFigure,
  hasIntervals: boolean,
): TableCell {
  const { value, text } = meanCell(repetitions, figure, hasIntervals);
  const marks = (areCompleted(repetitions) ? "" : " (aborted)") +
    (areValid(repetitions) ? "" : ` ${formatCheck(false)}`);
  return { value, text: text + marks };
}

function meanCell(
  repetitions: readonly CaseResult[],
  figure: ComparedFigure,
  hasIntervals: boolean,
): TableCell {
  const completed = repetitions.filter(({ status }) => status === "completed");
  const figures = (completed.length > 0 ? completed : repetitions)
    .flatMap((measured) => figure.of(measured) ?? []);
  const format = hasIntervals && figures.length > 1
    ? () => figure.formatInterval(meanInterval(figures))
    : figure.format;
  return figureCell(meanOf(figures), format);
}

/** A speedup; an empty cell where it is unknown. */
export function speedupCell(found: Speedup | undefined, hasIntervals: boolean): TableCell {
  if (found === undefined) return { value: null, text: "" };
  const { speedup, interval } = found;
  const text = interval && hasIntervals
    ? formatInterval(interval, formatSpeedup)
    : formatSpeedup(speedup);
  return { value: speedup, text };
}

/** Whether every repetition ran to its end. */
export function areCompleted(repetitions: readonly CaseResult[]): boolean {
  return repetitions.every(({ status }) => status === "completed");
}

/** Whether the figures of every repetition are valid. */
export function areValid(repetitions: readonly CaseResult[]): boolean {
  return repetitions.every(({ verdict }) => verdict.valid);
}

/** What a caption says of repetitions. */
export function repetitionsCaption(repetitions: number, hasIntervals: boolean): string[] {
  const confidence = hasIntervals ? ", with 95 % confidence" : "";
  return repetitions === 1 ? [] : [`Means of ${repetitions} repetitions${confidence}.`];
}
