import type { Result } from "../result/document.ts";
import { visible } from "../result/format.ts";
import { escapeJira, renderText } from "./jira/text.ts";
import type { Block, ListItem, Report, RichText, TableBlock } from "./model.ts";
import { report } from "./report.ts";
import { timelineBlocks } from "./timeline/waterfall.ts";

/**
 * A result in the markup of Jira, to be pasted into an issue: the report that Markdown shows, in Jira's own signs.
 *
 * @example
 * ```ts
 * import { jira, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(jira(result));
 * ```
 */
export function jira(result: Result): string {
  return renderJira(report(result));
}

/** A report in the markup of Jira. A table has all of its columns, as a page has room for them. */
export function renderJira(report: Report): string {
  return `${report.flatMap(render).join("\n\n")}\n`;
}

/** The parts of a block that stand apart. */
function render(block: Block): string[] {
  switch (block.kind) {
    case "heading":
      return [`h${block.level}. ${escapeJira(block.text)}`];
    case "paragraph":
      return [renderLines(block.lines)];
    case "table":
      return renderTable(block);
    case "list":
      return [block.items.flatMap((item) => renderItem(item)).join("\n")];
    case "timeline":
      return timelineBlocks(block).flatMap(render);
    case "figure":
      return [];
    case "code":
      return [renderCode(block.text)];
  }
}

function renderLines(lines: readonly RichText[]): string {
  return lines.map((line) => renderText(line)).join("\n");
}

function renderTable({ columns, rows, caption = [] }: TableBlock): string[] {
  // A cell without anything would make a heading of its neighbour.
  const cell = (text: string) => escapeJira(text).trim() || " ";
  const head = `||${columns.map(({ title }) => cell(title)).join("||")}||`;
  const lines = rows.map((row) => `|${row.map(({ text }) => cell(text)).join("|")}|`);
  return [[head, ...lines].join("\n"), ...caption.length > 0 ? [renderLines(caption)] : []];
}

function renderItem({ text, items = [] }: ListItem, depth = 1): string[] {
  return [
    `${"*".repeat(depth)} ${renderText(text)}`,
    ...items.flatMap((item) => renderItem(item, depth + 1)),
  ];
}

/** A text as it is, also where it holds what ends such a text. */
function renderCode(text: string): string {
  return `{noformat}\n${visible(text).replaceAll(/\{(?=noformat)/gi, "{\u2060")}\n{noformat}`;
}
