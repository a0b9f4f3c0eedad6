import type { Span } from "../../result/timeline.ts";
import type { ShownPage } from "../model.ts";
import { displayWidth } from "../width.ts";
import { SPAN_KINDS } from "./lines.ts";
import { BLOCKING, isBlocking } from "./shown_pages.ts";
import { element, label } from "./svg_element.ts";
import { drawMark } from "./svg_panel.ts";
import { LINE, MARGIN, WIDTH } from "./svg_scale.ts";

/** The width of a letter in pixels, which a text does not exceed on average. */
const COLUMN = 9.5;
const SWATCH = 26;

/** A drawing's legend and how far down it reaches. */
export interface Legend {
  readonly elements: readonly string[];
  readonly bottom: number;
}

/** What the fills and marks of these pages mean. */
export function drawLegend(pages: readonly ShownPage[], top: number): Legend {
  const lines = pages.flatMap(({ lines }) => lines);
  const found = new Set(lines.flatMap(({ spans }) => spans.map(({ kind }) => kind)));
  const kinds = Object.entries(SPAN_KINDS) as [Span["kind"], string][];
  const entries = [
    ...kinds.filter(([kind]) => found.has(kind)).map(([kind, text]) => ({
      text,
      sign: (x: number, y: number) => drawSwatch(kind, x, y),
    })),
    ...lines.some(({ isCritical }) => isCritical)
      ? [{
        text: "on the page's longest chain",
        sign: (x: number, y: number) => drawMark(x + SWATCH / 2, y),
      }]
      : [],
  ];
  let [x, y] = [MARGIN, top + LINE];
  const elements: string[] = [];
  for (const { text, sign } of entries) {
    const width = SWATCH + displayWidth(text) * COLUMN;
    if (x + width > WIDTH - MARGIN) [x, y] = [MARGIN, y + LINE];
    elements.push(sign(x, y - 6), label(text, { x: x + SWATCH, y }));
    x += width + SWATCH;
  }
  if (!pages.some(isBlocking)) return { elements, bottom: y };
  const note = label(`Computing ${BLOCKING}.`, { x: MARGIN, y: y + LINE });
  return { elements: [...elements, note], bottom: y + LINE };
}

function drawSwatch(kind: Span["kind"], x: number, y: number): string {
  const height = kind === "step" ? 4 : 18;
  return element("rect", { class: kind, x, y: y - height / 2, width: 18, height });
}
