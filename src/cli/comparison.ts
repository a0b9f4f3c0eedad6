import type { Comparison, PairComparison } from "../compare/comparison.ts";
import { compare } from "../compare/compare.ts";
import { hasCommonCase } from "../compare/match.ts";
import { ResultError } from "../errors.ts";
import type { Result } from "../result/document.ts";
import { comparisonReport } from "../report/comparison.ts";
import {
  formatChange,
  formatSmallest,
  labellerOf,
  METRIC_NAMES,
} from "../report/comparison/labels.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { plan } from "../run/plan.ts";
import type { Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Settings } from "../scenario/settings.ts";
import { EXIT } from "./exit_code.ts";
import type { Flags, FlagValues } from "./flags.ts";
import { lookOfOutput } from "./look.ts";
import { allFilesOf, inputProblems, type NamedFile, type OutputFiles } from "./output.ts";
import { readResultFile } from "./result_file.ts";
import { printError, printPainted } from "./terminal.ts";
import { UsageError } from "./usage.ts";

/** How much worse a figure may get. */
export const TOLERANCE = {
  kind: "percent",
  value: "5%",
  help: "how much worse a figure may be (0%)",
} as const;

/** The flags by which a run compares itself at its end. */
export const BASELINE_FLAGS = {
  "baseline": { kind: "text", value: "FILE", help: "compare with an earlier result at the end" },
  "tolerance": TOLERANCE,
} as const satisfies Flags;

/** An earlier result with which a run compares itself. */
export interface Baseline {
  readonly name: string;
  readonly result: Result;
  readonly tolerance: number | undefined;
}

/**
 * Reads the result that a run is to be compared with.
 *
 * @returns `undefined` where none was asked for
 * @throws {UsageError} where flags do not go together
 * @throws {ResultError} where it cannot be read
 */
export function readBaseline(flags: FlagValues): Baseline | undefined {
  const { baseline: name, tolerance } = flags as FlagValues<typeof BASELINE_FLAGS>;
  if (name === undefined) {
    if (tolerance !== undefined) throw new UsageError(["--tolerance goes with --baseline"]);
    return undefined;
  }
  refuseInputs([name], allFilesOf(flags as OutputFiles));
  return { name, result: readResultFile(name), tolerance };
}

/**
 * Refuses to write over a result that is compared.
 *
 * @throws {UsageError}
 */
export function refuseInputs(inputs: readonly string[], files: readonly NamedFile[]): void {
  const problems = inputProblems(inputs, files, "what is compared");
  if (problems.length > 0) throw new UsageError(problems);
}

/**
 * Finds out before a run whether there will be anything to compare. What is wrong with the scenario, the run itself says.
 *
 * @throws {ResultError} where the baseline has no case that will run
 */
export function checkBaseline(
  { name, result }: Baseline,
  scenario: Scenario,
  settings: Settings,
): void {
  let planned: Plan;
  try {
    planned = plan(scenario, settings);
  } catch {
    return;
  }
  if (hasCommonCase(result, planned.cases.map(({ parameters }) => parameters))) return;
  throw new ResultError(
    `Cannot compare this run with "${name}" as that has none of its cases`,
    "cases are matched by their parameters: give both the same latencies, pool sizes and axes",
  );
}

/** Compares a run with its baseline, and says what came of it. */
export function compareWithBaseline(
  { name, result: base, tolerance }: Baseline,
  result: Result,
  isPrinted: boolean,
): number {
  const names = [name, "this run"];
  const comparison = compare(base, [result], {
    names,
    ...tolerance !== undefined && { tolerance },
  });
  if (isPrinted) printComparison(comparison, "\n");
  return tellComparison(comparison);
}

/** Prints a comparison to standard output. */
export function printComparison(comparison: Comparison, before = ""): void {
  printPainted(before + renderMarkdown(comparisonReport(comparison), lookOfOutput()));
}

/**
 * Says on standard error what a comparison failed by.
 *
 * @returns the exit code
 */
export function tellComparison({ base, tolerance, pairs, passed }: Comparison): number {
  for (const pair of pairs) {
    const problem = problemOf(pair, base.name, tolerance);
    if (problem !== undefined) printError(`error: ${problem}`);
  }
  return passed ? EXIT.good : EXIT.thresholds;
}

function problemOf(pair: PairComparison, base: string, tolerance: number): string | undefined {
  const { result, cases } = pair;
  if (cases.every(({ verdict }) => verdict === "notComparable")) {
    return `nothing in "${result.name}" can be compared with "${base}"`;
  }
  const label = labellerOf(cases);
  const [first, ...others] = cases.flatMap(({ parameters, metrics }) => {
    const found = metrics.filter(({ isRegression }) => isRegression).map(
      ({ metric, difference }) => `${METRIC_NAMES[metric]} ${formatChange(difference ?? 0)}`,
    );
    if (found.length === 0) return [];
    return cases.length === 1 ? found.join(", ") : `${label(parameters)}: ${found.join(", ")}`;
  });
  if (first === undefined) return undefined;
  const more = others.length === 0 ? "" : `, and in ${others.length} more`;
  const by = tolerance === 0 ? "" : ` by more than ${formatSmallest(tolerance)}`;
  return `"${result.name}" is worse than "${base}"${by}: ${first}${more}`;
}
