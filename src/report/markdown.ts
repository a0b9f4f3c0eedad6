import type { Result } from "../result/document.ts";
import { fittingTable, renderTable } from "./markdown/table.ts";
import { renderText, wrap } from "./markdown/text.ts";
import type { Block, ListItem, Report, RichText, TimelineBlock } from "./model.ts";
import { report } from "./report.ts";
import { legend, waterfall } from "./timeline/waterfall.ts";

/**
 * A result as a Markdown report: what was found, whether it can be believed, each case in full, and what was measured.
 *
 * @example
 * ```ts
 * import { markdown, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(markdown(result));
 * ```
 */
export function markdown(result: Result): string {
  return renderMarkdown(report(result));
}

/** A report in Markdown, in lines that fit a terminal. */
export function renderMarkdown(report: Report): string {
  return `${report.flatMap(render).join("\n\n")}\n`;
}

/**
 * The lines of a report that are final while its run goes on: up to the last row of the first table that grows. Each
 * such text begins as the ones before it, and so does the whole report.
 */
export function renderGrowing(report: Report): string {
  const isGrowing = (block: Block) => block.kind === "table" && block.grows === true;
  const parts = report.slice(0, report.findIndex(isGrowing) + 1).flatMap((block) =>
    block.kind === "table" && block.grows ? renderTable(fittingTable(block)) : render(block)
  );
  return `${parts.join("\n\n")}\n`;
}

/** The parts of a block that stand apart. */
function render(block: Block): string[] {
  switch (block.kind) {
    case "heading":
      return [`${"#".repeat(block.level)} ${renderText(block.text)}`];
    case "paragraph":
      return [renderLines(block.lines)];
    case "table": {
      const table = fittingTable(block);
      const { caption = [] } = table;
      return [renderTable(table), ...caption.length > 0 ? [renderLines(caption)] : []];
    }
    case "list":
      return [block.items.flatMap((item) => renderItem(item)).join("\n")];
    case "timeline":
      return renderTimeline(block);
    case "figure":
      return [];
    case "code":
      return [fence(block.text)];
  }
}

function renderLines(lines: readonly RichText[]): string {
  return lines.map((line) => wrap(renderText(line))).join("\n");
}

function renderItem({ text, items = [] }: ListItem, depth = 0): string[] {
  const indent = "  ".repeat(depth);
  return [
    wrap(renderText(text), `${indent}- `, `${indent}  `),
    ...items.flatMap((item) => renderItem(item, depth + 1)),
  ];
}

/** A legend, and the pages of each comparison. */
function renderTimeline({ comparisons }: TimelineBlock): string[] {
  const drawings = comparisons.map(waterfall);
  const signs = legend(drawings.join("\n"), comparisons.flatMap(({ pages }) => pages));
  return [
    ...signs === "" ? [] : [fence(signs)],
    ...comparisons.flatMap(({ label }, at) => [
      ...label === "" || label === comparisons[at - 1]?.label ? [] : [renderLines([`${label}:`])],
      fence(drawings[at] ?? ""),
    ]),
  ];
}

/** A fence is longer than any in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}text\n${text}\n${ticks}`;
}
