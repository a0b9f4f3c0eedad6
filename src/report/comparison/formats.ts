import type { Comparison } from "../../compare/comparison.ts";
import type { Result } from "../../result/document.ts";
import { comparisonReport } from "../comparison.ts";
import { renderHtml } from "../html/page.ts";
import { renderJira } from "../jira.ts";
import { jsonText } from "../json.ts";
import { renderMarkdown } from "../markdown.ts";
import type { Block, Report } from "../model.ts";
import { overlayFigures } from "./figures.ts";

/** A format of files for comparisons. */
export interface ComparisonFormat {
  /** What the help says of its flag. */
  readonly help: string;
  write(comparison: Comparison, results: ComparedResults): string;
}

/** The results that a comparison is of, the base first. */
export type ComparedResults = readonly [base: Result, ...others: Result[]];

/** The formats that a comparison is written in, each under the name of its flag, in the order of the help. */
export const COMPARISON_FORMATS = {
  json: { help: "write the comparison as a document", write: (comparison) => jsonText(comparison) },
  markdown: {
    help: "write the tables",
    write: (comparison) => renderMarkdown(comparisonReport(comparison)),
  },
  html: { help: "write a page, with the percentiles of both", write: htmlComparison },
  jira: {
    help: "write the tables in Jira's markup",
    write: (comparison) => renderJira(comparisonReport(comparison)),
  },
} satisfies Record<string, ComparisonFormat>;

function htmlComparison(comparison: Comparison, results: ComparedResults): string {
  const { base, pairs } = comparison;
  return renderHtml({
    title: `${pairs.map(({ result }) => result.name).join(", ")} against ${base.name}`,
    report: withOverlays(comparisonReport(comparison), overlayFigures(comparison, results)),
    data: [{ name: "comparison.json", value: comparison }],
  });
}

/** Puts the figure of each pair behind its first table. */
function withOverlays(report: Report, figures: ReturnType<typeof overlayFigures>): Report {
  let pair = -1;
  let isPlaced = true;
  return report.flatMap((block): Block[] => {
    if (block.kind === "heading" && block.level === 1) [pair, isPlaced] = [pair + 1, false];
    const figure = figures[pair];
    if (isPlaced || block.kind !== "table" || figure === undefined) return [block];
    isPlaced = true;
    return [block, { kind: "figure", figure }];
  });
}
