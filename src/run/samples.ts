import type { SampledOperations } from "../result/samples.ts";
import type { CaseResult, SampleFigures } from "../result/case.ts";
import type { RunOptions } from "./options.ts";

/** How many operations of a run are kept by themselves, where nothing else is said. */
export const MOST_SAMPLES = 1_000_000;

/** What was kept of a case, and which case it is. */
export interface KeptSamples extends SampledOperations {
  readonly parameters: CaseResult["parameters"];
  readonly repetition: number | undefined;
  /** The nodes that coordinated the case's requests. */
  readonly coordinators: readonly string[];
}

/** Shares what room there is for operations by themselves among the cases of a run. */
export interface SampleKeeper {
  /** How many operations of the next case may be kept. */
  roomFor(index: number): number;
  /** Passes on what was kept of a case, and says how much it is. */
  keep(index: number, kept: KeptSamples): SampleFigures;
}

/**
 * Shares the room of a run; `undefined` where operations are not asked for by themselves.
 *
 * @param most how many rows there may be
 * @param names the names of a mix's operations; empty without a mix
 * @param cases how many cases there are; `undefined` where that is not known: then each gets half of what is left
 */
export function shareSamples(
  { onSamples }: RunOptions,
  most: number,
  names: readonly string[],
  cases: number | undefined,
): SampleKeeper | undefined {
  if (onSamples === undefined) return undefined;
  let left = most;
  return {
    roomFor(index) {
      const share = cases === undefined ? 2 : Math.max(1, cases - index);
      return Math.min(left, Math.max(1, Math.floor(left / share)));
    },
    keep(index, { repetition, coordinators: [only, ...others], ...operations }) {
      left -= operations.due.length;
      onSamples({
        ...{ index, names, ...operations },
        ...repetition !== undefined && { repetition },
        ...only !== undefined && others.length === 0 && { coordinator: only },
      });
      const { every, due: { length: kept } } = operations;
      return { kept, every: every === Infinity ? null : every };
    },
  };
}
