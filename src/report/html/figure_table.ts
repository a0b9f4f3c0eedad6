/** The values of figures as tables, for the page as it is written and for the script in it. */
import type { Axis, Figure, FigureLine, HeatFigure, LineFigure } from "../figures/figure.ts";

/** A table of texts. */
export interface FigureValues {
  readonly columns: readonly string[];
  /** Each has as many texts as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** What is marked in the drawing, in a sentence; empty where nothing is. */
  readonly note: string;
}

/** The most lines that have a column each. */
const MOST_COLUMNS = 8;

/** What a figure draws as a table: of lines that share their x a column each, of others a row for each point. */
export function figureTable(figure: Figure): FigureValues {
  if (figure.kind === "heat") return { ...heatTable(figure), note: "" };
  const drawn = figure.lines.filter(({ points }) => points.length > 0);
  const isWide = drawn.length <= MOST_COLUMNS && shareX(drawn);
  return { ...isWide ? wide(figure, drawn) : long(figure, drawn), note: describeMarks(figure) };
}

type Cells = Omit<FigureValues, "note">;

/** The most marks that are told. */
const MOST_MARKS = 30;

function describeMarks({ marks, x, y }: LineFigure): string {
  const told = marks.slice(0, MOST_MARKS).map((mark) => {
    const place = [
      ...mark.x === undefined ? [] : [
        `${x.label} ${formatValue(mark.x, x)}${
          mark.to === undefined ? "" : ` to ${formatValue(mark.to, x)}`
        }`,
      ],
      ...mark.y === undefined ? [] : [`${y.label} ${formatValue(mark.y, y)}`],
    ].join(", ");
    const name = [mark.of ?? "", mark.label].filter((text) => text !== "").join(", ");
    return place === "" ? name : `${name} (${place})`;
  });
  const more = marks.length - told.length;
  if (told.length === 0) return "";
  return `Marked: ${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

function shareX([first, ...others]: readonly FigureLine[]): boolean {
  return first !== undefined &&
    others.every(({ points }) =>
      points.length === first.points.length &&
      points.every(({ x, label }, at) =>
        x === first.points[at]?.x && label === first.points[at]?.label
      )
    );
}

function wide({ x, y }: LineFigure, lines: readonly FigureLine[]): Cells {
  const points = lines[0]?.points ?? [];
  const hasLabels = points.some(({ label }) => label !== undefined);
  return {
    columns: [
      ...hasLabels ? ["of"] : [],
      titleOf(x),
      ...lines.map((line) => `${nameOf(line)}${unitOf(y)}`),
    ],
    rows: points.map((point, at) => [
      ...hasLabels ? [point.label ?? ""] : [],
      formatValue(point.x, x),
      ...lines.map(({ points }) => formatValue(points[at]?.y ?? null, y)),
    ]),
  };
}

function long({ x, y }: LineFigure, lines: readonly FigureLine[]): Cells {
  const hasLabels = lines.some(({ points }) => points.some(({ label }) => label !== undefined));
  return {
    columns: ["line", ...hasLabels ? ["of"] : [], titleOf(x), titleOf(y)],
    rows: lines.flatMap((line) =>
      line.points.map((point) => [
        nameOf(line),
        ...hasLabels ? [point.label ?? ""] : [],
        formatValue(point.x, x),
        formatValue(point.y, y),
      ])
    ),
  };
}

/** A row for each field that has something in it. */
function heatTable({ x, y, xEdges, yEdges, counts }: HeatFigure): Cells {
  const between = (edges: readonly number[], at: number, axis: Axis) =>
    `${formatValue(edges[at] ?? null, axis)} to ${formatValue(edges[at + 1] ?? null, axis)}`;
  return {
    columns: [titleOf(x), titleOf(y), "count"],
    rows: counts.flatMap((column, at) =>
      column.flatMap((count, row) =>
        count === 0 ? [] : [[between(xEdges, at, x), between(yEdges, row, y), String(count)]]
      )
    ),
  };
}

function nameOf({ label, measure }: FigureLine): string {
  return [label, measure ?? ""].filter((text) => text !== "").join(", ");
}

function titleOf(axis: Axis): string {
  return axis.label.includes(UNITS[axis.unit].trim()) ? axis.label : `${axis.label}${unitOf(axis)}`;
}

function unitOf({ unit }: Axis): string {
  if (unit === "perSecond") return " per second";
  return UNITS[unit] === "" ? "" : ` in ${UNITS[unit]}`;
}

const UNITS: Readonly<Record<Axis["unit"], string>> = {
  ...{ ms: "ms", perSecond: "per second", seconds: "s", share: "%", count: "", none: "" },
};

/** About how many cells a figure's table has, without making it. */
export function countCells(figure: Figure): number {
  if (figure.kind === "heat") {
    return 3 * figure.counts.reduce((sum, column) => sum + column.filter(Boolean).length, 0);
  }
  return 3 * figure.lines.reduce((sum, { points }) => sum + points.length, 0);
}

function formatValue(value: number | null, { unit }: Axis): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const isShare = unit === "share";
  const shown = isShare ? value * 100 : value;
  const whole = Math.trunc(Math.abs(shown)).toString().length;
  const digits = Math.max(isShare ? 6 : 4, Math.min(whole, 21));
  return withCommas(Number(shown.toPrecision(digits)));
}

/** As `Intl` writes it, in a tenth of the time: a page can have some thousands. */
function withCommas(value: number): string {
  const [whole = "", part] = String(value).split(".");
  return whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
}
