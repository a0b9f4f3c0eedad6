import type { CaseComparison, PairComparison } from "../../compare/comparison.ts";
import { formatShare } from "../../result/format.ts";
import { type Block, figureCell, paragraph, type Report, section, textCell } from "../model.ts";
import {
  formatChange,
  formatChanges,
  formatMetric,
  formatSmallest,
  labellerOf,
  METRIC_NAMES,
  VERDICT_NAMES,
} from "./labels.ts";

/** Every figure of every case: before, after, the difference, and where the true one lies. */
export function figuresSection({ cases, result }: PairComparison, base: string): Report {
  const label = labellerOf(cases);
  return [
    section("Every figure"),
    paragraph(
      `Before is ${base}, after is ${result.name}. Throughput is in operations per second, ` +
        "response times in ms. Of repetitions it is the geometric mean, of one run the mean of " +
        "its seconds' figures. Smaller differences than the last column has could not be shown.",
    ),
    ...cases.flatMap((one) => figuresOfCase(one, label(one.parameters), cases.length)),
  ];
}

function figuresOfCase(one: CaseComparison, label: string, cases: number): Block[] {
  const { metrics, errors } = one;
  const failed = errors.base > 0 || errors.other > 0
    ? `; failed operations: ${formatShare(errors.base)}, then ${formatShare(errors.other)}`
    : "";
  const title = cases === 1 && failed !== "" ? `The case${failed}` : `${label}${failed}`;
  return [
    ...cases === 1 && failed === "" ? [] : [paragraph(`${title}:`)],
    {
      kind: "table",
      columns: [
        { title: "figure", align: "left" },
        { title: "before" },
        { title: "after" },
        { title: "change" },
        { title: "true change" },
        { title: "verdict", align: "left" },
        { title: "smallest", priority: 1 },
      ],
      rows: metrics.map(({ metric, verdict, why, ...figures }) => [
        textCell(METRIC_NAMES[metric]),
        figureCell(figures.base, (value) => formatMetric(metric, value)),
        figureCell(figures.other, (value) => formatMetric(metric, value)),
        figureCell(figures.difference, formatChange),
        figures.interval === null
          ? { value: null, text: "–" }
          : textCell(formatChanges(figures.interval)),
        textCell(
          verdict === "unclear"
            ? "none shown"
            : why !== undefined && !one.reasons.includes(why)
            ? why
            : VERDICT_NAMES[verdict],
        ),
        figureCell(figures.smallest, formatSmallest),
      ]),
    },
  ];
}
