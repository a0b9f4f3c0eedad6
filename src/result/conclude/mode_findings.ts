import type { CaseResult } from "../case.ts";
import type { Finding, ModeSpeedup, Result } from "../document.ts";
import { formatInterval, formatShare, formatSpeedup } from "../format.ts";
import { isOpenLoad, isPage, modesOf } from "../kind.ts";
import { type ComparedModes, comparedModes } from "./compared_cases.ts";

/** A smaller gain or loss is taken for none. */
const NOTABLE = 1.1;

/** More combinations than these share one finding. */
const MOST_COMBINATIONS = 4;

/**
 * What each mode of a page gains over serial, why it gains nothing, and what the longest chain allows. Each of a few
 * combinations of the other parameters has a finding of its own; many share one.
 */
export function findModeFindings(result: Result): Finding[] {
  if (!isPage(result)) return [];
  const combinations = comparedModes(result).filter(({ speedups, allowed }) =>
    speedups.size > 0 || allowed !== undefined
  );
  const isCompared = combinations.some(({ speedups }) => speedups.size > 0);
  const isOnce = result.environment.settings.repetitions === 1;
  const shared = { code: "modes", ...isOnce && isCompared && { advice: REPEAT } };
  if (combinations.length === 0) return [];
  if (combinations.length === 1 || combinations.length > MOST_COMBINATIONS) {
    return [{ ...shared, message: begin(describe(combinations, result)) }];
  }
  return combinations.map((combination) => ({
    ...{ ...shared, parameters: combination.parameters },
    message: describe([combination], result),
  }));
}

const REPEAT = "--repetitions 5 gives the speedups a confidence interval.";

function begin(text: string): string {
  return text.startsWith("the ") ? `T${text.slice(1)}` : `Against serial, ${text}`;
}

function describe(combinations: readonly ComparedModes[], result: Result): string {
  const serial = combinations.flatMap(({ across }) => across.get("serial") ?? []);
  const clauses = modesOf(result).flatMap((mode) => {
    const found = combinations.flatMap(({ speedups }) => speedups.get(mode) ?? []);
    return found.length === 0 ? [] : [describeMode(mode, found, serial)];
  });
  return [...clauses, ...describeChain(combinations, serial, isOpenLoad(result))].join("; ") + ".";
}

function describeMode(
  mode: string,
  found: readonly ModeSpeedup[],
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

/** What the repetitions show without doubt; `undefined` where there is doubt. */
function outcomeOf(
  { speedup, interval }: ModeSpeedup,
): "faster" | "slower" | "nothing" | undefined {
  const { low, high } = interval ?? { low: speedup, high: speedup };
  if (speedup >= NOTABLE && low > 1) return "faster";
  if (speedup <= 1 / NOTABLE && high < 1) return "slower";
  return low > 1 / NOTABLE && high < NOTABLE ? "nothing" : undefined;
}

/** Why there is nothing to gain, where that is certain, as a bound leaves no room for a gain. */
function explain(
  mode: string,
  found: readonly ModeSpeedup[],
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

/**
 * Whether the page is mostly work that computes in one thread: it takes the same time in any order, so running the
 * steps at once gains nothing.
 */
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
  combinations: readonly ComparedModes[],
  serial: readonly CaseResult[],
  isOpen: boolean,
): string[] {
  const allowed = combinations.flatMap(({ allowed }) => allowed ?? []);
  if (allowed.length === 0) return [];
  const names = new Set(
    serial.flatMap(({ longestChain }) => longestChain?.steps.join(" → ") ?? []),
  );
  const [chain] = names.size === 1 ? names : [];
  const wait = isOpen ? ", the wait for the pool aside" : "";
  return [`the longest chain ${chain ? `(${chain}) ` : ""}allows ${range(allowed)}${wait}`];
}

/** The only ratio, or the least and the most of several. */
function range(ratios: readonly number[]): string {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map(formatSpeedup);
  return least === most ? `${most}` : `${least} to ${most}`;
}
