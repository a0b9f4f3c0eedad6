import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** A case as figures name it. */
export interface LabelledCase {
  readonly measured: CaseResult;
  readonly label: string;
  /** Whether its lines are shown at first. */
  readonly isShown: boolean;
}

/** How many cases are shown at first: with two lines each, twelve lines, as more cannot be told apart. */
const MOST_SHOWN = 6;

/**
 * The cases under their names in figures. Shown at first are the first repetitions, and of many an even choice from the
 * first to the last.
 */
export function labelCases({ cases, scenario }: Result): LabelledCase[] {
  const { label } = coordinatesOf(cases);
  const first = cases.filter(({ repetition = 1 }) => repetition === 1);
  const shown = new Set(chooseEvenly(first, MOST_SHOWN));
  return cases.map((measured) => ({
    measured,
    label: label(measured) || scenario.name,
    isShown: shown.has(measured),
  }));
}

/** At most so many of a list, spread evenly over it, its first and last among them. */
export function chooseEvenly<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from(
    { length: most },
    (_, at) => all[Math.round(at * (all.length - 1) / (most - 1))]!,
  );
}
