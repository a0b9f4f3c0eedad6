import { ResultError, ScenarioError } from "../errors.ts";
import type { Result } from "../result/document.ts";
import { compareCases } from "./cases.ts";
import type { ComparedResult, Comparison, PairComparison } from "./comparison.ts";
import { type AcrossCondition, conditionsOf } from "./conditions.ts";
import { describeParameters } from "../result/format.ts";
import { matchCases, type Matches } from "./match.ts";

/** How results are compared. */
export interface CompareOptions {
  /** How much worse a figure may get, as a share: 0.05 is 5 %. @default {0} */
  readonly tolerance?: number;
  /** What differs on purpose, and so is no reason against a comparison. @default {[]} */
  readonly across?: readonly AcrossCondition[];
  /** What reports call the results, the base first. @default {["base", "new"]}, or `new 1`, `new 2`, … */
  readonly names?: readonly string[];
}

/**
 * Compares results with a base: cases that have the same parameters, by throughput and the percentiles of their response
 * time. The sample is the repetition; without repetitions it is the second.
 *
 * A difference is only called better or worse where it is more than chance: of two results of the same thing, at most one
 * pair in twenty has any difference at all that is.
 *
 * @example
 * ```ts
 * import { compare, run, scenario } from "@cassbench/cassbench";
 *
 * const ping = scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 100,
 *   repetitions: 5,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * });
 * const { passed, pairs } = compare(await run(ping), [await run(ping)], { tolerance: 0.05 });
 * console.log(passed, pairs[0]?.cases[0]?.verdict);
 * ```
 *
 * @throws {ResultError} when a result has no case in common with the base, or is a search
 * @throws {ScenarioError} when `tolerance` is no share
 */
export function compare(
  base: Result,
  others: readonly Result[],
  { tolerance = 0, across = [], names = defaultNames(others.length) }: CompareOptions = {},
): Comparison {
  if (!(tolerance >= 0 && Number.isFinite(tolerance))) {
    throw new ScenarioError(
      `Cannot compare results as tolerance must be a share of at least 0: found ${tolerance}`,
      "5 % is 0.05",
    );
  }
  const [baseName = "base", ...otherNames] = names;
  const named = describeResult(base, baseName);
  const pairs = others.map((other, at) => {
    const result = describeResult(other, otherNames[at] ?? `new ${at + 1}`);
    return comparePair({ base, other, named, result, tolerance, across });
  });
  return {
    ...{ schemaVersion: 1, kind: "comparison", base: named, tolerance, pairs },
    passed: pairs.every(({ cases }) =>
      cases.some(({ verdict }) => verdict !== "notComparable") &&
      !cases.some(({ metrics }) => metrics.some(({ isRegression }) => isRegression))
    ),
  };
}

function defaultNames(others: number): string[] {
  const numbered = Array.from({ length: others }, (_, at) => `new ${at + 1}`);
  return ["base", ...others === 1 ? ["new"] : numbered];
}

function describeResult({ scenario, environment }: Result, name: string): ComparedResult {
  const { startedAt, cassbench, deno, driver, os, cpus, target } = environment;
  return {
    ...{ name, scenario: scenario.name },
    environment: { startedAt, cassbench, deno, driver, os, cpus, target },
  };
}

interface Pair {
  readonly base: Result;
  readonly other: Result;
  readonly named: ComparedResult;
  readonly result: ComparedResult;
  readonly tolerance: number;
  readonly across: readonly AcrossCondition[];
}

function comparePair({ base, other, named, result, tolerance, across }: Pair): PairComparison {
  const search = [base, other].findIndex(({ search }) => search !== undefined);
  if (search >= 0) {
    throw new ResultError(
      `Cannot compare "${result.name}" with "${named.name}" as ${
        search === 0 ? "the latter" : "the former"
      } is a search, whose cases are steps to an answer`,
      "compare runs at one rate: --rate, in place of search",
    );
  }
  const matches = matchCases(base, other);
  if (matches.matched.length === 0) throw nothingInCommon(matches, named.name, result.name);
  const conditions = conditionsOf(base, other, across);
  const { onlyInBase, onlyInOther } = matches;
  return {
    result,
    cases: compareCases(matches.matched, conditions, tolerance),
    ...{ onlyInBase, onlyInOther, conditions },
  };
}

function nothingInCommon(
  { onlyInBase, onlyInOther }: Matches,
  base: string,
  other: string,
): ResultError {
  const [before, after] = [onlyInBase, onlyInOther].map((all) => {
    const [first, ...rest] = all;
    if (first === undefined) return "none at all";
    return `${describeParameters({ parameters: first })}${
      rest.length === 0 ? "" : ` and ${rest.length} more`
    }`;
  });
  return new ResultError(
    `Cannot compare "${other}" with "${base}" as they have no case in common: found ` +
      `${after} in the former, ${before} in the latter`,
    "cases are matched by their parameters: run both with the same latencies, pool sizes and axes",
  );
}
