import type { CaseResult } from "../case.ts";
import type { OutcomeFacts, Result } from "../document.ts";
import { describeParameters, formatCount, formatCounted } from "../format.ts";
import { describeFirstError } from "./first_error.ts";
import { countLost, describeLost } from "./written.ts";

/** What a run came to, and by which rule. */
export interface Outcome extends OutcomeFacts {
  /**
   * What the command line exits with: 0 good; 1 the run failed, or nothing succeeded in one of its cases; 3 a threshold failed, a search found no rate, or an acknowledged write was not found;
   * 4 figures are invalid under `strict`. The first rule of 1, 4, 3 that applies decides, but that lost writes come before 4.
   */
  readonly code: 0 | 1 | 3 | 4;
  /** Whether the code is 0. */
  readonly passed: boolean;
  /** The rule that decided, in words. */
  readonly reason: string;
}

/** How strictly a result is judged. */
export interface OutcomeOptions {
  /** Whether invalid figures are a failure. @default {false} */
  readonly strict?: boolean;
}

/**
 * Whether a result is good, by the rules of the command line's exit code.
 *
 * @example
 * ```ts
 * import { outcome, run, scenario } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   thresholds: ["errors.rate <= 0", "responseTime.p95 < 1000"],
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * const { passed, code, reason } = outcome(result);
 * console.log(passed, code, reason);
 * ```
 *
 * @param result what was measured, also when it was read from a JSON document
 */
export function outcome(result: Result, { strict = false }: OutcomeOptions = {}): Outcome {
  const facts = findOutcome(result);
  return { ...decide(facts, strict, result), ...facts };
}

/** The facts that the rules of {@linkcode outcome} go by. */
export function findOutcome(
  result: Pick<Result, "cases" | "thresholds" | "search" | "populate">,
): OutcomeFacts {
  const { cases, search } = result;
  const lost = lostWrites(result);
  // The steps of a search go on to where nothing holds, so its answers count and its cases do not.
  const invalid = search ? 0 : cases.filter(({ verdict }) => !verdict.valid).length;
  const fruitless = search ? 0 : cases.filter(isFruitless).length;
  const isCut = search?.some(({ limit }) => limit === "client" || limit === "target") ?? false;
  return {
    succeeded: cases.some(({ operations, errors }) => operations > errors.total),
    valid: invalid === 0 && !isCut,
    invalid,
    ...fruitless > 0 && { fruitless },
    ...lost.length > 0 && { lost },
    failed: search
      ? failedSearches(search)
      : [...failedThresholds(result), ...endedByErrors(cases)],
  };
}

function decide(
  { succeeded, valid, invalid, fruitless = 0, lost = [], failed }: OutcomeFacts,
  strict: boolean,
  { cases, search, status }: Result,
): Pick<Outcome, "code" | "passed" | "reason"> {
  const fail = (code: 1 | 3 | 4, reason: string) => ({ code, passed: false, reason });
  if (status === "failed") return fail(1, "the run failed, so cases are missing");
  if (!succeeded || fruitless > 0) return fail(1, whyFruitless(cases));
  if (lost.length > 0) return fail(3, lost.join(", and "));
  // Figures that are not the server's neither keep a threshold nor break it.
  if (strict && !valid) {
    return fail(
      4,
      search
        ? whyCut(search)
        : `the figures of ${invalid} of ${formatCounted(cases.length, "case")} are not valid`,
    );
  }
  if (failed.length > 0) {
    return fail(
      3,
      search
        ? `${failed.length} of ${formatSearches(search.length)} found no rate that holds`
        : whyFailed(failed, cases),
    );
  }
  return { code: 0, passed: true, reason: "operations succeeded, and all that was demanded held" };
}

/** The acknowledged writes that were not found, in words. */
function lostWrites({ cases, populate }: Pick<Result, "cases" | "populate">): string[] {
  const all = [
    { verified: populate?.verified, where: " of populate" },
    ...cases.map((measured) => ({
      verified: measured.verified,
      where: cases.length === 1 ? "" : ` of the case ${describeParameters(measured)}`,
    })),
  ];
  return all.flatMap(({ verified, where }) => {
    if (verified === undefined || countLost(verified) === 0) return [];
    const writes = formatCounted(verified.acknowledged, "acknowledged write");
    return `of ${writes}${where} ${describeLost(verified)}`;
  });
}

/** Whether nothing succeeded in a case. One that was stopped before anything could end is only not whole. */
function isFruitless({ status, operations, errors }: CaseResult): boolean {
  return operations === errors.total && (operations > 0 || status === "completed");
}

function whyFruitless(cases: readonly CaseResult[]): string {
  const [first, ...others] = cases.filter(isFruitless);
  if (first === undefined) return "no operation succeeded";
  const where = cases.length === 1 ? "" : ` in the case ${describeParameters(first)}`;
  const more = others.length === 0 ? "" : ` and in ${others.length} more`;
  const why = first.operations === 0 ? "" : `: ${describeFirstError(first.errors)}`;
  return `no operation succeeded${where}${more}${why}`;
}

function whyFailed(failed: readonly string[], cases: readonly CaseResult[]): string {
  const ended = endedByErrors(cases).length;
  const thresholds = failed.length - ended;
  return [
    ...thresholds > 0 ? [`${formatCounted(thresholds, "threshold")} did not hold`] : [],
    ...ended > 0 ? [`errors ended ${formatCounted(ended, "case")}`] : [],
  ].join(", and ");
}

function whyCut(search: NonNullable<Result["search"]>): string {
  return search.some(({ limit }) => limit === "target")
    ? "a server ended during a search"
    : "the client was the limit of a search, not the server";
}

function formatSearches(count: number): string {
  return count === 1 ? "1 search" : `${count} searches`;
}

function failedThresholds({ cases, thresholds }: Pick<Result, "cases" | "thresholds">): string[] {
  return thresholds.filter(({ passed }) => !passed).map(({ expression, case: at, value }) => {
    const measured = cases[at];
    const place = measured ? ` in the case ${describeParameters(measured)}` : "";
    const found = value === null
      ? "nothing was measured"
      : `it was ${Number(value.toPrecision(3))}`;
    return `${expression.trim()}${place}: ${found}`;
  });
}

function endedByErrors(cases: readonly CaseResult[]): string[] {
  return cases.filter(({ endedBy }) => endedBy === "errors").map((measured) =>
    `maxErrors in the case ${describeParameters(measured)}: ` +
    `${formatCount(measured.errors.total)} operations failed`
  );
}

function failedSearches(search: NonNullable<Result["search"]>): string[] {
  return search.filter(({ rate }) => rate === null).map(({ parameters, thresholds }) =>
    `no rate holds ${thresholds.join(", ")} in the cases ${describeParameters({ parameters })}`
  );
}
