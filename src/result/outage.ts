/**
 * A stretch of a case in which the server answered nothing: no result and no error of its own. It begins with a failure
 * without an answer and ends with the next answer; at least 3 failures and 100 ms make an outage. Instants are
 * milliseconds since the case's clock started.
 */
export interface Outage {
  /** When the first operation failed without an answer. */
  readonly from: number;
  /** When the server answered again; `null` when it did not before the case ended. */
  readonly to: number | null;
  /** How many operations failed in it. */
  readonly errors: number;
}

/** How many milliseconds an outage took, in a case that took `elapsed`. */
export function lengthOfOutage({ from, to }: Outage, elapsed: number): number {
  return (to ?? Math.max(from, elapsed)) - from;
}

/** The milliseconds and the errors of all outages of a case together. */
export function sumOutages(
  outages: readonly Outage[],
  elapsed: number,
): { length: number; errors: number } {
  return {
    length: outages.reduce((sum, outage) => sum + lengthOfOutage(outage, elapsed), 0),
    errors: outages.reduce((sum, outage) => sum + outage.errors, 0),
  };
}
