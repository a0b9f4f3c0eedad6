import { printable } from "../../result/format.ts";

/** A value of a table of comma-separated values; `null` and `undefined` are an empty cell. */
export type CsvValue = string | number | boolean | null | undefined;

/** Rows as comma-separated values by RFC 4180, each with its line end. */
export function csvRows(rows: readonly (readonly CsvValue[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

/**
 * A cell. A number stays a number. A text in which a spreadsheet would see a formula, as it begins with `=`, `+`, `-` or
 * `@`, gets an apostrophe before that, by which spreadsheets know a text.
 */
export function csvCell(value: CsvValue): string {
  if (typeof value !== "string") return String(value ?? "");
  const text = printable(value).replaceAll(FORMULA, "$1'");
  return /[",;\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Where a cell begins: some countries' spreadsheets take the semicolon for the separator, whatever is quoted. */
const FORMULA = /(^|;)(?=[\s"']*[=+\-@＝＋－＠])/g;
