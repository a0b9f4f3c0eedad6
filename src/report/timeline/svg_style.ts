import { element } from "./svg_element.ts";

/** The drawing's letters and colours; no meaning rests on colour alone. */
export const STYLE: string = `
svg { max-width: 100%; height: auto; font: 18px ui-sans-serif, system-ui, sans-serif }
.name, .duration, .tick { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace }
.heading { font-size: 22px; font-weight: 700 }
.title, .critical { font-weight: 700 }
.tick { font-size: 15px }
.duration { text-anchor: end }
.latency { fill: url(#latency) }
.wait { fill: url(#wait) }
${colours("#ffffff", "#1f2328", "#59636e", "#d1d9e0")}
${fills("#2166ac", "#d9770d", "#2a8f83", "#8250df", "#cf222e")}
@media (prefers-color-scheme: dark) {
${colours("#0d1117", "#e6edf3", "#9198a1", "#30363d")}
${fills("#58a6ff", "#f0a048", "#4fb8ac", "#c297ff", "#ff7b72")}
}
`;

function colours(ground: string, text: string, muted: string, line: string): string {
  return `.ground { fill: ${ground} }
text { fill: ${text} }
.tick, .step { fill: ${muted} }
.grid { stroke: ${line} }
.weft { stroke: ${muted} }`;
}

function fills(
  request: string,
  compute: string,
  server: string,
  mark: string,
  failed: string,
): string {
  return `.request { fill: ${request} }
.compute { fill: ${compute} }
.server { fill: ${server} }
.mark { fill: ${mark} }
.failed { fill: ${failed} }`;
}

/** Fills for the time in which nothing is done: hatched for injected latency, dotted for waiting. */
export const PATTERNS: string = element(
  "defs",
  {},
  pattern("latency", "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", 2),
  pattern("wait", "M4,2.5 v3", 3),
);

function pattern(id: string, d: string, width: number): string {
  return element(
    "pattern",
    { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
    element("rect", { class: "ground", width: 8, height: 8 }),
    element("path", { class: "weft", d, "stroke-width": width }),
  );
}
