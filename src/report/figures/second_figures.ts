import type { CaseResult, Second } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import { DONE, nameNode } from "../../result/node_event.ts";
import { downsample } from "./downsample.ts";
import type { Axis, FigureMark, FigurePoint, LineFigure } from "./figure.ts";
import { labelCases, type LabelledCase } from "./labels.ts";

/** With fewer seconds there is no course to see. */
const FEWEST_SECONDS = 3;

/** A last second that is shorter holds too little to be a rate. */
const SHORTEST = 100;

/** The most points of all lines of a figure together, which bounds the size of the page. */
const MOST_POINTS = 80_000;

/** What happened second by second: one figure for each measure, with the cases as its lines. */
export function secondFigures(result: Result): LineFigure[] {
  const cases = casesOverTime(result);
  if (cases.length === 0) return [];
  const marks = cases.flatMap(marksOf);
  const hasErrors = cases.some(({ measured }) => measured.errors.total > 0);
  return MEASURES.filter(({ id }) => id !== "errors" || hasErrors).map((measure) => ({
    ...{ kind: "lines", id: `${measure.id}-over-time`, title: measure.title },
    ...{ summary: measure.summary, x: TIME, y: measure.y, marks },
    lines: linesOf(measure, cases),
  }));
}

/** The cases that have enough seconds. */
export function casesOverTime(result: Result): LabelledCase[] {
  return labelCases(result).filter(({ measured }) => secondsOf(measured).length >= FEWEST_SECONDS);
}

/** The seconds of a case, without a last one that is too short. */
export function secondsOf({ series }: CaseResult): readonly TimedSecond[] {
  return series.map((second, at) => ({ ...second, length: second.at - (series[at - 1]?.at ?? 0) }))
    .filter(({ length }) => length >= SHORTEST);
}

/** A second, and how long it was. */
export type TimedSecond = Second & { readonly length: number };

/** Time on the clock of each case. */
export const TIME: Axis = { label: "time", scale: "linear", unit: "seconds" };

interface Measure {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly y: Axis;
  /** Its lines: the name of each where there are several, and its value in a second. */
  readonly values: Readonly<Record<string, (second: TimedSecond) => number | null>>;
}

const MEASURES: readonly Measure[] = [
  {
    id: "throughput",
    title: "Throughput over time",
    summary: "Operations that succeeded, second by second.",
    y: { label: "throughput", scale: "linear", unit: "perSecond" },
    values: {
      "": ({ operations, errors, length }) => (operations - errors) / length * 1_000,
    },
  },
  {
    id: "latency",
    title: "Response time over time",
    summary: "p50 and p99 of the operations that ended in each second.",
    y: { label: "response time", scale: "log", unit: "ms" },
    values: {
      p50: (second) => timesOf(second)?.p50 ?? null,
      p99: (second) => timesOf(second)?.p99 ?? null,
    },
  },
  {
    id: "errors",
    title: "Errors over time",
    summary: "Operations that failed, second by second.",
    y: { label: "errors", scale: "linear", unit: "perSecond" },
    values: { "": ({ errors, length }) => errors / length * 1_000 },
  },
  {
    id: "in-flight",
    title: "Operations in flight over time",
    summary: "How many operations were in flight on average, going by those that ended.",
    y: { label: "in flight", scale: "linear", unit: "count" },
    values: { "": ({ inFlight }) => inFlight },
  },
];

/** Due → done where there is a schedule, as documents have it; else sent → done, which is the same. */
export function timesOf({ responseTime, serviceTime }: Second): Second["serviceTime"] {
  return responseTime === undefined ? serviceTime : responseTime;
}

function linesOf({ values }: Measure, cases: readonly LabelledCase[]): LineFigure["lines"] {
  const names = Object.entries(values);
  const most = Math.floor(MOST_POINTS / (cases.length * names.length));
  return cases.flatMap(({ measured, label, isShown }) =>
    names.map(([name, valueOf]) => ({
      ...{ label, isShown, ...name !== "" && { measure: name } },
      points: downsample(
        secondsOf(measured).map((second): FigurePoint => ({
          x: middleOf(second),
          y: valueOf(second),
        })),
        most,
      ),
    }))
  );
}

function middleOf({ at, length }: TimedSecond): number {
  return Math.round(at - length / 2) / 1_000;
}

/** What was done to nodes, and when nothing was answered. */
function marksOf({ measured, label: of }: LabelledCase): FigureMark[] {
  const { events = [], outages = [], elapsed } = measured;
  const done = events.flatMap((event): FigureMark[] =>
    event.at === null
      ? []
      : [{ x: event.at / 1_000, label: `${nameNode(event)} ${DONE[event.do]}`, of }]
  );
  const silent = outages.map(({ from, to }): FigureMark => ({
    ...{ x: from / 1_000, to: (to ?? Math.max(from, elapsed)) / 1_000, label: "outage", of },
  }));
  return [...done, ...silent];
}
