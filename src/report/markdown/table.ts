import type { TableBlock, TableColumn } from "../model.ts";
import { displayWidth, fill, TERMINAL } from "../width.ts";
import { escapeMarkdown } from "./text.ts";

/** A rule of fewer hyphens makes no table for some readers of Markdown. */
const RULE = 3;

/** The table that there is room for: a table, or its narrow form. */
export function fittingTable(table: TableBlock): TableBlock {
  const { columns, narrow } = table;
  return narrow && widthOf(leastWidths(columns)) > TERMINAL ? fittingTable(narrow) : table;
}

/** A table in Markdown, without its caption: padded, so that it also reads well as text. */
export function renderTable({ columns, rows, grows = false }: TableBlock): string {
  const cells = rows.map((row) => row.map(({ text }) => escapeMarkdown(text)));
  const least = leastWidths(columns);
  const widths = least.map((width, at) =>
    Math.max(width, ...cells.map((row) => displayWidth(row[at] ?? "")))
  );
  const shown = placesThatFit(columns, grows ? least : widths);
  const pad = (row: readonly string[]) =>
    shown.map((at) => fill(row[at] ?? "", widths[at] ?? 0, columns[at]?.align ?? "right"));
  const rule = shown.map((at) => {
    const width = widths[at] ?? 0;
    return columns[at]?.align === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`;
  });
  const titles = columns.map(({ title }) => escapeMarkdown(title));
  return [pad(titles), rule, ...cells.map(pad)]
    .map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** The widths that the columns have whatever the rows hold. */
function leastWidths(columns: readonly TableColumn[]): number[] {
  return columns.map(({ title, minWidth = 0, expected = [] }) => {
    const texts = [title, ...expected].map((text) => displayWidth(escapeMarkdown(text)));
    return Math.max(RULE, minWidth, ...texts);
  });
}

/** The width of a table whose columns have these widths. */
function widthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + " | ".length, 1);
}

/** The places of the columns that a terminal has room for. */
function placesThatFit(columns: readonly TableColumn[], widths: readonly number[]): number[] {
  let shown = columns.map((_, at) => at);
  const priorities = new Set(columns.flatMap(({ priority }) => priority ?? []));
  for (const lowest of [...priorities].sort((a, b) => a - b)) {
    if (widthOf(shown.map((at) => widths[at] ?? 0)) <= TERMINAL) break;
    shown = shown.filter((at) => columns[at]?.priority !== lowest);
  }
  return shown;
}
