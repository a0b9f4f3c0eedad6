import { type ComparedCases, completeComparisons } from "../../result/conclude/compared_cases.ts";
import { speedupsOf } from "../../result/conclude/speedups.ts";
import type { PoolSpeedup, Result } from "../../result/document.ts";
import {
  formatDuration,
  formatDurationInterval,
  formatInterval,
  formatMs,
  formatPool,
} from "../../result/format.ts";
import type { TableBlock } from "../model.ts";
import {
  comparedCell,
  comparedColumns,
  type ComparedFigure,
  repetitionsCaption,
  speedupCell,
} from "./compared.ts";
import { axisColumn, axisNames, combinationOf, parameterCell } from "./coordinates.ts";

/** How wide a figure is without its interval, and with it. */
const PLAIN = { figure: 9, speedup: 7 };
const WITH_INTERVALS = { figure: 16, speedup: 13 };

const WALL_TIME: ComparedFigure = {
  best: "low",
  of: ({ elapsed }) => elapsed,
  format: formatDuration,
  formatInterval: formatDurationInterval,
};

const THROUGHPUT: ComparedFigure = {
  best: "high",
  of: ({ throughput }) => throughput,
  format: formatMs,
  formatInterval: (interval) => formatInterval(interval, formatMs),
};

/**
 * The first table of a closed load: latency down, pool sizes across, wall time in the cells; each pool's speedup over
 * the first. A row appears when all repetitions of all its pool sizes are measured.
 */
export function speedupTable(result: Result): TableBlock {
  const narrow = tableOf(result, false);
  const isRepeated = result.environment.settings.repetitions > 1;
  return isRepeated ? { ...tableOf(result, true), narrow } : narrow;
}

function tableOf(result: Result, hasIntervals: boolean): TableBlock {
  const { cases, environment: { settings } } = result;
  const { poolSizes, repetitions, duration } = settings;
  const axes = axisNames(cases);
  const figure = duration === undefined ? WALL_TIME : THROUGHPUT;
  const across = poolSizes.map((size, at) => ({ title: formatPool(size), hasSpeedup: at > 0 }));
  const widths = hasIntervals ? WITH_INTERVALS : PLAIN;
  const figures = duration === undefined ? "Wall time per case" : "Operations per second";
  return {
    kind: "table",
    columns: [
      ...axes.map((name) => axisColumn(name, settings)),
      ...comparedColumns(across, widths, figure),
    ],
    rows: completeComparisons(cases, "poolSize", poolSizes, repetitions).map((compared) => [
      ...axes.map((name) => parameterCell(name, compared.parameters[name])),
      ...poolSizes.flatMap((poolSize, at) => [
        comparedCell(compared.across.get(poolSize) ?? [], figure, hasIntervals),
        ...at > 0 ? [speedupCell(speedupIn(result, compared, poolSize), hasIntervals)] : [],
      ]),
    ]),
    caption: [
      `${figures}; speedup by throughput.`,
      ...repetitionsCaption(repetitions, hasIntervals),
    ],
    grows: true,
  };
}

function speedupIn(
  result: Result,
  compared: ComparedCases,
  poolSize: number,
): PoolSpeedup | undefined {
  return speedupsOf(result).filter((speedup) => "poolSize" in speedup).find((speedup) =>
    speedup.poolSize === poolSize && combinationOf(speedup) === combinationOf(compared)
  );
}
