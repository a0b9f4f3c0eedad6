import { formatDuration } from "../../result/format.ts";
import type { Span } from "../../result/timeline.ts";
import type { ComparedPages, ShownPage } from "../model.ts";
import { type Line, SPAN_KINDS } from "./lines.ts";
import { formatTick, ticks } from "./scale.ts";
import { leftOf, LINE, reach, RIGHT, type Scale, xOf } from "./svg_scale.ts";

/** Where everything goes, in pixels; a text's `y` is its baseline. */
export interface Layout {
  readonly height: number;
  readonly headings: readonly Label[];
  readonly panels: readonly Panel[];
}

/** A text and its baseline. */
export interface Label {
  readonly text: string;
  readonly y: number;
}

/** One page. */
export interface Panel {
  readonly title: Label;
  readonly error?: Label;
  /** The lines of the grid reach from its top to its bottom. */
  readonly grid: { readonly top: number; readonly bottom: number; readonly ticks: readonly Tick[] };
  readonly lines: readonly DrawnLine[];
  readonly clocks: readonly Label[];
}

/** A line of the grid. */
export interface Tick {
  readonly x: number;
  readonly text: string;
}

/** One line of a page. */
export interface DrawnLine {
  readonly line: Line;
  /** The height of its middle. */
  readonly y: number;
  /** Where its bars begin, and how far they reach. */
  readonly x: number;
  readonly width: number;
  readonly duration: string;
  readonly bars: readonly Bar[];
}

/** One span. */
export interface Bar {
  readonly kind: Span["kind"];
  readonly title: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const THICK = 18;
const THIN = 4;
const TICK_GAP = 110;

/** Lays out pages below each other from `top` on; those of a comparison share their scale. */
export function layOut(comparisons: readonly ComparedPages[], top: number): Layout {
  const headings: Label[] = [];
  const panels: Panel[] = [];
  const left = leftOf(comparisons.flatMap(({ pages }) => pages.flatMap(({ lines }) => lines)));
  let y = top;
  for (const { label, pages, length } of comparisons) {
    if (label !== "" && label !== headings.at(-1)?.text) {
      headings.push({ text: label, y: y + LINE });
      y += 1.5 * LINE;
    }
    const scale = { length, left };
    for (const page of pages) {
      const panel = layOutPage(page, scale, y);
      panels.push(panel);
      y = panel.grid.bottom + (panel.clocks.length + 0.5) * LINE;
    }
  }
  return { height: y, headings, panels };
}

function layOutPage(
  { page, title, lines, clocks }: ShownPage,
  scale: Scale,
  top: number,
): Panel {
  const first = top + LINE;
  const axis = first + (page.error === undefined ? 0 : LINE);
  const body = axis + 1.25 * LINE;
  const bottom = body + lines.length * LINE;
  const baseline = (y: number) => y + LINE * 0.7;
  return {
    title: { text: title, y: baseline(top) },
    ...page.error !== undefined && { error: { text: page.error, y: baseline(first) } },
    grid: {
      ...{ top: axis + LINE, bottom },
      ticks: ticks(scale.length, (RIGHT - scale.left) / TICK_GAP).map((ms) => ({
        x: xOf(ms, scale),
        text: ms === 0 ? "0 ms" : formatTick(ms),
      })),
    },
    lines: lines.map((line, at) => layOutLine(line, scale, body + (at + 0.5) * LINE)),
    clocks: clocks.map((text, at) => ({ text, y: baseline(bottom + at * LINE) })),
  };
}

function layOutLine(line: Line, scale: Scale, y: number): DrawnLine {
  return {
    ...{ line, y, duration: formatDuration(line.end - line.start) },
    ...reach(line, scale),
    bars: line.spans.map((span) => layOutSpan(span, scale, y)),
  };
}

function layOutSpan(span: Span, scale: Scale, y: number): Bar {
  const { kind, name, start, end, error } = span;
  const height = kind === "step" ? THIN : THICK;
  const times = `${formatDuration(end - start)} from ${formatDuration(start)}`;
  return {
    kind,
    title: `${name}, ${SPAN_KINDS[kind]}: ${times}${error === undefined ? "" : `, ✗ ${error}`}`,
    ...reach(span, scale),
    ...{ y: y - height / 2, height },
  };
}
