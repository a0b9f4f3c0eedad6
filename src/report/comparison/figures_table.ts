import type { CaseComparison, PairComparison } from "../../compare/comparison.ts";
import { formatCheck, formatShare } from "../../result/format.ts";
import { type Block, figureCell, paragraph, type Report, section, textCell } from "../model.ts";
import { changeCell } from "./changes_table.ts";
import { formatChanges, formatMetric, formatSmallest, labellerOf, METRIC_NAMES } from "./labels.ts";

/** Every figure of every case: before, after, the difference, and where the true one lies. */
export function figuresSection({ cases, result }: PairComparison, base: string): Report {
  const label = labellerOf(cases);
  return [
    section("Every figure"),
    paragraph(
      `Before is ${base}, after is ${result.name}. Throughput is in operations per second, ` +
        "response times in ms. Of repetitions it is the geometric mean, of one run the mean of " +
        `its seconds' figures; ${formatCheck(true)} better, ${
          formatCheck(false)
        } worse. The true ` +
        "change lies there, all of them together, with 95 % confidence. A smaller one than the " +
        "last column has could not be told from chance.",
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
        ...["before", "after", "change", "true change", "shown from"].map((title) => ({ title })),
      ],
      rows: metrics.map((figures) => [
        textCell(METRIC_NAMES[figures.metric]),
        figureCell(figures.base, (value) => formatMetric(figures.metric, value)),
        figureCell(figures.other, (value) => formatMetric(figures.metric, value)),
        changeCell(figures),
        figures.interval === null
          ? { value: null, text: "–" }
          : textCell(formatChanges(figures.interval)),
        figureCell(figures.smallest, formatSmallest),
      ]),
      caption: metrics.filter(({ why }) => why !== undefined && !one.reasons.includes(why))
        .map(({ metric, why }) => `${METRIC_NAMES[metric]}: ${why}.`),
    },
  ];
}
