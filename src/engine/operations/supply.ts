import type { Share } from "../part.ts";
import type { MakeInput } from "./inputs.ts";

/** The operations of a scenario: one, each of a mix, or a page. */
export interface Operations {
  /** How each is run; of a mix, in the order in which it is written. */
  readonly runs: readonly Run[];
  /** Which of `runs` the operation with this index is. */
  choose(index: number): number;
}

/** Runs an operation; rejects when it fails. */
export type Run = (operation: SentOperation) => Promise<unknown>;

/** An operation that is sent; instants are of `performance.now()`. */
export interface SentOperation {
  readonly index: number;
  readonly input: unknown;
  /** The virtual user that sends it. */
  readonly user: number;
  readonly due: number;
  readonly sent: number;
}

/** An operation that is ready to be sent. */
export interface PreparedOperation {
  readonly index: number;
  readonly input: unknown;
  readonly run: Run;
  /** Which operation of the mix it is, from 0; 0 without a mix. */
  readonly mixIndex: number;
}

/** A thread's operations, in order. Their inputs are made ahead of their time. */
export interface Supply {
  /** Makes this many more ready. */
  make(count: number): void;
  /** How many are ready. */
  ready(): number;
  /** Takes the next that is ready. */
  take(): PreparedOperation | undefined;
  /** Passes over the next operation and gives its index in the mix; makes no input for it where there is none yet. */
  skip(): number;
}

/**
 * Makes a thread's supply. Of n threads, each has every nth operation, so that together they run the same operations
 * with the same inputs, however many threads there are.
 *
 * @param from the index of the first operation of all threads
 */
export function createSupply(
  makeInput: MakeInput,
  { runs, choose }: Operations,
  { worker, workers }: Share,
  from = 0,
): Supply {
  let prepared: PreparedOperation[] = [];
  let taken = 0;
  let index = from + worker;

  function take(): PreparedOperation | undefined {
    return prepared[taken] && prepared[taken++];
  }

  return {
    make(count) {
      if (taken > prepared.length / 2) {
        prepared = prepared.slice(taken);
        taken = 0;
      }
      for (let i = 0; i < count; i++, index += workers) {
        const mixIndex = choose(index);
        prepared.push({ index, input: makeInput(index), run: runs[mixIndex] as Run, mixIndex });
      }
    },
    ready: () => prepared.length - taken,
    take,
    skip() {
      const next = take();
      if (next !== undefined) return next.mixIndex;
      const mixIndex = choose(index);
      index += workers;
      return mixIndex;
    },
  };
}
