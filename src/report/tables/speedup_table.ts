import type { CaseResult } from "../../result/case.ts";
import { ratioInterval } from "../../result/conclude/estimates.ts";
import type { Environment, Result } from "../../result/document.ts";
import {
  formatDuration,
  formatDurationInterval,
  formatInterval,
  formatMs,
  formatPool,
  formatSpeedup,
} from "../format.ts";
import {
  comparedColumns,
  completeLines,
  type Figure,
  formatCell,
  repetitionsCaption,
} from "./compared.ts";
import { axisColumn, axisNames, formatParameter } from "./coordinates.ts";
import { mean } from "./repetitions.ts";
import { isWithinTerminal, table, type TableColumn } from "./table.ts";

/** How wide a figure is without its interval, and with it. */
const PLAIN = { figure: 9, speedup: 7 };
const WITH_INTERVALS = { figure: 16, speedup: 13 };

const WALL_TIME: Figure = {
  of: ({ elapsed }) => elapsed,
  format: formatDuration,
  formatInterval: formatDurationInterval,
};

const THROUGHPUT: Figure = {
  of: ({ throughput }) => throughput,
  format: formatMs,
  formatInterval: (interval) => formatInterval(interval, formatMs),
};

/**
 * The experiment's table: latency down, pool sizes across, wall time in the cells; each pool's speedup over the first.
 * A line appears when all repetitions of all its pool sizes are measured.
 */
export function speedupTable({ cases, environment: { settings } }: Result): string {
  const { poolSizes, repetitions, duration } = settings;
  const [first = 1, ...others] = poolSizes;
  const axes = axisNames(cases);
  const places = axes.map((name) => axisColumn(name, settings));
  const figure = duration === undefined ? WALL_TIME : THROUGHPUT;
  const isExact = hasIntervals(places, settings);
  return table(
    columns(places, poolSizes, isExact ? WITH_INTERVALS : PLAIN),
    completeLines(cases, "poolSize", poolSizes, repetitions).map(({ parameters, across }) => {
      const base = across.get(first) ?? [];
      return [
        ...axes.map((name) => formatParameter(name, parameters[name])),
        formatCell(base, figure, isExact),
        ...others.flatMap((poolSize) => {
          const other = across.get(poolSize) ?? [];
          return [formatCell(other, figure, isExact), formatRatio(base, other, isExact)];
        }),
      ];
    }),
  );
}

/** What the figures of {@linkcode speedupTable} are. */
export function speedupCaption({ cases, environment: { settings } }: Result): string {
  const places = axisNames(cases).map((name) => axisColumn(name, settings));
  const figures = settings.duration === undefined ? "Wall time per case" : "Operations per second";
  return `${figures}; speedup by throughput.` +
    repetitionsCaption(settings.repetitions, hasIntervals(places, settings));
}

/** Intervals are shown where the table has room for them. */
function hasIntervals(
  places: readonly TableColumn[],
  { poolSizes, repetitions }: Environment["settings"],
): boolean {
  return repetitions > 1 && isWithinTerminal(columns(places, poolSizes, WITH_INTERVALS));
}

function columns(
  places: readonly TableColumn[],
  poolSizes: readonly number[],
  widths: typeof PLAIN,
): TableColumn[] {
  const across = poolSizes.map((poolSize, at) => ({
    title: formatPool(poolSize),
    hasSpeedup: at > 0,
  }));
  return [...places, ...comparedColumns(across, widths)];
}

// By throughput: it counts what succeeded, so that failing fast is no speedup.
function formatRatio(
  base: readonly CaseResult[],
  other: readonly CaseResult[],
  isExact: boolean,
): string {
  const [from, to] = [base, other].map((cases) => cases.map(({ throughput }) => throughput));
  const interval = ratioInterval(from ?? [], to ?? []);
  if (interval && isExact) return formatInterval(interval, formatSpeedup);
  const ratio = interval?.mean ?? mean(to ?? []) / mean(from ?? []);
  return Number.isFinite(ratio) ? formatSpeedup(ratio) : "";
}
