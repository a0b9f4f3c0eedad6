import type { Comparison } from "../../compare/comparison.ts";
import { matchCases } from "../../compare/match.ts";
import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import type { FigureLine, LineFigure } from "../figures/figure.ts";
import { chooseEvenly } from "../figures/labels.ts";
import { percentilePoints } from "../figures/percentile_figure.ts";
import { labellerOf } from "./labels.ts";

/** How many cases are shown at first. */
const MOST_SHOWN = 3;

/** The percentile curves of each pair of results over each other; all repetitions of a case make one curve. */
export function overlayFigures(
  { base, pairs }: Comparison,
  results: readonly [base: Result, ...others: Result[]],
): (LineFigure | undefined)[] {
  const [before, ...others] = results;
  return others.map((other, at) => {
    const name = pairs[at]?.result.name ?? "";
    const { matched } = matchCases(before, other);
    const label = labellerOf(matched);
    const shown = new Set(chooseEvenly(matched, MOST_SHOWN));
    const lines = matched.flatMap((one) => {
      const parts = { label: label(one.parameters), isShown: shown.has(one) };
      return [
        // The first measure of a figure is drawn through.
        lineOf(one.other, { ...parts, measure: `after: ${name}` }),
        lineOf(one.base, { ...parts, measure: `before: ${base.name}`, style: "dashed" }),
      ].flatMap((line) => line ?? []);
    });
    if (lines.length === 0) return undefined;
    return {
      kind: "lines",
      id: at === 0 ? "overlay" : `overlay-${"abcdefghijklmnopqrstuvwxyz"[at] ?? "a".repeat(at)}`,
      title: "Response time by percentile, before and after",
      summary: `The response time that such a share of the operations had at most: dashed in ` +
        `${base.name}, drawn through in ${name}. All repetitions of a case are taken together.`,
      x: { label: "percentile", scale: "percentile", unit: "share" },
      y: { label: "response time", scale: "log", unit: "ms" },
      lines,
      marks: [],
    };
  });
}

function lineOf(
  cases: readonly CaseResult[],
  parts: Omit<FigureLine, "points">,
): FigureLine | undefined {
  const times = cases.filter(({ status }) => status === "completed")
    .flatMap(({ responseTime }) => responseTime ?? []);
  const points = percentilePoints(times);
  return points.length === 0 ? undefined : { ...parts, points };
}
