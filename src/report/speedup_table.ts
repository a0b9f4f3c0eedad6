import type { CaseResult } from "../result/case.ts";
import type { Environment, Result } from "../result/document.ts";
import { meanInterval, ratioInterval } from "../result/estimates.ts";
import { axisColumn, axisNames, formatParameter } from "./coordinates.ts";
import {
  formatCheck,
  formatDuration,
  formatDurationInterval,
  formatInterval,
  formatMs,
  formatPool,
  formatSpeedup,
} from "./format.ts";
import { areCompleted, areValid, mean } from "./repetitions.ts";
import { table, type TableColumn, TERMINAL, widthOf } from "./table.ts";

/** How wide a figure is without its interval, and with it. */
const PLAIN = { figure: 9, speedup: 7 };
const WITH_INTERVALS = { figure: 16, speedup: 13 };

/** What sets one line of the table apart from the next: the case's parameters without the pool size. */
interface Line {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The repetitions of each pool. */
  readonly byPool: ReadonlyMap<unknown, readonly CaseResult[]>;
}

/** How the figures are shown. */
interface Style {
  readonly isByDuration: boolean;
  readonly hasIntervals: boolean;
}

/**
 * The experiment's table: latency down, pool sizes across, wall time in the cells; each pool's speedup over the first.
 * A line appears when all repetitions of all its pool sizes are measured.
 */
export function speedupTable({ cases, environment: { settings } }: Result): string {
  const { poolSizes, repetitions } = settings;
  const [first = 1, ...others] = poolSizes;
  const axes = axisNames(cases);
  const places = axes.map((name) => axisColumn(name, settings));
  const style = styleOf(places, settings);
  const lines = groupLines(cases).filter(({ byPool }) =>
    poolSizes.every((poolSize) => byPool.get(poolSize)?.length === repetitions)
  );
  return table(
    columns(places, poolSizes, style.hasIntervals ? WITH_INTERVALS : PLAIN),
    lines.map(({ parameters, byPool }) => {
      const base = byPool.get(first) ?? [];
      return [
        ...axes.map((name) => formatParameter(name, parameters[name])),
        formatCell(base, style),
        ...others.flatMap((poolSize) => {
          const other = byPool.get(poolSize) ?? [];
          return [formatCell(other, style), formatRatio(base, other, style)];
        }),
      ];
    }),
  );
}

/** What the figures of {@linkcode speedupTable} are. */
export function speedupCaption({ cases, environment: { settings } }: Result): string {
  const { repetitions } = settings;
  const places = axisNames(cases).map((name) => axisColumn(name, settings));
  const { isByDuration, hasIntervals } = styleOf(places, settings);
  const figures = isByDuration ? "Operations per second" : "Wall time per case";
  const caption = `${figures}; speedup by throughput.`;
  if (repetitions === 1) return caption;
  return `${caption}\nMeans of ${repetitions} repetitions${
    hasIntervals ? ", with 95 % confidence" : ""
  }.`;
}

/** Intervals are shown where the table has room for them. */
function styleOf(
  places: readonly TableColumn[],
  { poolSizes, repetitions, duration }: Environment["settings"],
): Style {
  const isRoomy = isWithinTerminal(columns(places, poolSizes, WITH_INTERVALS));
  return { isByDuration: duration !== undefined, hasIntervals: repetitions > 1 && isRoomy };
}

function columns(
  places: readonly TableColumn[],
  [first = 1, ...others]: readonly number[],
  widths: typeof PLAIN,
): TableColumn[] {
  return [
    ...places,
    { title: formatPool(first), minWidth: widths.figure },
    ...others.flatMap((poolSize) => [
      { title: formatPool(poolSize), minWidth: widths.figure },
      { title: "speedup", minWidth: widths.speedup },
    ]),
  ];
}

function isWithinTerminal(columns: readonly TableColumn[]): boolean {
  const widths = columns.map(({ title, minWidth = 0 }) => Math.max(title.length, minWidth));
  return widthOf(widths) <= TERMINAL;
}

function groupLines(cases: readonly CaseResult[]): Line[] {
  const lines = Map.groupBy(
    cases,
    ({ parameters: { poolSize: _, ...others } }) => JSON.stringify(others),
  );
  return [...lines.values()].map((cases) => ({
    parameters: cases[0]?.parameters ?? {},
    byPool: Map.groupBy(cases, ({ parameters }) => parameters.poolSize),
  }));
}

function formatCell(repetitions: readonly CaseResult[], style: Style): string {
  return formatMeasured(repetitions, style) +
    (areCompleted(repetitions) ? "" : " (aborted)") +
    (areValid(repetitions) ? "" : ` ${formatCheck(false)}`);
}

function formatMeasured(repetitions: readonly CaseResult[], style: Style): string {
  const completed = repetitions.filter(({ status }) => status === "completed");
  const figures = (completed.length > 0 ? completed : repetitions)
    .map(({ elapsed, throughput }) => style.isByDuration ? throughput : elapsed);
  if (style.hasIntervals && figures.length > 1) {
    const interval = meanInterval(figures);
    return style.isByDuration
      ? formatInterval(interval, formatMs)
      : formatDurationInterval(interval);
  }
  return style.isByDuration ? formatMs(mean(figures)) : formatDuration(mean(figures));
}

// By throughput: it counts what succeeded, so that failing fast is no speedup.
function formatRatio(
  base: readonly CaseResult[],
  other: readonly CaseResult[],
  { hasIntervals }: Style,
): string {
  const [from, to] = [base, other].map((cases) => cases.map(({ throughput }) => throughput));
  const interval = ratioInterval(from ?? [], to ?? []);
  if (interval && hasIntervals) return formatInterval(interval, formatSpeedup);
  const ratio = interval?.mean ?? mean(to ?? []) / mean(from ?? []);
  return Number.isFinite(ratio) ? formatSpeedup(ratio) : "";
}
