import { ResultError } from "../../errors.ts";
import { escapeSteering } from "../../result/format.ts";
import { describeCase, type HistoryFigure, type HistoryMeasure, type HistoryRow } from "../row.ts";

/** What github-action-benchmark reads: a file for each direction, as one says for all of its figures which is better. */
export interface GithubExport {
  /** The commit that the figures are of. */
  readonly commit: string;
  /** Throughputs, for `tool: customBiggerIsBetter`. */
  readonly bigger: string;
  /** Times, for `tool: customSmallerIsBetter`. */
  readonly smaller: string;
  /** How many cases are in neither, as their figures are invalid or missing. */
  readonly leftOut: number;
}

/**
 * The newest commit of a history for github-action-benchmark, which keeps a history of its own.
 *
 * @throws {ResultError} where none of its figures is valid, as the action refuses a file without any
 */
export function githubExport(rows: readonly HistoryRow[]): GithubExport {
  const newest = rows.reduce((a, b) => Date.parse(b.at) > Date.parse(a.at) ? b : a);
  const own = rows.filter(({ commit }) => commit === newest.commit);
  const valid = own.filter((row) => row.valid && row.p50 !== null);
  if (valid.length === 0) {
    throw new ResultError(
      `Cannot export commit ${newest.commit.slice(0, 12)} as none of its figures is valid`,
      "`history show` says which commits are left out",
    );
  }
  const entries = (measures: readonly HistoryMeasure[], unit: string) =>
    valid.flatMap((row) =>
      measures.flatMap((measure) => {
        const figure = row[measure];
        return figure === null ? [] : [entryOf(row, measure, figure, unit)];
      })
    );
  return {
    commit: newest.commit,
    bigger: textOf(entries(["throughput"], "operations/s")),
    smaller: textOf(entries(["p50", "p99"], "ms")),
    leftOut: own.length - valid.length,
  };
}

/** An entry as its README describes custom benchmarks: name, unit, value; range and extra if there are any. */
function entryOf(row: HistoryRow, measure: HistoryMeasure, figure: HistoryFigure, unit: string) {
  const { mean, low, high } = figure;
  const range = low === undefined || high === undefined
    ? {}
    : { range: `± ${Number(((high - low) / 2).toPrecision(3))}` };
  return {
    name: `${describeCase(row)}: ${measure}`,
    unit,
    value: mean,
    ...range,
    extra: `${row.repetitions} repetitions\n${row.server}\n${row.machine}\n${row.client}`,
  };
}

function textOf(entries: readonly unknown[]): string {
  return `${escapeSteering(JSON.stringify(entries, undefined, 2))}\n`;
}
