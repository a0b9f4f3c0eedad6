import { formatDuration, printable } from "../../result/format.ts";
import type { Span } from "../../result/timeline.ts";
import {
  type Block,
  type ComparedPages,
  paragraph,
  type ShownPage,
  type TimelineBlock,
} from "../model.ts";
import { cut, displayWidth, fill, TERMINAL } from "../width.ts";
import { type Line, SPAN_KINDS } from "./lines.ts";
import { formatTick, ticks } from "./scale.ts";
import { BLOCKING, isBlocking } from "./shown_pages.ts";

const SIGNS: Readonly<Record<Span["kind"], string>> = {
  ...{ wait: "·", step: "─", latency: "░", request: "█", compute: "▓", server: "▒" },
};

const MARK = "* ".length;
const MOST_NAME = 24;
/** The width of the column of durations: that of `1234.5 s`. */
const DURATION = 8;
/** How many lines of a page are shown at most. */
const MOST_LINES = 40;
const TICK_GAP = 12;

/** Where the bars of some pages go, so that all have the same scale. */
interface Scale {
  /** The milliseconds that the columns of the bars stand for. */
  readonly length: number;
  readonly columns: number;
  /** How wide the column of names is. */
  readonly names: number;
  /** How wide all is. */
  readonly width: number;
}

/** Pages over time as text of so many columns, all on the same scale. */
export function waterfall({ pages, length }: ComparedPages, width = TERMINAL): string {
  const widths = pages.flatMap(({ lines }) => lines.map((line) => displayWidth(nameOf(line))));
  const names = Math.min(MOST_NAME, Math.floor(width / 3), Math.max(0, ...widths));
  const columns = width - MARK - names - 1 - 1 - DURATION;
  const scale = { length, columns, names, width };
  return pages.map((page) => drawPage(page, scale).join("\n")).join("\n\n");
}

/** A timeline as text of so many columns: a legend, and the pages of each comparison below its name. */
export function timelineBlocks({ comparisons }: TimelineBlock, columns = TERMINAL): Block[] {
  const drawings = comparisons.map((pages) => waterfall(pages, columns));
  const signs = legend(drawings.join("\n"), comparisons.flatMap(({ pages }) => pages), columns);
  return [
    ...signs === "" ? [] : [code(signs)],
    ...comparisons.flatMap(({ label }, at) => [
      ...label === "" || label === comparisons[at - 1]?.label ? [] : [paragraph(`${label}:`)],
      code(drawings[at] ?? ""),
    ]),
  ];
}

function code(text: string): Block {
  return { kind: "code", text };
}

/** What the signs in some drawings mean, in lines of so many columns. */
export function legend(
  drawings: string,
  pages: readonly ShownPage[],
  columns = TERMINAL,
): string {
  const kinds = Object.entries(SPAN_KINDS) as [Span["kind"], string][];
  const signs = [
    ...kinds.map(([kind, meaning]) => [SIGNS[kind], meaning]),
    ...[["*", "on the page's longest chain"], ["✗", "failed"]],
  ];
  const parts = signs.filter(([sign = ""]) => drawings.includes(sign))
    .map((words) => words.join(" "));
  const lines = parts.reduce<string[]>((lines, part) => {
    const longer = [...lines.slice(-1), part].join("   ");
    return displayWidth(longer) > columns ? [...lines, part] : [...lines.slice(0, -1), longer];
  }, []);
  const notes = pages.some(isBlocking) ? [`${SIGNS.compute} ${BLOCKING}`] : [];
  return [...lines, ...notes].join("\n");
}

function drawPage({ page, title, lines, clocks }: ShownPage, scale: Scale): string[] {
  const hidden = lines.length - MOST_LINES;
  const drawn = [
    printable(title),
    ...page.error === undefined ? [] : [`✗ ${printable(page.error)}`],
    drawAxis(scale),
    ...lines.slice(0, MOST_LINES).map((line) => drawLine(line, scale)),
    ...hidden > 0 ? [`… and ${hidden} more`] : [],
    ...clocks.map(printable),
  ];
  return drawn.map((line) => cut(line, scale.width));
}

function drawAxis({ length, columns, names }: Scale): string {
  const labels = ticks(length, columns / TICK_GAP).reduce((line, ms) => {
    const at = Math.round(ms / length * columns);
    return `${line.padEnd(at)}|${formatTick(ms)}${ms === 0 ? " ms" : ""}`;
  }, "");
  return " ".repeat(MARK + names + 1) + labels;
}

function drawLine(line: Line, scale: Scale): string {
  const mark = line.hasFailed ? "✗ " : line.isCritical ? "* " : "  ";
  const duration = formatDuration(line.end - line.start).padStart(DURATION);
  return `${mark}${fill(nameOf(line), scale.names)} ${drawBar(line.spans, scale)} ${duration}`;
}

function nameOf({ name, depth }: Line): string {
  return "  ".repeat(depth) + printable(name);
}

function drawBar(spans: readonly Span[], { length, columns }: Scale): string {
  const signs = Array<string>(columns).fill(" ");
  const columnOf = (ms: number) => Math.round(Math.max(0, ms) / length * columns);
  for (const { kind, start, end } of spans) {
    const from = Math.min(columnOf(start), columns - 1);
    signs.fill(SIGNS[kind], from, Math.max(columnOf(end), from + 1));
  }
  return signs.join("");
}
