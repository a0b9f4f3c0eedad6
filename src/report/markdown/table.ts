import type { TableBlock, TableCell, TableColumn } from "../model.ts";
import { displayWidth, fill } from "../width.ts";
import { drawBar, isNarrow, type Look, paint, PLAIN } from "./look.ts";
import { escapeMarkdown, wrap } from "./text.ts";

/** A rule of fewer hyphens makes no table for some readers of Markdown. */
const RULE = 3;

/** How wide the bars of a column are, where there is room for them. */
const BAR = { least: 4, most: 10 };

/** What stands around and between the cells of a line. */
interface Frame {
  readonly start: string;
  readonly between: string;
  readonly end: string;
}

const LINES: Frame = { start: "| ", between: " | ", end: " |" };
const BLANKS: Frame = { start: "", between: "  ", end: "" };

/** The table that there is room for: a table, or its narrow form. */
export function fittingTable(table: TableBlock, look = PLAIN): TableBlock {
  const { columns, narrow } = table;
  const isTooWide = widthOf(leastWidths(columns), frameOf(look)) > look.columns;
  return narrow && isTooWide ? fittingTable(narrow, look) : table;
}

/**
 * A table in Markdown, without its caption: padded, so that it also reads well as text. Where not even the columns that
 * always stay have room, each row is an item of a list.
 */
export function renderTable(table: TableBlock, look = PLAIN): string {
  const { columns, rows, grows = false } = table;
  const frame = frameOf(look);
  const cells = rows.map((row) => row.map(({ text }) => escapeMarkdown(text)));
  const least = leastWidths(columns);
  const widths = least.map((width, at) =>
    Math.max(width, ...cells.map((row) => displayWidth(row[at] ?? "")))
  );
  const laid = grows ? least : widths;
  const shown = placesThatFit(columns, laid, look);
  const used = widthOf(shown.map((at) => laid[at] ?? 0), frame);
  if (isNarrow(look) && used > look.columns) return renderRecords(table, look);
  const bars = drawBars(table, shown, look.hasBars ? look.columns - used : 0);
  const pad = (row: readonly string[]) =>
    shown.map((at) => fill(row[at] ?? "", widths[at] ?? 0, columns[at]?.align ?? "right"));
  const line = (texts: readonly string[], drawn: (at: number) => string) =>
    frameLine(texts.map((text, at) => text + drawn(shown[at] ?? 0)), frame, look);
  const rule = shown.map((at) => {
    const width = (widths[at] ?? 0) + bars.width(at);
    return columns[at]?.align === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`;
  });
  const titles = pad(columns.map(({ title }) => escapeMarkdown(title)));
  return [
    line(titles.map((text) => paint(text, "strong", look)), (at) => " ".repeat(bars.width(at))),
    ...frame === LINES ? [line(rule.map((text) => paint(text, "aside", look)), () => "")] : [],
    ...cells.map((row, number) =>
      line(pad(row), (at) => paint(bars.draw(number, at), "bar", look))
    ),
  ].map((text) => text.trimEnd()).join("\n");
}

function frameOf(look: Look): Frame {
  return isNarrow(look) ? BLANKS : LINES;
}

function frameLine(cells: readonly string[], frame: Frame, look: Look): string {
  const { start, between, end } = frame;
  return paint(start, "aside", look) + cells.join(paint(between, "aside", look)) +
    paint(end, "aside", look);
}

/** The widths that the columns have whatever the rows hold. */
function leastWidths(columns: readonly TableColumn[]): number[] {
  return columns.map(({ title, minWidth = 0, expected = [] }) => {
    const texts = [title, ...expected].map((text) => displayWidth(escapeMarkdown(text)));
    return Math.max(RULE, minWidth, ...texts);
  });
}

/** The width of a table whose columns have these widths. */
function widthOf(widths: readonly number[], { start, between, end }: Frame): number {
  const gaps = between.length * Math.max(0, widths.length - 1);
  return widths.reduce((sum, width) => sum + width, start.length + gaps + end.length);
}

/** The places of the columns that there is room for. */
function placesThatFit(
  columns: readonly TableColumn[],
  widths: readonly number[],
  look: Look,
): number[] {
  let shown = columns.map((_, at) => at);
  const priorities = new Set(columns.flatMap(({ priority }) => priority ?? []));
  for (const lowest of [...priorities].sort((a, b) => a - b)) {
    if (widthOf(shown.map((at) => widths[at] ?? 0), frameOf(look)) <= look.columns) break;
    shown = shown.filter((at) => columns[at]?.priority !== lowest);
  }
  return shown;
}

/** The bars of a table's figures. */
interface Bars {
  /** The columns that a column's bars take, with the blank before them. */
  width(at: number): number;
  draw(row: number, at: number): string;
}

/**
 * The bars of the columns that HTML shades, in the room that is left. In a table that grows they compare the figures of a
 * row, as later rows are not known; in others, those of their column.
 */
function drawBars(
  { columns, rows, grows }: TableBlock,
  shown: readonly number[],
  room: number,
): Bars {
  const places = shown.filter((at) => columns[at]?.heat !== undefined);
  const width = Math.min(BAR.most, Math.floor(room / places.length) - 1);
  const hasBar = (at: number) => width >= BAR.least && places.includes(at);
  const largest = (cells: readonly (TableCell | undefined)[]) =>
    Math.max(0, ...cells.map((cell) => Number(cell?.value)).filter(Number.isFinite));
  return {
    width: (at) => hasBar(at) ? width + 1 : 0,
    draw(row, at) {
      if (!hasBar(at)) return "";
      const compared = grows ? places.map((at) => rows[row]?.[at]) : rows.map((row) => row[at]);
      const share = Number(rows[row]?.[at]?.value) / largest(compared);
      return ` ${drawBar(share || 0, width).padEnd(width)}`;
    },
  };
}

/** Each row as an item: every cell in a line of its own, after the title of its column. */
function renderRecords({ columns, rows }: TableBlock, look: Look): string {
  const titles = columns.map(({ title }) => escapeMarkdown(title));
  const width = Math.max(...titles.map(displayWidth));
  return rows.map((row) =>
    row.map(({ text }, at) => {
      const title = paint(fill(titles[at] ?? "", width), "aside", look);
      const start = `${at === 0 ? "- " : "  "}${title}  `;
      return wrap(escapeMarkdown(text), start, " ".repeat(width + 4), look.columns);
    }).join("\n")
  ).join("\n");
}
