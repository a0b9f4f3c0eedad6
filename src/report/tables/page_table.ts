import { type ComparedModes, comparedModes } from "../../result/conclude/compared_cases.ts";
import type { Environment, Result } from "../../result/document.ts";
import { formatInterval, formatMs, formatSpeedup } from "../../result/format.ts";
import { isOpenLoad, modesOf } from "../../result/kind.ts";
import { figureCell, type TableBlock, type TableCell, type TableColumn } from "../model.ts";
import {
  comparedCell,
  comparedColumns,
  type ComparedFigure,
  type ComparedWidths,
  repetitionsCaption,
  speedupCell,
} from "./compared.ts";
import { axisColumn, axisNames, isLatencyAsked, parameterCell, valuesOf } from "./coordinates.ts";

type Settings = Environment["settings"];

/** How wide a figure is without its interval, and with it. */
const PLAIN = { figure: 7, speedup: 7 };
const WITH_INTERVALS = { figure: 13, speedup: 13 };

const RESPONSE_TIME: ComparedFigure = {
  best: "low",
  of: ({ responseTime }) => responseTime?.mean,
  format: formatMs,
  formatInterval: (interval) => formatInterval(interval, formatMs),
};

/**
 * The first table of a page: what the cases vary in down, modes across, mean response time in the cells; each mode's
 * speedup over serial, and what the longest chain allows. A row appears when all repetitions of all its modes are
 * measured.
 */
export function pageTable(result: Result): TableBlock {
  const narrow = tableOf(result, false);
  const isRepeated = result.environment.settings.repetitions > 1;
  return isRepeated ? { ...tableOf(result, true), narrow } : narrow;
}

function tableOf(result: Result, hasIntervals: boolean): TableBlock {
  return {
    kind: "table",
    columns: columnsOf(result, hasIntervals ? WITH_INTERVALS : PLAIN),
    rows: comparedModes(result).map((compared) => cellsOf(result, compared, hasIntervals)),
    caption: captionOf(result, hasIntervals),
    grows: true,
  };
}

/** Without serial pages there is nothing to compare with. */
function isCompared(mode: string, modes: readonly string[]): boolean {
  return mode !== "serial" && modes.includes("serial");
}

/** Where there is no room, an axis of one value is left out first, then what the findings say, too. */
function columnsOf(result: Result, widths: ComparedWidths): TableColumn[] {
  const { environment: { settings } } = result;
  const modes = modesOf(result);
  const axes = axesOf(result).map((name) => ({
    ...axisColumn(name, settings),
    ...valuesOf(name, settings).length === 1 && { priority: 1 },
  }));
  const across = modes.map((mode) => ({ title: mode, hasSpeedup: isCompared(mode, modes) }));
  return [
    ...axes,
    ...comparedColumns(across, widths, RESPONSE_TIME),
    ...modes.includes("serial") ? [{ title: "chain allows", priority: 2 }] : [],
  ];
}

function cellsOf(
  result: Result,
  { parameters, across, speedups, allowed }: ComparedModes,
  hasIntervals: boolean,
): TableCell[] {
  const modes = modesOf(result);
  return [
    ...axesOf(result).map((name) => parameterCell(name, parameters[name])),
    ...modes.flatMap((mode) => [
      comparedCell(across.get(mode) ?? [], RESPONSE_TIME, hasIntervals),
      ...isCompared(mode, modes) ? [speedupCell(speedups.get(mode), hasIntervals)] : [],
    ]),
    ...modes.includes("serial")
      ? [allowed === undefined ? { value: null, text: "" } : figureCell(allowed, formatSpeedup)]
      : [],
  ];
}

function captionOf(result: Result, hasIntervals: boolean): string[] {
  const modes = modesOf(result);
  const hasFailed = result.cases.some(({ errors }) => errors.total > 0);
  const figures = hasFailed
    ? "Mean response time in ms of the pages that succeeded"
    : "Mean page response time in ms";
  const span = isOpenLoad(result) ? ", due to done" : "";
  const base = modes.some((mode) => isCompared(mode, modes)) ? "; speedups are over serial" : "";
  return [
    `${figures}${span}${base}.`,
    ...repetitionsCaption(result.environment.settings.repetitions, hasIntervals),
  ];
}

/** The axes that are shown: a pool of one page needs no column, and neither does a latency of 0 ms. */
function axesOf({ cases, environment: { settings } }: Result): string[] {
  const isShown: Record<string, boolean> = {
    latency: isLatencyAsked(settings),
    rate: settings.rate !== undefined,
    poolSize: isPoolShown(settings),
  };
  return [...axisNames(cases), "rate", "poolSize"].filter((name) => isShown[name] ?? true);
}

function isPoolShown({ poolSizes }: Settings): boolean {
  return poolSizes.length > 1 || poolSizes[0] !== 1;
}
