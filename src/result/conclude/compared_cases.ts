import type { CaseResult } from "../case.ts";
import type { ModeSpeedup, Result } from "../document.ts";
import { modesOf } from "../kind.ts";
import { coordinates } from "./estimates.ts";
import { allowedByChain } from "./mode_speedups.ts";
import { speedupsOf } from "./speedups.ts";

/** Cases that differ in one parameter only. */
export interface ComparedCases {
  /** The parameters that they have in common. */
  readonly parameters: CaseResult["parameters"];
  /** The repetitions of each value of the parameter that differs. */
  readonly across: ReadonlyMap<unknown, readonly CaseResult[]>;
}

/** The comparisons of which all repetitions of all values are measured, in the order of the cases. */
export function completeComparisons(
  cases: readonly CaseResult[],
  name: "poolSize" | "mode" | "client",
  values: readonly (string | number)[],
  repetitions: number,
): ComparedCases[] {
  const withoutName = ({ parameters: { [name]: _, ...others } }: CaseResult) => others;
  const groups = Map.groupBy(cases, (measured) => coordinates(withoutName(measured)));
  return [...groups.values()]
    .map((cases) => ({
      parameters: cases[0] ? withoutName(cases[0]) : {},
      across: Map.groupBy(cases, ({ parameters }) => parameters[name]),
    }))
    .filter(({ across }) => values.every((value) => across.get(value)?.length === repetitions));
}

/** How the modes of a page compare. */
export interface ComparedModes extends ComparedCases {
  /** The speedup of each mode but serial; a mode of which it is unknown is missing. */
  readonly speedups: ReadonlyMap<string, ModeSpeedup>;
  /**
   * How many times as fast the longest chain allows the page to be; `undefined` without serial pages that succeeded.
   */
  readonly allowed: number | undefined;
}

/** The comparisons of modes of which all repetitions are measured. */
export function comparedModes(result: Result): ComparedModes[] {
  const { cases, environment: { settings } } = result;
  const speedups = speedupsOf(result).filter((speedup) => "mode" in speedup);
  const byCombination = Map.groupBy(speedups, ({ parameters }) => coordinates(parameters));
  return completeComparisons(cases, "mode", modesOf(result), settings.repetitions)
    .map(({ parameters, across }) => {
      const found = byCombination.get(coordinates(parameters)) ?? [];
      return {
        ...{ parameters, across },
        speedups: new Map(found.map((speedup) => [speedup.mode, speedup])),
        allowed: allowedByChain(across.get("serial") ?? []),
      };
    });
}
