import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import type { Axis, FigurePoint, LineFigure } from "./figure.ts";
import { labelCases } from "./labels.ts";

/** Errors by class, in all cases in which there were any. */
export function errorFigure(result: Result): LineFigure[] {
  const classes = [...new Set(result.cases.flatMap(({ errors }) => Object.keys(errors.byClass)))];
  const lines = linesOf(
    result,
    classes,
    ({ errors }) => errors.total === 0 ? [] : classes.map((name) => errors.byClass[name] ?? 0),
  );
  if (lines.length === 0) return [];
  return [{
    ...{ kind: "lines", id: "errors-by-class", title: "Errors by class", marks: [], lines },
    summary: "How many operations failed in each case, by the class of their error.",
    x: names("class"),
    y: { label: "errors", scale: "linear", unit: "count" },
  }];
}

/** Which node coordinated how many requests, and how long it took for them; nothing for a single node. */
export function coordinatorFigures(result: Result): LineFigure[] {
  const nodes = [
    ...new Set(result.cases.flatMap(({ nodes = [] }) => nodes.map(({ address }) => address))),
  ].sort();
  if (nodes.length < 2) return [];
  const of = ({ nodes: all = [] }: CaseResult, address: string) =>
    all.find((node) => node.address === address);
  const shares = linesOf(
    result,
    nodes,
    (measured) =>
      measured.nodes === undefined ? [] : nodes.map((node) => of(measured, node)?.share ?? null),
  );
  const times = (["p50", "p99"] as const).flatMap((measure) =>
    linesOf(
      result,
      nodes,
      (measured) =>
        measured.nodes?.some(({ requestTime }) => requestTime)
          ? nodes.map((node) => of(measured, node)?.requestTime?.[measure] ?? null)
          : [],
      measure,
    )
  );
  const figures: LineFigure[] = [{
    ...{ kind: "lines", id: "requests-by-node", title: "Requests by coordinator", marks: [] },
    summary: "The share of a case's requests that each node coordinated.",
    ...{ x: names("node"), y: { label: "share of requests", scale: "linear", unit: "share" } },
    lines: shares,
  }, {
    ...{ kind: "lines", id: "latency-by-node", title: "Request time by coordinator", marks: [] },
    summary: "p50 and p99 of the requests that each node coordinated, sent to answered, without " +
      "injected latency.",
    ...{ x: names("node"), y: { label: "request time", scale: "log", unit: "ms" } },
    lines: times,
  }];
  return figures.filter(({ lines }) => lines.length > 0);
}

/** An axis of names: they are its points' labels, at 1, 2, 3, … */
function names(label: string): Axis {
  return { label, scale: "linear", unit: "none" };
}

function linesOf(
  result: Result,
  labels: readonly string[],
  values: (measured: CaseResult) => readonly (number | null)[],
  measure?: string,
): LineFigure["lines"] {
  return labelCases(result).flatMap(({ measured, label, isShown }) => {
    const points = values(measured).map((y, at): FigurePoint => ({
      ...{ x: at + 1, y, label: labels[at] ?? "" },
    }));
    return points.length === 0 ? [] : [{
      ...{ label, isShown, points, style: "points" as const, ...measure && { measure } },
    }];
  });
}
