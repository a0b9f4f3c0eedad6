import type { TableBlock, TableCell, TableColumn } from "../model.ts";
import { escapeHtml, richText, tag } from "./element.ts";

/** How many shades a heat map has. */
const SHADES = 9;
/** What the shades span at least, so that a small difference does not look like a large one: four times as much. */
const LEAST_SPAN = Math.log(4);
/** A text of more characters than this gets room for it. */
const LONG = 30;

/** A table that scrolls within itself where it is wider than the page, and its caption below it. */
export function renderTable(table: TableBlock, label: string): string {
  const { columns, rows, caption = [] } = table;
  const shown = columns.flatMap((column, at) => column.isSecond ? [] : [{ column, at }]);
  const shade = shadesOf(table);
  const isShaded = columns.some(({ heat }) => heat !== undefined);
  const isAxis = ({ heat, align }: TableColumn, at: number) =>
    at === 0 && isShaded && heat === undefined && align !== "left";
  const head = shown.map(({ column, at }) =>
    tag(
      "th",
      { scope: "col", class: isAxis(column, at) ? "axis" : sideOf(column) },
      escapeHtml(column.title),
    )
  );
  const body = rows.map((row) =>
    tag(
      "tr",
      {},
      ...shown.map(({ column, at }) => {
        const cell = row[at] ?? { value: null, text: "" };
        const second = columns[at + 1]?.isSecond ? row[at + 1] : undefined;
        const isHead = at === 0 && column.heat === undefined;
        const own = isAxis(column, at) ? "axis" : classOf(column, cell) ?? shade(column, cell);
        return tag(
          isHead ? "th" : "td",
          { scope: isHead ? "row" : undefined, class: own },
          escapeHtml(cell.text),
          second === undefined || second.text === ""
            ? ""
            : " " + tag("small", {}, escapeHtml(second.text)),
        );
      }),
    )
  );
  return tag(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": label },
    tag(
      "table",
      { class: isShaded ? "heat" : undefined },
      tag("thead", {}, tag("tr", {}, ...head)),
      tag("tbody", {}, ...body),
    ),
  ) + caption.map((line) => tag("p", { class: "caption" }, richText(line))).join("");
}

function classOf(column: TableColumn, { text }: TableCell): string | undefined {
  const side = sideOf(column);
  return side !== undefined && text.length > LONG ? `${side} long` : side;
}

function sideOf({ align }: TableColumn): string | undefined {
  return align === "left" ? "left" : undefined;
}

/** The class that shades a cell of a heat map: by its logarithm, as figures of several magnitudes are compared. */
function shadesOf(
  { columns, rows }: TableBlock,
): (column: TableColumn, cell: TableCell) => string | undefined {
  const values = rows.flatMap((row) =>
    row.filter((_, at) => columns[at]?.heat !== undefined).flatMap(({ value }) => logOf(value))
  );
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const span = Math.max(most - least, LEAST_SPAN);
  return ({ heat }, { value }) => {
    const [log] = logOf(value);
    if (heat === undefined || log === undefined || least === most) return undefined;
    const fromBest = heat === "low" ? log - least : most - log;
    return `heat-${Math.round((1 - fromBest / span) * SHADES)}`;
  };
}

function logOf(value: TableCell["value"]): number[] {
  return typeof value === "number" && value > 0 ? [Math.log(value)] : [];
}
