import { sayAdvice } from "./advice/advice.ts";
import type { CaseResult } from "../case.ts";
import type { Result } from "../document.ts";
import { formatCount, formatDuration, formatPool, formatSpeedup } from "../format.ts";
import { isOpenLoad } from "../kind.ts";
import { DONE, nameNode } from "../node_event.ts";
import { describeBelief } from "./belief.ts";
import { findingsOf } from "./findings.ts";
import { describeFirstError } from "./first_error.ts";
import { findOutcome } from "./outcome.ts";
import { asSentence, placesOf, withPlace } from "./places.ts";
import { describeSearches } from "./search_answers.ts";
import { speedupsOf } from "./speedups.ts";

/** What a person who ran a benchmark wants to know first. */
export interface Answer {
  /** What was found, in a sentence: `Pool 100 is 34.7 × as fast as serial at 5 ms.` */
  readonly answer: string;
  /** Whether to believe it, in a sentence or two: `All 10 cases are valid.` */
  readonly belief: string;
  /** Whether the run is whole, and its figures are those of the server and not of the client. */
  readonly isValid: boolean;
}

/**
 * The answer of a result, and whether to believe it: the first two sentences of every report.
 *
 * @example
 * ```ts
 * import { answerOf, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1, 10],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * const { answer, belief } = answerOf(result);
 * console.log(answer, belief);
 * ```
 *
 * @param result what was measured, also when it was read from a JSON document
 */
export function answerOf(result: Result): Answer {
  return { answer: findAnswer(result), ...describeBelief(result) };
}

/** The first of these that has something to say is the answer. */
const ANSWERS: readonly ((result: Result) => string | undefined)[] = [
  sayNothing,
  sayLost,
  describeSearches,
  sayEvents,
  sayModes,
  sayAdvice,
  sayPools,
  sayClients,
  sayFigures,
];

function findAnswer(result: Result): string {
  for (const say of ANSWERS) {
    const answer = say(result);
    if (answer !== undefined) return `${asSentence(answer)}${sayThresholds(result)}`;
  }
  return "Nothing was measured.";
}

function sayNothing({ cases }: Result): string | undefined {
  if (cases.length === 0) return "nothing was measured.";
  if (cases.some(({ operations, errors }) => operations > errors.total)) return undefined;
  const failed = cases.find(({ errors }) => errors.total > 0);
  return failed === undefined
    ? "no operation ended."
    : `no operation succeeded: ${describeFirstError(failed.errors)}.`;
}

function sayLost(result: Result): string | undefined {
  const { lost = [] } = result.outcome ?? findOutcome(result);
  return lost.length === 0 ? undefined : `${lost.join(", and ")}.`;
}

/** The event from which the load took longest to come back. */
function sayEvents({ cases }: Result): string | undefined {
  const done = cases.flatMap(({ events = [] }) =>
    events.filter(({ at, dip }) => at !== null && dip !== null)
  );
  const [worst] = done.toSorted((a, b) =>
    (b.recoveredAfter ?? Infinity) - (a.recoveredAfter ?? Infinity)
  );
  if (worst === undefined) return undefined;
  const { recoveredAfter, errors } = worst;
  const back = recoveredAfter === null
    ? "the load did not come back before the next event or the end"
    : recoveredAfter === 0
    ? "the load went on as before"
    : `the load was back after ${formatDuration(recoveredAfter)}`;
  const failed = errors.total === 0 ? "" : `; ${formatCount(errors.total)} operations failed`;
  return `${nameNode(worst)} ${DONE[worst.do]}: ${back}${failed}.`;
}

function sayModes(result: Result): string | undefined {
  const [best] = speedupsOf(result).filter((speedup) => "mode" in speedup)
    .toSorted((a, b) => b.speedup - a.speedup);
  if (best === undefined) return undefined;
  const place = placesOf(result.cases.map(({ parameters: { mode: _, ...others } }) => others));
  return `${
    withPlace(`mode ${best.mode} is ${sayRatio(best.speedup, "serial")}`, place(best.parameters))
  }.`;
}

function sayPools(result: Result): string | undefined {
  const [best] = speedupsOf(result).filter((speedup) => "poolSize" in speedup)
    .toSorted((a, b) => b.speedup - a.speedup);
  if (best === undefined) return undefined;
  const place = placesOf(result.cases.map(({ parameters: { poolSize: _, ...others } }) => others));
  const ratio = sayRatio(best.speedup, formatPool(best.over));
  return `${withPlace(`${formatPool(best.poolSize)} is ${ratio}`, place(best.parameters))}.`;
}

/** A gain or a loss of less than a tenth is none to speak of. */
function sayRatio(ratio: number, other: string): string {
  return ratio > 1 / 1.1 && ratio < 1.1
    ? `about as fast as ${other}`
    : `${formatSpeedup(ratio)} as fast as ${other}`;
}

function sayClients(result: Result): string | undefined {
  const found = findingsOf(result).find(({ code }) => code === "clients");
  const [sentence] = found?.message.split(";") ?? [];
  return sentence && `${sentence}.`;
}

/** The figures of the case that did most, or of the highest rate. */
function sayFigures(result: Result): string | undefined {
  const valid = result.cases.filter(({ verdict }) => verdict.valid);
  const place = placesOf(result.cases.map(({ parameters: { rate: _, ...others } }) => others));
  const most = isOpenLoad(result)
    ? ({ schedule }: CaseResult) => schedule?.rate ?? 0
    : ({ throughput }: CaseResult) => throughput;
  const [best] = (valid.length > 0 ? valid : result.cases)
    .filter(({ responseTime }) => responseTime !== null)
    .toSorted((a, b) => most(b) - most(a));
  if (best === undefined || best.responseTime === null) return undefined;
  const { throughput, responseTime: { p50, p99 }, parameters: { rate: _, ...others } } = best;
  const figures = `${formatCount(throughput)} operations/s`;
  const times = `half of them within ${formatDuration(p50)}, 99 % within ${formatDuration(p99)}`;
  return `${withPlace(figures, place(others))}: ${times}.`;
}

function sayThresholds({ thresholds, search }: Result): string {
  const failed = thresholds.filter(({ passed }) => !passed).length;
  if (search !== undefined || failed === 0) return "";
  return thresholds.length === 1
    ? " The threshold did not hold."
    : ` ${formatCount(failed)} of ${formatCount(thresholds.length)} thresholds did not hold.`;
}
