import { element, escapeXml, label } from "./svg_element.ts";
import type { Bar, Panel, Row } from "./svg_layout.ts";
import { MARGIN, NAME_COLUMNS, WIDTH } from "./svg_scale.ts";
import { printable } from "../format.ts";

/** As many columns of text as a line has room for. */
const LINE_COLUMNS = 82;
const INDENT = 22;

/** One page: title, grid, rows, clocks. */
export function drawPanel({ title, error, grid, rows, clocks }: Panel): string[] {
  return [
    label(title.text, { class: "title", x: MARGIN, y: title.y }, LINE_COLUMNS),
    ...error === undefined
      ? []
      : [label(`✗ ${error.text}`, { class: "failed", x: MARGIN, y: error.y }, LINE_COLUMNS)],
    ...grid.ticks.flatMap(({ x, text }) => [
      element("line", { class: "grid", x1: x, x2: x, y1: grid.top, y2: grid.bottom }),
      label(text, { class: "tick", x, y: grid.top - 4 }),
    ]),
    ...rows.flatMap(drawRow),
    ...clocks.map(({ text, y }) => label(text, { x: MARGIN, y }, LINE_COLUMNS)),
  ];
}

function drawRow({ lane, y, x, width, duration, bars }: Row): string[] {
  const { name, depth, isCritical, hasFailed } = lane;
  const baseline = y + 6;
  const classes = ["name", ...isCritical ? ["critical"] : [], ...hasFailed ? ["failed"] : []];
  return [
    ...isCritical ? [drawMark(4, y)] : [],
    label(
      hasFailed ? `✗ ${name}` : name,
      { class: classes.join(" "), x: MARGIN + depth * INDENT, y: baseline },
      NAME_COLUMNS - 2 * depth,
    ),
    ...bars.map(drawBar),
    ...isCritical ? [element("rect", { class: "mark", x, y: y + 10, width, height: 3 })] : [],
    label(duration, { class: "duration", x: WIDTH - MARGIN, y: baseline }),
  ];
}

/** Stands before a step on the longest chain. */
export function drawMark(x: number, y: number): string {
  return element("rect", { class: "mark", x, y: y - 10, width: 4, height: 20 });
}

function drawBar({ kind, title, ...place }: Bar): string {
  const text = element("title", {}, escapeXml(printable(title)));
  return element("rect", { class: kind, ...place }, text);
}
