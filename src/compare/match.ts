import type { CaseResult } from "../result/case.ts";
import { coordinates } from "../result/conclude/estimates.ts";
import type { Result } from "../result/document.ts";

/** The repetitions of a case in both results. */
export interface MatchedCase {
  readonly parameters: CaseResult["parameters"];
  readonly base: readonly CaseResult[];
  readonly other: readonly CaseResult[];
}

/** The cases of two results: those that both have, and the parameters of the others. */
export interface Matches {
  readonly matched: readonly MatchedCase[];
  readonly onlyInBase: readonly CaseResult["parameters"][];
  readonly onlyInOther: readonly CaseResult["parameters"][];
}

/** Matches the cases of two results by their parameters. */
export function matchCases(base: Result, other: Result): Matches {
  // A result of one client has no axis of clients: that it differs is a condition.
  const isClientAxis = [base, other].some((result) => clientsOf(result).length > 1);
  const [before, after] = [base, other].map(({ cases }) =>
    Map.groupBy(cases, ({ parameters }) => keyOf(parameters, isClientAxis))
  ) as [Map<string, CaseResult[]>, Map<string, CaseResult[]>];
  const missing = (from: Map<string, CaseResult[]>, to: Map<string, CaseResult[]>) =>
    [...from].filter(([key]) => !to.has(key)).map(([, [first]]) => first!.parameters);
  return {
    matched: [...before].flatMap(([key, repetitions]) => {
      const found = after.get(key);
      if (found === undefined) return [];
      return { parameters: repetitions[0]!.parameters, base: repetitions, other: found };
    }),
    onlyInBase: missing(before, after),
    onlyInOther: missing(after, before),
  };
}

/** Whether a result has a case of which a run is planned. */
export function hasCommonCase(base: Result, planned: readonly CaseResult["parameters"][]): boolean {
  const run = { cases: planned.map((parameters) => ({ parameters })) };
  const isClientAxis = [base, run].some((result) => clientsOf(result).length > 1);
  const keys = new Set(base.cases.map(({ parameters }) => keyOf(parameters, isClientAxis)));
  return planned.some((parameters) => keys.has(keyOf(parameters, isClientAxis)));
}

/** The clients with which a result's cases were measured. */
export function clientsOf(
  { cases }: { readonly cases: readonly Pick<CaseResult, "parameters">[] },
): string[] {
  return [...new Set(cases.map(clientOf))];
}

/** The client of a case: the driver where its parameters name none. */
export function clientOf({ parameters }: Pick<CaseResult, "parameters">): string {
  return String(parameters.client ?? "driver");
}

/** The threads are a setting and no axis. */
function keyOf(parameters: CaseResult["parameters"], isClientAxis: boolean): string {
  const { workers: _, client = "driver", ...axes } = parameters;
  return coordinates({ ...axes, ...isClientAxis && { client } });
}
