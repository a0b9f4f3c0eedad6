import type { Result } from "../../result/document.ts";
import { escapeMarkdown, formatCount } from "../format.ts";
import { wrap } from "../prose.ts";
import { type Comparison, comparisonsOf, type ShownPage } from "./shown_pages.ts";
import { legend, waterfall } from "./waterfall.ts";

/** Pages over time, mode below mode: of those kept for each reason, one for each mode of the first combination. */
export function timelineSection({ cases }: Result): string[] {
  const comparisons = comparisonsOf(cases);
  const firsts = [...Map.groupBy(comparisons, ({ kept }) => kept).values()]
    .flatMap(([first]) => first === undefined ? [] : [{ ...first, pages: onePerMode(first) }]);
  const shown = firsts.flatMap(({ pages }) => pages);
  if (shown.length === 0) return [];
  const drawings = firsts.map(({ pages }) => waterfall(pages));
  const labels = firsts.map(({ label }, at) =>
    label === "" || label === firsts[at - 1]?.label ? [] : [wrap(`${escapeMarkdown(label)}:`)]
  );
  const kept = comparisons.flatMap(({ pages }) => pages).length;
  return [
    "## Timeline",
    ...[legend(drawings.join("\n"), shown)].filter((text) => text !== "").map(fenced),
    ...drawings.flatMap((drawing, at) => [...labels[at] ?? [], fenced(drawing)]),
    ...firsts.some(({ kept }) => kept === "traced") ? [TRACED] : [],
    ...kept === shown.length ? [] : [whereTheOthersAre(kept, comparisons)],
  ];
}

const TRACED = "Traced ones are in all figures too, and slower for the tracing.";

function onePerMode({ pages }: Comparison): ShownPage[] {
  return [...Map.groupBy(pages, ({ mode }) => mode).values()].flatMap(([first]) => first ?? []);
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function whereTheOthersAre(kept: number, comparisons: readonly Comparison[]): string {
  const combinations = new Set(comparisons.map(({ label }) => label)).size;
  const where = combinations === 1 ? "" : `, of all ${formatCount(combinations)} combinations`;
  return wrap(`The SVG and the JSON hold all ${formatCount(kept)} that were kept${where}.`);
}
