import type { Environment, Result, Speedup } from "../../result/document.ts";
import { formatInterval, formatMs, formatSpeedup } from "../format.ts";
import { isOpenLoad } from "../open_load.ts";
import { wrap } from "../prose.ts";
import { comparedColumns, type Figure, formatCell, repetitionsCaption } from "./compared.ts";
import { axisColumn, axisNames, formatParameter, isLatencyAsked, valuesOf } from "./coordinates.ts";
import { modesOf, type PageLine, pageLines } from "./page_lines.ts";
import { growingTable, isWithinTerminal, type TableColumn } from "./table.ts";

type Settings = Environment["settings"];

/** How wide a figure is without its interval, and with it. */
const PLAIN = { figure: 7, speedup: 7 };
const WITH_INTERVALS = { figure: 13, speedup: 13 };

const RESPONSE_TIME: Figure = {
  of: ({ responseTime }) => responseTime?.mean,
  format: formatMs,
  formatInterval: (interval) => formatInterval(interval, formatMs),
};

/**
 * The first table of a page: what the cases vary in down, modes across, mean response time in the cells; each mode's
 * speedup over serial, and what the longest chain allows. A line appears when all repetitions of all its modes are
 * measured.
 */
export function pageTable(result: Result): string {
  const modes = modesOf(result);
  const axes = axesOf(result);
  const isExact = hasIntervals(result);
  const cells = ({ parameters, across, speedups, allowed }: PageLine) => [
    ...axes.map((name) => formatParameter(name, parameters[name])),
    ...modes.flatMap((mode) => [
      formatCell(across.get(mode) ?? [], RESPONSE_TIME, isExact),
      ...isCompared(mode, modes) ? [formatRatio(speedups.get(mode), isExact)] : [],
    ]),
    ...modes.includes("serial") ? [allowed === undefined ? "" : formatSpeedup(allowed)] : [],
  ];
  return growingTable(
    columns(result, isExact ? WITH_INTERVALS : PLAIN),
    pageLines(result).map(cells),
  );
}

/** What the figures of {@linkcode pageTable} are. */
export function pageCaption(result: Result): string {
  const modes = modesOf(result);
  const hasFailed = result.cases.some(({ errors }) => errors.total > 0);
  const figures = hasFailed
    ? "Mean response time in ms of the pages that succeeded"
    : "Mean page response time in ms";
  const span = isOpenLoad(result) ? ", due to done" : "";
  const base = modes.some((mode) => isCompared(mode, modes)) ? "; speedups are over serial" : "";
  return wrap(`${figures}${span}${base}.`) +
    repetitionsCaption(result.environment.settings.repetitions, hasIntervals(result));
}

/** Without serial pages there is nothing to compare with. */
function isCompared(mode: string, modes: readonly string[]): boolean {
  return mode !== "serial" && modes.includes("serial");
}

/** Intervals are shown where the table has room for them. */
function hasIntervals(result: Result): boolean {
  return result.environment.settings.repetitions > 1 &&
    isWithinTerminal(columns(result, WITH_INTERVALS));
}

/** What is the same in all lines goes first where there is no room, then what the words below say, too. */
function columns(result: Result, widths: typeof PLAIN): TableColumn[] {
  const { environment: { settings } } = result;
  const modes = modesOf(result);
  const places = axesOf(result).map((name) => ({
    ...axisColumn(name, settings),
    ...valuesOf(name, settings).length === 1 && { spare: 1 },
  }));
  const across = modes.map((mode) => ({ title: mode, hasSpeedup: isCompared(mode, modes) }));
  return [
    ...places,
    ...comparedColumns(across, widths),
    ...modes.includes("serial") ? [{ title: "chain allows", spare: 2 }] : [],
  ];
}

/** A pool of one page, and no latency but the steps' own, go without saying. */
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

function formatRatio(found: Speedup | undefined, isExact: boolean): string {
  if (found === undefined) return "";
  const { speedup, interval } = found;
  return interval && isExact ? formatInterval(interval, formatSpeedup) : formatSpeedup(speedup);
}
