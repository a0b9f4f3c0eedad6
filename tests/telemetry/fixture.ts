import type { Second } from "../../src/result/case.ts";
import type { Observation } from "../../src/telemetry/figures.ts";
import { resultOf, summaryOf } from "../result/fixture.ts";

/** What a test says of a second. */
export interface SecondParts extends Partial<Second> {
  /** Values of the scenario's own axes. */
  readonly own?: Readonly<Record<string, string | number | boolean>>;
  readonly poolSize?: number;
}

/** A second of 1,000 operations of 2 ms, but for what the test says. */
export function secondOf({ own = {}, poolSize = 1, ...parts }: SecondParts): Observation {
  const parameters = { ...own, latency: 0, poolSize };
  const counts = { operations: 1_000, errors: 0, dropped: 0, unsent: 0, inFlight: 1 };
  const second = { at: 1_000, ...counts, serviceTime: summaryOf(2), ...parts };
  return { type: "second", case: { parameters, repetition: 1 }, second };
}

/** A case came to its end. */
export const MEASURED = { type: "measured", result: resultOf([]) } as const;
