import type { CaseResult } from "../../result/case.ts";
import { meanInterval } from "../../result/conclude/estimates.ts";
import type { Interval } from "../../result/document.ts";
import { formatCheck } from "../format.ts";
import { areCompleted, areValid, mean } from "./repetitions.ts";
import type { TableColumn } from "./table.ts";

/** A line of a table that compares: cases that differ in one parameter only, which stands across. */
export interface Line {
  /** The first case's; they hold for the others, too, but for the one that stands across. */
  readonly parameters: CaseResult["parameters"];
  /** The repetitions of each value of the parameter across. */
  readonly across: ReadonlyMap<unknown, readonly CaseResult[]>;
}

/** The lines of which all repetitions of all values across are measured, in the order of the cases. */
export function completeLines(
  cases: readonly CaseResult[],
  name: "poolSize" | "mode",
  values: readonly (string | number)[],
  repetitions: number,
): Line[] {
  const lines = Map.groupBy(
    cases,
    ({ parameters: { [name]: _, ...others } }) => JSON.stringify(others),
  );
  return [...lines.values()]
    .map((cases) => ({
      parameters: cases[0]?.parameters ?? {},
      across: Map.groupBy(cases, ({ parameters }) => parameters[name]),
    }))
    .filter(({ across }) => values.every((value) => across.get(value)?.length === repetitions));
}

/** The columns across: each with its figure, some also with a speedup. */
export function comparedColumns(
  across: readonly { readonly title: string; readonly hasSpeedup: boolean }[],
  widths: { readonly figure: number; readonly speedup: number },
): TableColumn[] {
  return across.flatMap(({ title, hasSpeedup }) => [
    { title, minWidth: widths.figure },
    ...hasSpeedup ? [{ title: "speedup", minWidth: widths.speedup }] : [],
  ]);
}

/** What a cell shows of a case, and how. */
export interface Figure {
  /** `undefined` where the case has none. */
  of(measured: CaseResult): number | undefined;
  format(value: number): string;
  formatInterval(interval: Interval): string;
}

/** The mean over the repetitions, marked when not all were completed or can be believed. */
export function formatCell(
  repetitions: readonly CaseResult[],
  figure: Figure,
  hasIntervals: boolean,
): string {
  return formatMean(repetitions, figure, hasIntervals) +
    (areCompleted(repetitions) ? "" : " (aborted)") +
    (areValid(repetitions) ? "" : ` ${formatCheck(false)}`);
}

function formatMean(
  repetitions: readonly CaseResult[],
  figure: Figure,
  hasIntervals: boolean,
): string {
  const completed = repetitions.filter(({ status }) => status === "completed");
  const figures = (completed.length > 0 ? completed : repetitions)
    .flatMap((measured) => figure.of(measured) ?? []);
  if (figures.length === 0) return "–";
  return hasIntervals && figures.length > 1
    ? figure.formatInterval(meanInterval(figures))
    : figure.format(mean(figures));
}

/** What a caption says of repetitions. */
export function repetitionsCaption(repetitions: number, hasIntervals: boolean): string {
  const confidence = hasIntervals ? ", with 95 % confidence" : "";
  return repetitions === 1 ? "" : `\nMeans of ${repetitions} repetitions${confidence}.`;
}
