import { escapeMarkdown } from "../format.ts";

/** A column of a Markdown table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand right. @default {"right"} */
  readonly align?: "left" | "right";
  /** Keeps a table that grows line by line in shape. */
  readonly minWidth?: number;
  /** Left out of a table that is wider than a terminal: all of 1 before all of 2. @default never */
  readonly spare?: number;
}

/** A terminal's columns. */
export const TERMINAL = 80;
/** A rule of fewer hyphens makes no table for some readers. */
const RULE = 3;

/** A Markdown table, padded so that it also reads well as text. */
export function table(columns: readonly TableColumn[], rows: readonly string[][]): string {
  const cells = rows.map((row) => row.map(escapeMarkdown));
  const widths = leastWidths(columns).map((least, at) =>
    Math.max(least, ...cells.map((row) => row[at]?.length ?? 0))
  );
  const shown = fit(columns, widths);
  const pad = (row: readonly string[]) =>
    shown.map((at) => {
      const [cell = "", width = 0] = [row[at], widths[at]];
      return columns[at]?.align === "left" ? cell.padEnd(width) : cell.padStart(width);
    });
  const rule = shown.map((at) => {
    const width = widths[at] ?? 0;
    return columns[at]?.align === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`;
  });
  const lines = [pad(columns.map(({ title }) => title)), rule, ...cells.map(pad)];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/**
 * A table that grows line by line: what it has no room for is left out by the columns' least widths, so that no later
 * line changes what was printed.
 */
export function growingTable(
  columns: readonly TableColumn[],
  rows: readonly string[][],
): string {
  const shown = fit(columns, leastWidths(columns));
  const kept = columns.filter((_, at) => shown.includes(at)).map(({ spare: _, ...column }) =>
    column
  );
  return table(kept, rows.map((row) => row.filter((_, at) => shown.includes(at))));
}

/** Whether a table of these columns fits a terminal, as long as no cell is wider than planned. */
export function isWithinTerminal(columns: readonly TableColumn[]): boolean {
  return widthOf(leastWidths(columns)) <= TERMINAL;
}

function leastWidths(columns: readonly TableColumn[]): number[] {
  return columns.map(({ title, minWidth = 0 }) => Math.max(title.length, minWidth, RULE));
}

/** How wide a table of columns of these widths is. */
function widthOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + " | ".length, 1);
}

/** The places of the columns that stay. */
function fit(columns: readonly TableColumn[], widths: readonly number[]): number[] {
  let shown = columns.map((_, at) => at);
  const ranks = new Set(columns.flatMap(({ spare }) => spare ?? []));
  for (const rank of [...ranks].sort((a, b) => a - b)) {
    if (widthOf(shown.map((at) => widths[at] ?? 0)) <= TERMINAL) break;
    shown = shown.filter((at) => columns[at]?.spare !== rank);
  }
  return shown;
}
