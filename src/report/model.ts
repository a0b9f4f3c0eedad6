import type { TimelinePage } from "../result/timeline.ts";
import type { Figure } from "./figures/figure.ts";
import type { Line } from "./timeline/lines.ts";

/**
 * A report as plain data, from which each format is rendered. Its texts are as they were written or measured: a
 * renderer escapes them, breaks their lines and decides what it has no room for.
 */
export type Report = readonly Block[];

/** How much a report says: in brief, what is long is left to the files. */
export type Detail = "brief" | "full";

/** One part of a report below another. */
export type Block =
  | HeadingBlock
  | ParagraphBlock
  | TableBlock
  | ListBlock
  | TimelineBlock
  | FigureBlock
  | CodeBlock;

/** A heading. */
export interface HeadingBlock {
  readonly kind: "heading";
  /** 1 for the report's title, 2 for a section's. */
  readonly level: 1 | 2;
  readonly text: string;
}

/** A paragraph. */
export interface ParagraphBlock {
  readonly kind: "paragraph";
  /** Each begins a line. */
  readonly lines: readonly RichText[];
  /**
   * What it is in the report: the answer to the question that was measured, or whether the answer can be believed. A
   * renderer that can show texts large or with a sign of approval does.
   */
  readonly role?: "answer" | "believed" | "doubted";
}

/** A text, or its parts. */
export type RichText = string | readonly (string | Strong)[];

/** A part of a text that stands out. */
export interface Strong {
  readonly strong: string;
}

/** A table. */
export interface TableBlock {
  readonly kind: "table";
  readonly columns: readonly TableColumn[];
  /** Each has as many cells as there are columns. */
  readonly rows: readonly (readonly TableCell[])[];
  /** What its figures are; each text begins a line. */
  readonly caption?: readonly RichText[];
  /**
   * Whether rows are added while a run goes on. A renderer that prints them as they come lays the table out by its
   * columns alone, so that no later row changes what was printed.
   */
  readonly grows?: boolean;
  /** Shown in its place where there is no room for its columns. */
  readonly narrow?: TableBlock;
}

/** A column of a table. */
export interface TableColumn {
  readonly title: string;
  /** Numbers stand right. @default {"right"} */
  readonly align?: "left" | "right";
  /**
   * How much the column matters where there is no room for all: those of the lowest priority are left out first, all of
   * them at once. A column without a priority always stays.
   */
  readonly priority?: number;
  /** The least width in characters, for a table that grows. */
  readonly minWidth?: number;
  /** Texts that a table that grows must have room for, as they can come in later rows. */
  readonly expected?: readonly string[];
  /**
   * Which of its figures are good. The figures of all such columns of a table are comparable, and a renderer that has
   * colours shades them as a heat map.
   */
  readonly heat?: "low" | "high";
  /** Whether it says more of the column to its left, so that a renderer with two lines in a cell can show both in one. */
  readonly isSecond?: boolean;
}

/** A cell: its value, for those who calculate or sort, and that value as people read it. */
export interface TableCell {
  /** A mean where the text has an interval; `null` where there is none. Times are in milliseconds. */
  readonly value: string | number | boolean | null;
  readonly text: string;
}

/** A list. */
export interface ListBlock {
  readonly kind: "list";
  readonly items: readonly ListItem[];
}

/** An item of a list, perhaps with a list of its own. */
export interface ListItem {
  readonly text: RichText;
  readonly items?: readonly ListItem[];
}

/** Pages over time. */
export interface TimelineBlock {
  readonly kind: "timeline";
  /** Each has a scale of its own. */
  readonly comparisons: readonly ComparedPages[];
}

/** A chart, for renderers that draw. Others leave it out: what it says in short is in tables, too. */
export interface FigureBlock {
  readonly kind: "figure";
  readonly figure: Figure;
}

/** A page as it is drawn. */
export interface ShownPage {
  readonly page: TimelinePage;
  /** Absent for an operation with tasks. */
  readonly mode?: string;
  /** Which page it is and how long it took: `serial: the median page, 45.1 ms`. */
  readonly title: string;
  readonly lines: readonly Line[];
  /** In words, how far off the clocks of a traced page's nodes are. */
  readonly clocks: readonly string[];
}

/** Pages that are drawn on one scale: of all modes of one combination, those that were kept for one reason. */
export interface ComparedPages {
  readonly kept: TimelinePage["kept"];
  /** The combination in words, without what is the same in all. */
  readonly label: string;
  /** The first of each mode, serial above the others; then the second of each, and so on. */
  readonly pages: readonly ShownPage[];
  /** The milliseconds that the scale reaches to: the longest time that any of the pages takes. */
  readonly length: number;
}

/** A text that keeps its lines and blanks. */
export interface CodeBlock {
  readonly kind: "code";
  readonly text: string;
}

/** The heading of a section. */
export function section(title: string): HeadingBlock {
  return { kind: "heading", level: 2, text: title };
}

/** A paragraph; each text begins a line. */
export function paragraph(...lines: RichText[]): ParagraphBlock {
  return { kind: "paragraph", lines };
}

/** A list of such items, or none without any. */
export function list(items: readonly ListItem[]): ListBlock[] {
  return items.length === 0 ? [] : [{ kind: "list", items }];
}

/** A cell of text. */
export function textCell(text: string): TableCell {
  return { value: text, text };
}

/** A cell of a figure, or one that says that there is none: `null`, `undefined` and what is no number are none. */
export function figureCell(
  value: number | null | undefined,
  format: (value: number) => string,
): TableCell {
  return typeof value === "number" && !Number.isNaN(value)
    ? { value, text: format(value) }
    : NO_FIGURE;
}

const NO_FIGURE: TableCell = { value: null, text: "–" };
