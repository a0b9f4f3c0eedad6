import type { CaseResult } from "../../result/case.ts";
import { criticalPath } from "../../result/conclude/critical_path.ts";
import { formatDuration } from "../../result/format.ts";
import type { ClockOffset, TimelinePage } from "../../result/timeline.ts";
import type { ComparedPages, ShownPage } from "../model.ts";
import { type CaseKey, combinationOf, coordinatesOf } from "../tables/coordinates.ts";
import { linesOf } from "./lines.ts";

const MODES = ["serial", "concurrent", "threads"];
const REASONS = ["median", "slowest", "failed", "traced"] as const;

/** All pages that were kept, combination by combination; of a combination, the median ones first. */
export function comparisonsOf(cases: readonly CaseResult[]): ComparedPages[] {
  const { label } = coordinatesOf(cases.map(withoutMode));
  const combinations = Map.groupBy(cases, (measured) => combinationOf(withoutMode(measured)));
  return [...combinations.values()].flatMap((cases) =>
    REASONS.map((kept) =>
      compare(kept, label(withoutMode(cases[0] as CaseResult)), pagesOf(cases, kept))
    ).filter(({ pages }) => pages.length > 0)
  );
}

/** Puts pages on one scale. */
export function compare(
  kept: TimelinePage["kept"],
  label: string,
  pages: readonly ShownPage[],
): ComparedPages {
  const ends = pages.flatMap(({ page, lines }) => [page.elapsed, ...lines.map(({ end }) => end)]);
  return { kept, label, pages, length: Math.max(SHORTEST, ...ends) };
}

/** The shortest scale in milliseconds, so that no scale has the length 0. */
const SHORTEST = 0.001;

/** What the legend says of pages in which work that computes made other steps wait. */
export const BLOCKING = "keeps the thread busy: what runs beside it waits for it";

/** Whether work that computes kept its thread busy while other steps had requests in flight or held back. */
export function isBlocking({ page: { spans }, mode }: ShownPage): boolean {
  if (mode === "threads") return false;
  const others = spans.filter(({ kind }) => kind === "request" || kind === "latency");
  return spans.filter(({ kind }) => kind === "compute").some((work) =>
    others.some((other) => work.start < other.end && other.start < work.end)
  );
}

function withoutMode({ parameters: { mode: _, ...parameters } }: CaseResult): CaseKey {
  return { parameters };
}

function pagesOf(cases: readonly CaseResult[], kept: TimelinePage["kept"]): ShownPage[] {
  const found = cases.flatMap((measured) =>
    (measured.timeline ?? []).filter((page) => page.kept === kept)
      .map((page) => ({ measured, page }))
  );
  if (kept === "slowest") found.sort((a, b) => b.page.elapsed - a.page.elapsed);
  // The first requests that a node traces take long, so the quickest page comes first: it is the one that reports show.
  if (kept === "traced") found.sort((a, b) => a.page.elapsed - b.page.elapsed);
  const modes = Map.groupBy(found, ({ measured }) => measured.parameters.mode);
  return [...modes].sort(([a], [b]) => MODES.indexOf(String(a)) - MODES.indexOf(String(b)))
    .flatMap(([, pages]) => pages.map(({ measured, page }, at) => ({ measured, page, at })))
    .sort((a, b) => a.at - b.at)
    .map(({ measured, page, at }) => show(measured, page, at));
}

/** @param at the place of the page among those of its mode */
function show(measured: CaseResult, page: TimelinePage, at: number): ShownPage {
  const { parameters: { mode }, repetition, steps = [] } = measured;
  const chain = criticalPath(measured, page);
  const name = nameOf(page.kept, at, mode === undefined ? "operation" : "page");
  const title = [
    mode === undefined ? name : `${mode}: ${name}`,
    formatDuration(page.elapsed),
    ...chain.length > 0 ? [`longest chain ${formatDuration(chain.length)}`] : [],
    ...repetition === undefined ? [] : [`repetition ${repetition}`],
  ].join(", ");
  const order = mode === undefined ? [] : steps.map(({ name }) => name);
  return {
    page,
    ...mode !== undefined && { mode: String(mode) },
    title,
    lines: linesOf(page, order, chain.steps),
    clocks: (page.clocks ?? []).map(describeClock),
  };
}

function nameOf(kept: TimelinePage["kept"], at: number, noun: string): string {
  if (kept === "median") return `the median ${noun}`;
  if (kept === "slowest") return at === 0 ? `the slowest ${noun}` : `one of the slowest ${noun}s`;
  return `a ${kept} ${noun}`;
}

function describeClock({ node, offset, uncertainty }: ClockOffset): string {
  const [ms = "", margin] = [Math.abs(offset), uncertainty].map((ms) => ms.toFixed(2));
  const direction = offset < 0 ? "earlier" : "later";
  return `${node}: clock ${ms} ± ${margin} ms ${direction} than the client's`;
}
