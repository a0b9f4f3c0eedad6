import { printable } from "../../result/format.ts";
import { element, escapeXml, label } from "./svg_element.ts";
import type { Bar, DrawnLine, Panel } from "./svg_layout.ts";
import { MARGIN, NAME_COLUMNS, WIDTH } from "./svg_scale.ts";

/** The columns of text that a line has room for. */
const LINE_COLUMNS = 82;
const INDENT = 22;

/** One page: title, grid, lines, clocks. */
export function drawPanel({ title, error, grid, lines, clocks }: Panel): string[] {
  return [
    label(title.text, { class: "title", x: MARGIN, y: title.y }, LINE_COLUMNS),
    ...error === undefined
      ? []
      : [label(`✗ ${error.text}`, { class: "failed", x: MARGIN, y: error.y }, LINE_COLUMNS)],
    ...grid.ticks.flatMap(({ x, text }) => [
      element("line", { class: "grid", x1: x, x2: x, y1: grid.top, y2: grid.bottom }),
      label(text, { class: "tick", x, y: grid.top - 4 }),
    ]),
    ...lines.flatMap(drawLine),
    ...clocks.map(({ text, y }) => label(text, { x: MARGIN, y }, LINE_COLUMNS)),
  ];
}

function drawLine({ line, y, x, width, duration, bars }: DrawnLine): string[] {
  const { name, depth, isCritical, hasFailed } = line;
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

/** The mark before a step on the longest chain. */
export function drawMark(x: number, y: number): string {
  return element("rect", { class: "mark", x, y: y - 10, width: 4, height: 20 });
}

function drawBar({ kind, title, ...place }: Bar): string {
  const text = element("title", {}, escapeXml(printable(title)));
  return element("rect", { class: kind, ...place }, text);
}
