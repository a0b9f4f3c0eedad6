import { meanOf } from "../result/conclude/estimates.ts";
import { findChangePoints } from "./change_points.ts";
import { type ConditionChange, conditionChanges } from "./conditions.ts";
import { findDependence } from "./dependence.ts";
import { caseOfRow, type HistoryMeasure, type HistoryRow, MEASURES } from "./row.ts";

/** A case over time. */
export interface HistorySeries {
  readonly scenario: string;
  readonly parameters: HistoryRow["parameters"];
  /** In the order of time. */
  readonly rows: readonly HistoryRow[];
  /** Where its figures changed, in the order of time. */
  readonly changes: readonly HistoryChange[];
  /** Where it was measured under other conditions than before, in the order of time. */
  readonly conditions: readonly ConditionChange[];
  /** Figures that changed, and of which each value goes with the one before it: how much, from 0 to 1. */
  readonly dependent: readonly {
    readonly measure: HistoryMeasure;
    readonly correlation: number;
  }[];
}

/** Where a figure changed. */
export interface HistoryChange {
  readonly measure: HistoryMeasure;
  /** The place of the first row after the change. */
  readonly at: number;
  /** The last commit before it that has this figure, and the first after it. */
  readonly between: readonly [before: string, after: string];
  /** The values from the change before this one on. */
  readonly from: Level;
  /** The values up to the next change. */
  readonly to: Level;
  /** The means, after to before, less 1: −0.129 is 12.9 % less. */
  readonly change: number;
  /** `spread` where the means do not differ, but how far the values scatter. */
  readonly verdict: "better" | "worse" | "spread";
  /** The share of permutations in which something as unlike was found. */
  readonly p: number;
  /** What else changed there, as near as the change can be placed. */
  readonly conditions: readonly ConditionChange[];
}

/** The values between two changes. */
export interface Level {
  readonly count: number;
  readonly mean: number;
  /** Their standard deviation. */
  readonly deviation: number;
}

/** How many rows a change may be away from where it is found. */
const PLACED_WITHIN = 2;

/** The cases of a history, in the order in which they first appear. */
export function seriesOf(rows: readonly HistoryRow[]): HistorySeries[] {
  return [...Map.groupBy(rows, caseOfRow).values()].map((group) => {
    const sorted = group.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    const { scenario = "", parameters = {} } = sorted[0] ?? {};
    const conditions = conditionChanges(sorted);
    const found = MEASURES.map((measure) => changesOf(sorted, measure, conditions));
    const changes = found.flatMap(({ changes }) => changes).sort((a, b) => a.at - b.at);
    const dependent = found.flatMap(({ dependent }) => dependent);
    return { scenario, parameters, rows: sorted, changes, conditions, dependent };
  });
}

/** What a row has of a figure that can be looked at: nothing where it is not the server's. */
export function usableFigure(row: HistoryRow, measure: HistoryMeasure): number | undefined {
  return row.valid ? row[measure]?.mean : undefined;
}

function changesOf(
  rows: readonly HistoryRow[],
  measure: HistoryMeasure,
  conditions: readonly ConditionChange[],
): Pick<HistorySeries, "changes" | "dependent"> {
  const used = rows.flatMap((row, place) => {
    const value = usableFigure(row, measure);
    return value === undefined ? [] : [{ place, value, commit: row.commit }];
  });
  const values = used.map(({ value }) => value);
  const found = findChangePoints(values);
  const bounds = [0, ...found.map(({ at }) => at), values.length];
  const correlation = found.length === 0
    ? undefined
    : findDependence(values, found.map(({ at }) => at));
  const changes = found.map(({ at, p }, number): HistoryChange => {
    const from = levelOf(values.slice(bounds[number], at));
    const to = levelOf(values.slice(at, bounds[number + 2]));
    const [last, first, second] = [used[at - PLACED_WITHIN], used[at], used[at + PLACED_WITHIN]];
    return {
      ...{ measure, at: first?.place ?? 0, p, from, to },
      between: [used[at - 1]?.commit ?? "", first?.commit ?? ""] as const,
      change: to.mean / from.mean - 1,
      verdict: judge(measure, from, to),
      conditions: conditions.filter((condition) =>
        condition.at >= (last?.place ?? 0) && condition.at <= (second?.place ?? Infinity)
      ),
    };
  });
  return { changes, dependent: correlation === undefined ? [] : [{ measure, correlation }] };
}

/** The level of values that have one. */
export function levelOf(values: readonly number[]): Level {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    ...{ count: values.length, mean },
    deviation: Math.sqrt(squares / Math.max(1, values.length - 1)),
  };
}

/** More operations a second are better, longer times are worse. */
function judge(measure: HistoryMeasure, from: Level, to: Level): HistoryChange["verdict"] {
  const error = Math.hypot(
    ...[from, to].map(({ deviation, count }) => deviation / Math.sqrt(count)),
  );
  const difference = to.mean - from.mean;
  if (Math.abs(difference) < 2 * error) return "spread";
  return (difference > 0) === (measure === "throughput") ? "better" : "worse";
}
