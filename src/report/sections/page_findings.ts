import type { CaseResult } from "../../result/case.ts";
import type { Result, Speedup } from "../../result/document.ts";
import { escapeMarkdown, formatInterval, formatShare, formatSpeedup } from "../format.ts";
import { isOpenLoad } from "../open_load.ts";
import { listItem, wrap } from "../prose.ts";
import { coordinatesOf } from "../tables/coordinates.ts";
import { isPage, modesOf, type PageLine, pageLines } from "../tables/page_lines.ts";

/** A gain or loss of less is none to speak of. */
const NOTABLE = 1.1;

/** More lines than these are told together. */
const MOST_LINES = 4;

/** What each mode gains over serial, why it gains nothing, and what the longest chain allows, in words. */
export function pageFindings(result: Result): string[] {
  if (!isPage(result)) return [];
  const lines = pageLines(result).filter(({ speedups, allowed }) =>
    speedups.size > 0 || allowed !== undefined
  );
  if (lines.length === 0) return [];
  const { label } = coordinatesOf(lines);
  const text = lines.length === 1 || lines.length > MOST_LINES
    ? wrap(escapeMarkdown(begin(describe(lines, result))))
    : lines.map((line) => listItem(escapeMarkdown(`${label(line)}: ${describe([line], result)}`)))
      .join("\n");
  const isOnce = result.environment.settings.repetitions === 1;
  const isCompared = lines.some(({ speedups }) => speedups.size > 0);
  return isOnce && isCompared
    ? [text, "--repetitions 5 gives the speedups a confidence interval."]
    : [text];
}

function begin(text: string): string {
  return text.startsWith("the ") ? `T${text.slice(1)}` : `Against serial, ${text}`;
}

function describe(lines: readonly PageLine[], result: Result): string {
  const serial = lines.flatMap(({ across }) => across.get("serial") ?? []);
  const clauses = modesOf(result).flatMap((mode) => {
    const found = lines.flatMap(({ speedups }) => speedups.get(mode) ?? []);
    return found.length === 0 ? [] : [describeMode(mode, found, serial)];
  });
  return [...clauses, ...describeChain(lines, serial, isOpenLoad(result))].join("; ") + ".";
}

function describeMode(
  mode: string,
  found: readonly Speedup[],
  serial: readonly CaseResult[],
): string {
  const isElsewhere = mode === "threads" && serial.some(hasComputed);
  const subject = isElsewhere ? "on Worker threads it" : mode;
  const outcomes = new Set(found.map(outcomeOf));
  const [outcome] = outcomes.size === 1 ? outcomes : [];
  const ratios = found.map(({ speedup }) => speedup);
  if (outcome === "faster") {
    const how = isElsewhere ? ": what computes runs on threads of its own" : "";
    return `${subject} is ${range(ratios)} faster${how}`;
  }
  if (outcome === "slower") {
    return `${subject} is ${range(ratios.map((ratio) => 1 / ratio))} slower`;
  }
  const isUnclear = outcomes.has(undefined);
  if (outcome === "nothing" || (isUnclear && isBoundByComputing(mode, serial))) {
    return `${subject} gains nothing to speak of${explain(mode, found, serial)}`;
  }
  const [only, ...others] = found;
  return only?.interval && others.length === 0
    ? `${subject} is ${formatInterval(only.interval, formatSpeedup)} as fast, ` +
      "which more repetitions narrow"
    : `${subject} is ${range(ratios)} as fast`;
}

/** What the repetitions leave no doubt of; `undefined` where they do. */
function outcomeOf({ speedup, interval }: Speedup): "faster" | "slower" | "nothing" | undefined {
  const { low, high } = interval ?? { low: speedup, high: speedup };
  if (speedup >= NOTABLE && low > 1) return "faster";
  if (speedup <= 1 / NOTABLE && high < 1) return "slower";
  return low > 1 / NOTABLE && high < NOTABLE ? "nothing" : undefined;
}

/** Why there is nothing to gain, where that is certain: a bound that leaves no room for it. */
function explain(
  mode: string,
  found: readonly Speedup[],
  serial: readonly CaseResult[],
): string {
  if (found.every(({ allowed }) => allowed < NOTABLE)) {
    return ", as the longest chain is nearly the whole page";
  }
  if (mode !== "concurrent" || !serial.some(hasComputed)) return "";
  const share = formatShare(Math.min(...serial.map(computedShare)));
  const shown = `(share of compute steps of the serial page: ${share})`;
  return isBoundByComputing(mode, serial)
    ? `, as work that computes keeps its one thread busy ${shown}`
    : ` ${shown}`;
}

/** What computes in one thread takes its time in any order, which leaves nothing to gain where it is nearly all. */
function isBoundByComputing(mode: string, serial: readonly CaseResult[]): boolean {
  return mode === "concurrent" && Math.min(...serial.map(computedShare)) > 1 / NOTABLE;
}

function hasComputed({ steps = [] }: CaseResult): boolean {
  return steps.some(({ kind }) => kind === "compute");
}

function computedShare({ steps = [] }: CaseResult): number {
  return steps.filter(({ kind }) => kind === "compute")
    .reduce((sum, { share }) => sum + (share ?? 0), 0);
}

function describeChain(
  lines: readonly PageLine[],
  serial: readonly CaseResult[],
  isOpen: boolean,
): string[] {
  const allowed = lines.flatMap(({ allowed }) => allowed ?? []);
  if (allowed.length === 0) return [];
  const names = new Set(
    serial.flatMap(({ longestChain }) => longestChain?.steps.join(" → ") ?? []),
  );
  const [chain] = names.size === 1 ? names : [];
  const wait = isOpen ? ", the wait for the pool aside" : "";
  return [`the longest chain ${chain ? `(${chain}) ` : ""}allows ${range(allowed)}${wait}`];
}

/** One ratio, or the least and the most of several. */
function range(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map(formatSpeedup);
  return least === most ? `${most}` : `${least} to ${most}`;
}
