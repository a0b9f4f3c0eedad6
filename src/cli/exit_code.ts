import type { Result } from "../result/document.ts";

/** The exit codes; 130 and 143 say which signal ended the run. */
export const EXIT = { good: 0, failed: 1, usage: 2, thresholds: 3, invalid: 4 } as const;

/** The exit code that a result stands for. */
export function exitCodeOf(result: Result, isStrict: boolean): number {
  // Figures that are not the server's neither keep a threshold nor break it.
  if (isStrict && !isValid(result)) return EXIT.invalid;
  return isKept(result) ? EXIT.good : EXIT.thresholds;
}

/** How many cases are not valid. A search's do not count: it goes on to where nothing holds. */
export function countInvalid({ cases, search }: Result): number {
  return search ? 0 : cases.filter(({ verdict }) => !verdict.valid).length;
}

function isValid(result: Result): boolean {
  const { search = [] } = result;
  return countInvalid(result) === 0 && search.every(({ limit }) => limit !== "client");
}

/** A search fails steps to find the one that holds, so that is what counts. */
function isKept({ thresholds, search }: Result): boolean {
  return search ? search.every(({ rate }) => rate !== null) : thresholds.every((t) => t.passed);
}
