import type { Result } from "../result/document.ts";
import { visible } from "../result/format.ts";
import { type Look, paint, paintMarks, PLAIN } from "./markdown/look.ts";
import { fittingTable, renderTable } from "./markdown/table.ts";
import { renderText, wrap } from "./markdown/text.ts";
import type { Block, HeadingBlock, ListItem, Report, RichText } from "./model.ts";
import { report } from "./report.ts";
import { timelineBlocks } from "./timeline/waterfall.ts";
import { TERMINAL } from "./width.ts";

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

/** A report in Markdown, in lines that fit. */
export function renderMarkdown(report: Report, look = PLAIN): string {
  return finish(report.flatMap((block) => render(block, look)), look);
}

/**
 * The lines of a report that are final while its run goes on: up to the last row of the first table that grows. Each
 * such text begins as the ones before it, and so does the whole report.
 */
export function renderGrowing(report: Report, look = PLAIN): string {
  const isGrowing = (block: Block) => block.kind === "table" && block.grows === true;
  const parts = report.slice(0, report.findIndex(isGrowing) + 1).flatMap((block) =>
    block.kind === "table" && block.grows
      ? renderTable(fittingTable(block, look), look)
      : render(block, look)
  );
  return finish(parts, look);
}

function finish(parts: readonly string[], look: Look): string {
  return `${paintMarks(parts.filter((part) => part !== "").join("\n\n"), look)}\n`;
}

/** The parts of a block that stand apart. */
function render(block: Block, look: Look): string[] {
  switch (block.kind) {
    case "heading":
      return [renderHeading(block, look)];
    case "paragraph":
      return [renderLines(block.lines, look)];
    case "table": {
      const table = fittingTable(block, look);
      const { caption = [] } = table;
      const below = caption.length > 0 ? [paint(renderLines(caption, look), "aside", look)] : [];
      return [renderTable(table, look), ...below];
    }
    case "list":
      return [block.items.flatMap((item) => renderItem(item, look)).join("\n")];
    case "timeline":
      return timelineBlocks(block, widthOfText(look)).flatMap((one) => render(one, look));
    case "figure":
      return [];
    case "code":
      return [fence(visible(block.text))];
  }
}

function renderHeading({ level, text }: HeadingBlock, look: Look): string {
  const line = `${"#".repeat(level)} ${renderText(text)}`;
  return paint(line, level === 1 ? "title" : "heading", look);
}

function renderLines(lines: readonly RichText[], look: Look): string {
  return lines.map((line) => wrap(renderText(line, look), "", "", widthOfText(look))).join("\n");
}

function renderItem({ text, items = [] }: ListItem, look: Look, depth = 0): string[] {
  const indent = "  ".repeat(depth);
  return [
    wrap(renderText(text, look), `${indent}- `, `${indent}  `, widthOfText(look)),
    ...items.flatMap((item) => renderItem(item, look, depth + 1)),
  ];
}

/** Longer lines read badly, also where there is room for them. */
function widthOfText({ columns }: Look): number {
  return Math.min(columns, TERMINAL);
}

/** A fence is longer than any in the text. */
function fence(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}text\n${text}\n${ticks}`;
}
