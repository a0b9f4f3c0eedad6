import type { TableBlock, TableCell, TableColumn } from "../model.ts";
import { escapeHtml, richText, tag } from "./element.ts";

/** How many shades a heat map has. */
const SHADES = 9;

/** A table that scrolls within itself where it is wider than the page, and its caption below it. */
export function renderTable(table: TableBlock, label: string): string {
  const { columns, rows, caption = [] } = table;
  const shade = shadesOf(table);
  const head = tag("tr", {}, ...columns.map((column) => headCell(column)));
  const body = rows.map((row) =>
    tag(
      "tr",
      {},
      ...columns.map((column, at) => {
        const cell = row[at] ?? { value: null, text: "" };
        const classes = [sideOf(column), shade(column, cell)].filter((name) => name !== "");
        const attributes = { class: classes.join(" ") || undefined };
        return at === 0
          ? tag("th", { scope: "row", ...attributes }, escapeHtml(cell.text))
          : tag("td", attributes, escapeHtml(cell.text));
      }),
    )
  );
  const isShaded = columns.some(({ heat }) => heat !== undefined);
  return tag(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    tag(
      "table",
      isShaded ? { class: "heat" } : {},
      tag("thead", {}, head),
      tag("tbody", {}, ...body),
    ),
  ) + caption.map((line) => tag("p", { class: "caption" }, richText(line))).join("");
}

function headCell(column: TableColumn): string {
  return tag("th", { scope: "col", class: sideOf(column) || undefined }, escapeHtml(column.title));
}

function sideOf({ align }: TableColumn): string {
  return align === "left" ? "left" : "";
}

/** The class that shades a cell of a heat map: by its logarithm, as figures of several magnitudes are compared. */
function shadesOf({ columns, rows }: TableBlock): (column: TableColumn, cell: TableCell) => string {
  const values = rows.flatMap((row) =>
    row.filter((_, at) => columns[at]?.heat !== undefined).flatMap(({ value }) => logOf(value))
  );
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return ({ heat }, { value }) => {
    const [log] = logOf(value);
    if (heat === undefined || log === undefined || least === most) return "";
    const share = (log - least) / (most - least);
    return `heat-${Math.round((heat === "low" ? 1 - share : share) * SHADES)}`;
  };
}

function logOf(value: TableCell["value"]): number[] {
  return typeof value === "number" && value > 0 ? [Math.log(value)] : [];
}
