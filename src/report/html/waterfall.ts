import { formatDuration } from "../../result/format.ts";
import type { Span } from "../../result/timeline.ts";
import type { ComparedPages, ShownPage, TimelineBlock } from "../model.ts";
import { type Line, SPAN_KINDS } from "../timeline/lines.ts";
import { formatTick, ticks } from "../timeline/scale.ts";
import { BLOCKING, isBlocking } from "../timeline/shown_pages.ts";
import { escapeHtml, tag } from "./element.ts";

/** How many marks an axis has at most, so that they stand apart on a phone. */
const MOST_TICKS = 5;
/** Up to where there is room for a mark, as a share of the axis. */
const LAST_TICK = 0.94;

/** Pages over time: of each a table with a line for each step, and in its middle the bars. */
export function renderTimeline({ comparisons }: TimelineBlock): string {
  const pages = comparisons.flatMap(({ pages }) => pages);
  return renderLegend(pages) + comparisons.map(renderComparison).join("");
}

/** The pages that share a scale are zoomed together. */
function renderComparison({ label, pages, length }: ComparedPages): string {
  return tag(
    "div",
    { class: "waterfalls", "data-length": length },
    label === "" ? "" : tag("h3", {}, escapeHtml(label)),
    ...pages.map((page) => renderPage(page, length)),
  );
}

function renderPage({ page, title, lines, clocks }: ShownPage, length: number): string {
  const head = tag(
    "tr",
    {},
    tag("th", { scope: "col", class: "left" }, "step"),
    tag("th", { scope: "col", class: "bars" }, renderAxis(length)),
    tag("th", { scope: "col" }, "took"),
  );
  return tag(
    "figure",
    { class: "waterfall" },
    tag("figcaption", {}, escapeHtml(title)),
    page.error === undefined ? "" : tag("p", { class: "failed" }, `✗ ${escapeHtml(page.error)}`),
    tag(
      "table",
      {},
      tag("thead", {}, head),
      tag("tbody", {}, ...lines.map((line) => renderLine(line, length))),
    ),
    ...clocks.map((clock) => tag("p", { class: "caption" }, escapeHtml(clock))),
  );
}

function renderLine(line: Line, length: number): string {
  const { name, depth, isCritical, hasFailed, start, end } = line;
  const classes = [
    "left",
    `depth-${Math.min(depth, 3)}`,
    ...isCritical ? ["critical"] : [],
    ...hasFailed ? ["failed"] : [],
  ];
  return tag(
    "tr",
    {},
    tag("th", { scope: "row", class: classes.join(" ") }, mark(line), escapeHtml(name)),
    tag("td", { class: "bars" }, renderBars(line, length)),
    tag("td", {}, escapeHtml(formatDuration(end - start))),
  );
}

function mark({ isCritical, hasFailed }: Line): string {
  const marks = [
    ...isCritical ? [tag("span", { class: "chain", title: ON_CHAIN }, "◆ ")] : [],
    ...hasFailed ? ["✗ "] : [],
  ];
  return marks.join("");
}

const ON_CHAIN = "on the page's longest chain";

/** The bars of a line. Positions are shares of the width, so that a bar is as wide as the page lets it be. */
function renderBars({ spans }: Line, length: number): string {
  const bars = spans.map((span) =>
    tag(
      "rect",
      { class: span.kind, ...reach(span, length), ...HEIGHTS[span.kind] },
      tag("title", {}, escapeHtml(describe(span))),
    )
  );
  const text = spans.map(describe).join("; ");
  return tag("svg", { class: "row", role: "img", "aria-label": text }, ...bars);
}

/** Where a bar lies in a row of 20 pixels: what is no work is thinner than what is. */
const HEIGHTS: Readonly<Record<Span["kind"], { readonly y: number; readonly height: number }>> = {
  step: { y: 9, height: 2 },
  wait: { y: 8, height: 4 },
  latency: { y: 4, height: 12 },
  compute: { y: 4, height: 12 },
  request: { y: 4, height: 12 },
  server: { y: 6, height: 8 },
};

function reach({ start, end }: Pick<Span, "start" | "end">, length: number) {
  const percent = (ms: number) => `${Number((Math.max(0, ms) / length * 100).toFixed(3))}%`;
  return { x: percent(start), width: percent(end - Math.max(0, start)) };
}

function describe({ name, kind, start, end, error }: Span): string {
  const failed = error === undefined ? "" : `, ✗ ${error}`;
  const times = `${formatDuration(end - start)} from ${formatDuration(start)}`;
  return `${name}, ${SPAN_KINDS[kind]}: ${times}${failed}`;
}

function renderAxis(length: number): string {
  const marks = ticks(length, MOST_TICKS).filter((ms) => ms < LAST_TICK * length).map((ms) =>
    tag(
      "text",
      { x: reach({ start: ms, end: ms }, length).x, y: 14 },
      escapeHtml(ms === 0 ? "0 ms" : formatTick(ms)),
    )
  );
  return tag("svg", { class: "axis", role: "img", "aria-label": "over time" }, ...marks);
}

/** What the bars of these pages mean. */
function renderLegend(pages: readonly ShownPage[]): string {
  const lines = pages.flatMap(({ lines }) => lines);
  const found = new Set(lines.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  const kinds = Object.entries(SPAN_KINDS) as [Span["kind"], string][];
  const entries = kinds.filter(([kind]) => found.has(kind)).map(([kind, text]) => {
    const swatch = tag("rect", { class: kind, x: 0, width: 18, ...HEIGHTS[kind] });
    return tag("svg", { class: "swatch", "aria-hidden": "true" }, swatch) + escapeHtml(text);
  });
  if (lines.some(({ isCritical }) => isCritical)) {
    entries.push(tag("span", { class: "chain" }, "◆ ") + escapeHtml(ON_CHAIN));
  }
  const note = pages.some(isBlocking)
    ? tag("p", { class: "caption" }, escapeHtml(`Computing ${BLOCKING}.`))
    : "";
  return tag("ul", { class: "legend" }, ...entries.map((entry) => tag("li", {}, entry))) + note;
}
