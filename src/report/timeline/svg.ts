import type { Result } from "../../result/document.ts";
import { formatCounted, printable } from "../../result/format.ts";
import type { ComparedPages, ShownPage } from "../model.ts";
import { comparisonsOf } from "./shown_pages.ts";
import { element, escapeXml, label } from "./svg_element.ts";
import { layOut } from "./svg_layout.ts";
import { drawLegend } from "./svg_legend.ts";
import { drawPanel } from "./svg_panel.ts";
import { MARGIN, WIDTH } from "./svg_scale.ts";
import { PATTERNS, STYLE } from "./svg_style.ts";

/**
 * The timeline of a result as a drawing: every page that was kept, those of all modes on one scale. It is one SVG
 * document without scripts, light or dark as its reader's other pages. A result without a timeline is a drawing that
 * says so.
 *
 * @example
 * ```ts
 * import { run, scenario, svg } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "two at once",
 *   poolSizes: [1],
 *   operations: 10,
 *   async operation(session, _input, _parameters, tasks) {
 *     tasks.spawn("now", () => session.execute("SELECT now() FROM system.local"));
 *     tasks.spawn("peers", () => session.execute("SELECT peer FROM system.peers"));
 *     await tasks.join();
 *   },
 * }));
 * console.log(svg(result).length);
 * ```
 */
export function svg({ scenario, cases }: Result): string {
  return drawTimeline(`${printable(scenario.name)}: timeline`, comparisonsOf(cases));
}

/** A timeline as a drawing under a title; a report that shows drawings has its own comparisons to draw. */
export function drawTimeline(title: string, comparisons: readonly ComparedPages[]): string {
  const pages = comparisons.flatMap(({ pages }) => pages);
  const description = describe(pages);
  const legend = drawLegend(pages, HEADING);
  const { height, headings, panels } = layOut(comparisons, legend.bottom + MARGIN);
  return element(
    "svg",
    {
      ...{ xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${height}` },
      ...{ width: WIDTH, height, role: "img", "aria-labelledby": "title desc" },
    },
    element("title", { id: "title" }, escapeXml(title)),
    element("desc", { id: "desc" }, escapeXml(description)),
    element("style", {}, STYLE),
    PATTERNS,
    element("rect", { class: "ground", width: WIDTH, height }),
    drawHeading(title, HEADING),
    ...pages.length === 0 ? [label(description, { x: MARGIN, y: legend.bottom })] : legend.elements,
    ...headings.map(({ text, y }) => drawHeading(text, y)),
    ...panels.flatMap(drawPanel),
  ) + "\n";
}

/** The baseline of the heading, in pixels. */
const HEADING = 36;
/** The columns of text that a heading has room for. */
const HEADING_COLUMNS = 66;

function drawHeading(text: string, y: number): string {
  return label(text, { class: "heading", x: MARGIN, y }, HEADING_COLUMNS);
}

function describe(pages: readonly ShownPage[]): string {
  const [first, second] = pages;
  if (first === undefined) {
    return "There is no timeline: no operation with steps or tasks was kept.";
  }
  const titles = [first, second ?? []].flat().map(({ title }) => title).join("; ");
  return `${
    formatCounted(pages.length, first.mode === undefined ? "operation" : "page")
  } over time, a line for each step. ${titles}`;
}
