import type { Result } from "../../result/document.ts";
import { type HistogramBucket, readHistogram } from "../../result/histogram.ts";
import type { HeatFigure } from "./figure.ts";
import { chooseEvenly, type LabelledCase } from "./labels.ts";
import { casesOverTime, secondsOf, TIME, timesOf } from "./second_figures.ts";

/** The most columns and rows of a map: more cannot be told apart. */
const MOST_COLUMNS = 240;
const MOST_ROWS = 48;

/** The most seconds whose histograms are read: each takes about a tenth of a millisecond. */
const MOST_SECONDS = 40_000;

/** A map for each case of how many operations took how long, second by second. */
export function heatFigures(result: Result): HeatFigure[] {
  const all = casesOverTime(result);
  const seconds = all.reduce((sum, { measured }) => sum + measured.series.length, 0);
  const most = Math.max(1, Math.floor(all.length * Math.min(1, MOST_SECONDS / seconds)));
  return chooseEvenly(all, most).flatMap((labelled, at) => heatFigure(labelled, at) ?? []);
}

function heatFigure({ measured, label }: LabelledCase, at: number): HeatFigure | undefined {
  const seconds = secondsOf(measured).map((second) => ({
    start: (second.at - second.length) / 1_000,
    end: second.at / 1_000,
    buckets: readHistogram(timesOf(second)?.histogram ?? "") ?? [],
  }));
  const yEdges = latencyEdges(seconds.flatMap(({ buckets }) => buckets));
  if (yEdges === undefined) return undefined;
  const perColumn = Math.ceil(seconds.length / MOST_COLUMNS);
  const columns = Array.from(
    { length: Math.ceil(seconds.length / perColumn) },
    (_, at) => seconds.slice(at * perColumn, (at + 1) * perColumn),
  );
  return {
    ...{ kind: "heat", id: `latency-over-time-map-${at + 1}`, label, x: TIME },
    title: "Response times over time, as a map",
    summary: "How many operations ended in each stretch of time, and how long they took: the " +
      "stronger the colour of a field, the more of that stretch's operations are in it.",
    y: { label: "response time", scale: "log", unit: "ms" },
    xEdges: [
      seconds[0]?.start ?? 0,
      ...columns.map((column) => column.at(-1)?.end ?? 0),
    ],
    yEdges,
    counts: columns.map((column) => countRows(column.flatMap(({ buckets }) => buckets), yEdges)),
  };
}

/** Edges that a decade divides into so many: as many rows as fit from the shortest to the longest time. */
export function latencyEdges(buckets: readonly HistogramBucket[]): number[] | undefined {
  let [low, high] = [Infinity, 0];
  for (const bucket of buckets) {
    low = Math.min(low, bucket.high);
    high = Math.max(high, bucket.high);
  }
  if (high === 0) return undefined;
  const perDecade = [20, 10, 5, 2].find((per) => rowsOf(low, high, per) <= MOST_ROWS) ?? 1;
  const first = Math.floor(Math.log10(low) * perDecade + 1e-9);
  return Array.from(
    { length: rowsOf(low, high, perDecade) + 1 },
    (_, at) => 10 ** ((first + at) / perDecade),
  );
}

function rowsOf(low: number, high: number, perDecade: number): number {
  const [first, last] = [low, high].map((ms) => Math.floor(Math.log10(ms) * perDecade + 1e-9));
  return last! - first! + 1;
}

function countRows(buckets: readonly HistogramBucket[], edges: readonly number[]): number[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const first = Math.log10(edges[0]!);
  const step = Math.log10(edges[1]!) - first;
  for (const { high, count } of buckets) {
    const row = Math.floor((Math.log10(high) - first) / step + 1e-9);
    counts[Math.min(Math.max(row, 0), counts.length - 1)]! += count;
  }
  return counts;
}
