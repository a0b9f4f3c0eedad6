import type { Span } from "../../result/timeline.ts";
import { formatDuration, printable } from "../format.ts";
import { TERMINAL } from "../tables/table.ts";
import { columnsOf, cut, fill } from "./columns.ts";
import type { Lane } from "./lanes.ts";
import { formatTick, ticks } from "./scale.ts";
import { isBlocking, lengthOf, type ShownPage } from "./shown_pages.ts";
import { BLOCKING, SPAN_KINDS } from "./span_kinds.ts";

const SIGNS: Readonly<Record<Span["kind"], string>> = {
  ...{ wait: "·", step: "─", latency: "░", request: "█", compute: "▓", server: "▒" },
};

const MARK = "* ".length;
const MOST_NAME = 24;
/** As wide as `1234.5 s`. */
const DURATION = 8;
/** What a page shows at most. */
const MOST_LANES = 40;
const TICK_GAP = 12;

/** Where the bars of some pages go, so that all have the same scale. */
interface Scale {
  /** What the bars' columns stand for, in milliseconds. */
  readonly length: number;
  readonly columns: number;
  /** How wide the column of names is. */
  readonly names: number;
}

/** Pages over time as text of 80 columns, all on the same scale. */
export function waterfall(pages: readonly ShownPage[]): string {
  const widths = pages.flatMap(({ lanes }) => lanes.map((lane) => columnsOf(nameOf(lane))));
  const names = Math.min(MOST_NAME, Math.max(0, ...widths));
  const columns = TERMINAL - MARK - names - 1 - 1 - DURATION;
  const scale = { length: lengthOf(pages), columns, names };
  return pages.map((page) => pageLines(page, scale).join("\n")).join("\n\n");
}

/** What the signs in some drawings mean, in lines of 80 columns. */
export function legend(drawings: string, pages: readonly ShownPage[]): string {
  const kinds = Object.entries(SPAN_KINDS) as [Span["kind"], string][];
  const signs = [
    ...kinds.map(([kind, meaning]) => [SIGNS[kind], meaning]),
    ...[["*", "on the page's longest chain"], ["✗", "failed"]],
  ];
  const parts = signs.filter(([sign = ""]) => drawings.includes(sign))
    .map((words) => words.join(" "));
  const lines = parts.reduce<string[]>((lines, part) => {
    const longer = [...lines.slice(-1), part].join("   ");
    return columnsOf(longer) > TERMINAL ? [...lines, part] : [...lines.slice(0, -1), longer];
  }, []);
  const notes = pages.some(isBlocking) ? [`${SIGNS.compute} ${BLOCKING}`] : [];
  return [...lines, ...notes].join("\n");
}

function pageLines({ page, title, lanes, clocks }: ShownPage, scale: Scale): string[] {
  const hidden = lanes.length - MOST_LANES;
  const lines = [
    title,
    ...page.error === undefined ? [] : [`✗ ${printable(page.error)}`],
    axisLine(scale),
    ...lanes.slice(0, MOST_LANES).map((lane) => laneLine(lane, scale)),
    ...hidden > 0 ? [`… and ${hidden} more`] : [],
    ...clocks,
  ];
  return lines.map((line) => cut(line, TERMINAL));
}

function axisLine({ length, columns, names }: Scale): string {
  const labels = ticks(length, columns / TICK_GAP).reduce((line, ms) => {
    const at = Math.round(ms / length * columns);
    return `${line.padEnd(at)}|${formatTick(ms)}${ms === 0 ? " ms" : ""}`;
  }, "");
  return " ".repeat(MARK + names + 1) + labels;
}

function laneLine(lane: Lane, scale: Scale): string {
  const mark = lane.hasFailed ? "✗ " : lane.isCritical ? "* " : "  ";
  const duration = formatDuration(lane.end - lane.start).padStart(DURATION);
  return `${mark}${fill(nameOf(lane), scale.names)} ${bar(lane.spans, scale)} ${duration}`;
}

function nameOf({ name, depth }: Lane): string {
  return "  ".repeat(depth) + printable(name);
}

function bar(spans: readonly Span[], { length, columns }: Scale): string {
  const signs = Array<string>(columns).fill(" ");
  const columnOf = (ms: number) => Math.round(Math.max(0, ms) / length * columns);
  for (const { kind, start, end } of spans) {
    const from = Math.min(columnOf(start), columns - 1);
    signs.fill(SIGNS[kind], from, Math.max(columnOf(end), from + 1));
  }
  return signs.join("");
}
