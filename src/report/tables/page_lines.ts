import { allowedByChain } from "../../result/conclude/speedups.ts";
import type { Result, Speedup } from "../../result/document.ts";
import { completeLines, type Line } from "./compared.ts";
import { combinationOf } from "./coordinates.ts";

/** How the pages of the same coordinates compare. */
export interface PageLine extends Line {
  /** Of each mode but serial; one that cannot be told is missing. */
  readonly speedups: ReadonlyMap<string, Speedup>;
  /** How many times as fast the longest chain allows the page to be; `undefined` without serial pages that succeeded. */
  readonly allowed: number | undefined;
}

/** Whether the modes of a page are compared; a search compares rates instead. */
export function isPage({ environment: { settings }, search }: Result): boolean {
  return settings.mode !== undefined && search === undefined;
}

/** The modes of a page, in their order. */
export function modesOf({ environment: { settings } }: Result): readonly string[] {
  return settings.mode ?? [];
}

/** The lines of which all repetitions of all modes are measured. */
export function pageLines(result: Result): PageLine[] {
  const { cases, speedups = [], environment: { settings } } = result;
  const byPlace = Map.groupBy(speedups, combinationOf);
  return completeLines(cases, "mode", modesOf(result), settings.repetitions).map((line) => {
    const { mode: _, ...parameters } = line.parameters;
    const found = byPlace.get(combinationOf({ parameters })) ?? [];
    return {
      ...line,
      parameters,
      speedups: new Map(found.map((speedup) => [speedup.mode, speedup])),
      allowed: allowedByChain(line.across.get("serial") ?? []),
    };
  });
}
