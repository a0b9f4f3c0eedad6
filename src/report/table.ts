import { escapeMarkdown } from "./format.ts";

/** A column of a Markdown table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand right. @default {"right"} */
  readonly align?: "left" | "right";
  /** Keeps a table that grows line by line in shape. */
  readonly minWidth?: number;
}

/** A rule of fewer hyphens makes no table for some readers. */
const RULE = 3;

/** A Markdown table, padded so that it also reads well as text. */
export function table(columns: readonly TableColumn[], rows: readonly string[][]): string {
  const cells = rows.map((row) => row.map(escapeMarkdown));
  const widths = columns.map(({ title, minWidth = 0 }, at) =>
    Math.max(title.length, minWidth, RULE, ...cells.map((row) => row[at]?.length ?? 0))
  );
  const rule = columns.map(({ align }, at) =>
    align === "left" ? "-".repeat(widths[at] ?? 0) : `${"-".repeat((widths[at] ?? 0) - 1)}:`
  );
  const pad = (row: readonly string[]) =>
    row.map((cell, at) =>
      columns[at]?.align === "left" ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)
    );
  const lines = [pad(columns.map(({ title }) => title)), rule, ...cells.map(pad)];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}
