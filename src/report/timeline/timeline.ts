import type { Result } from "../../result/document.ts";
import { formatCount } from "../../result/format.ts";
import { type ComparedPages, paragraph, type Report, section, type ShownPage } from "../model.ts";
import { compare, comparisonsOf } from "./shown_pages.ts";

/** Pages over time, mode below mode: of those kept for each reason, one for each mode of the first combination. */
export function timelineSection({ cases }: Result): Report {
  const comparisons = comparisonsOf(cases);
  const firsts = [...Map.groupBy(comparisons, ({ kept }) => kept).values()]
    .flatMap(([first]) =>
      first === undefined ? [] : [compare(first.kept, first.label, onePerMode(first))]
    );
  const shown = firsts.flatMap(({ pages }) => pages);
  if (shown.length === 0) return [];
  const kept = comparisons.flatMap(({ pages }) => pages).length;
  return [
    section("Timeline"),
    { kind: "timeline", comparisons: firsts },
    ...firsts.some(({ kept }) => kept === "traced") ? [paragraph(TRACED)] : [],
    ...kept === shown.length ? [] : [paragraph(whereTheOthersAre(kept, comparisons))],
  ];
}

const TRACED = "Traced ones are in all figures too, and slower for the tracing.";

function onePerMode({ pages }: ComparedPages): ShownPage[] {
  return [...Map.groupBy(pages, ({ mode }) => mode).values()].flatMap(([first]) => first ?? []);
}

function whereTheOthersAre(kept: number, comparisons: readonly ComparedPages[]): string {
  const combinations = new Set(comparisons.map(({ label }) => label)).size;
  const where = combinations === 1 ? "" : `, of all ${formatCount(combinations)} combinations`;
  return `The SVG and the JSON hold all ${formatCount(kept)} that were kept${where}.`;
}
