import type { Figure } from "../figures/figure.ts";
import { escapeHtml, tag } from "./element.ts";
import { countCells, figureTable, type FigureValues } from "./figure_table.ts";

/** The most cells of a table that is written, and of all of them; longer ones are made in the page when asked for. */
const MOST_CELLS = { each: 1_500, all: 6_000 };

/** The figures of a page whose tables are written into it: the first that are short. */
export function withWrittenTables(figures: readonly Figure[]): Set<Figure> {
  let left = MOST_CELLS.all;
  return new Set(figures.filter((figure) => {
    const cells = countCells(figure);
    if (cells > Math.min(left, MOST_CELLS.each)) return false;
    left -= cells;
    return true;
  }));
}

/** A figure: its title, what it shows, the place where the page's script draws it, and a table of its values. */
export function renderFigure(figure: Figure, isWritten: boolean): string {
  const { id, summary } = figure;
  const title = figure.kind === "heat" && figure.label !== ""
    ? `${figure.title}: ${figure.label}`
    : figure.title;
  return tag(
    "figure",
    { class: "chart", "data-figure": id },
    tag(
      "figcaption",
      {},
      tag("strong", {}, escapeHtml(title)),
      " ",
      tag("span", {}, escapeHtml(summary)),
    ),
    tag("div", { class: "drawing" }),
    isWritten ? renderValues(figureTable(figure), title) : renderPromise(),
  );
}

/** The place of a table that is made when it is opened. */
function renderPromise(): string {
  const note = "Needs scripts: the JSON document has them, too.";
  return tag("details", { class: "values" }, SUMMARY, tag("noscript", {}, tag("p", {}, note)));
}

const SUMMARY = tag("summary", {}, "The figures as a table");

/** The values are shown as long as no script has drawn them, so the table is open at first. */
function renderValues({ columns, rows, note }: FigureValues, title: string): string {
  const head = columns.map((title) => tag("th", { scope: "col" }, escapeHtml(title)));
  const body = rows.map((row) =>
    tag("tr", {}, ...row.map((text) => tag("td", {}, escapeHtml(text))))
  );
  const table = tag(
    "table",
    {},
    tag("thead", {}, tag("tr", {}, ...head)),
    tag("tbody", {}, ...body),
  );
  return tag(
    "details",
    { class: "values", open: true },
    SUMMARY,
    tag("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": title }, table),
    note === "" ? "" : tag("p", { class: "caption" }, escapeHtml(note)),
  );
}
