import type { Figure } from "../figures/figure.ts";
import { escapeHtml, tag } from "./element.ts";
import { figureTable, type FigureValues } from "./figure_table.ts";

/** How many cells a table has at most that is written; a longer one is made in the page when somebody asks for it. */
const MOST_CELLS = 2_000;

/** A figure: its title, what it shows, the place where the page's script draws it, and a table of its values. */
export function renderFigure(figure: Figure): string {
  const { id, title, summary } = figure;
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
    renderValues(figureTable(figure), title),
  );
}

/** The values are shown as long as no script has drawn them, so the table is open at first. */
function renderValues({ columns, rows }: FigureValues, title: string): string {
  const cells = rows.length * columns.length;
  const summary = tag("summary", {}, "The figures as a table");
  if (cells > MOST_CELLS) {
    const note = tag(
      "noscript",
      {},
      tag("p", {}, "Needs scripts: the JSON document has them, too."),
    );
    return tag("details", { class: "values" }, summary, note);
  }
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
    summary,
    tag("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title }, table),
  );
}
