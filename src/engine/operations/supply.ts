import { createTurns } from "../../runtime/turns.ts";
import type { Share } from "../part.ts";
import type { MakeInput } from "./inputs.ts";
import { estimateSize } from "./size.ts";

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
  /**
   * Makes this many more ready, or fewer where their inputs are so large that no more may lie ready. Gives how many it
   * made.
   */
  make(count: number): number;
  /** Whether there is memory for one more. */
  hasRoom(): boolean;
  /** How many are ready. */
  ready(): number;
  /** Takes the next that is ready. */
  take(): PreparedOperation | undefined;
  /** Passes over the next operation and gives its index in the mix; makes no input for it where there is none yet. */
  skip(): number;
}

/** The inputs that lie ready take about this many bytes at most. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The first inputs are measured, and of the others one in this many. */
const MEASURED = { first: 8, then: 64 };

/** So many are made before the event loop may turn. */
const SLICE = 100;

/** Makes this many operations ready, or fewer, as {@linkcode Supply.make} does, while the event loop turns. */
export async function makeAhead(
  supply: Supply,
  count: number,
  signal: AbortSignal,
): Promise<number> {
  const turns = createTurns();
  let made = 0;
  while (made < count && supply.hasRoom() && !signal.aborted) {
    made += supply.make(Math.min(SLICE, count - made));
    await turns(performance.now());
  }
  return made;
}

/**
 * Makes a thread's supply. Of n threads, each has every nth operation, so that together they run the same operations
 * with the same inputs, however many threads there are.
 *
 * @param from the index of the first operation of all threads
 * @param least how many may lie ready however large they are
 */
export function createSupply(
  makeInput: MakeInput,
  { runs, choose }: Operations,
  { worker, workers }: Share,
  from = 0,
  least = 1,
): Supply {
  let prepared: (PreparedOperation | undefined)[] = [];
  let taken = 0, made = 0, measured = 0, bytes = 0;
  let index = from + worker;

  function take(): PreparedOperation | undefined {
    const next = prepared[taken];
    // What was taken must not be held any longer, as it can be large.
    if (next !== undefined) prepared[taken++] = undefined;
    return next;
  }

  function hasRoom(): boolean {
    const ready = prepared.length - taken;
    return ready < least || ready * bytes < MOST_BYTES * measured;
  }

  function makeOne(): void {
    const mixIndex = choose(index);
    const input = makeInput(index);
    if (made < MEASURED.first || made % MEASURED.then === 0) {
      measured++;
      bytes += estimateSize(input);
    }
    prepared.push({ index, input, run: runs[mixIndex] as Run, mixIndex });
    made++;
    index += workers;
  }

  return {
    make(count) {
      if (taken > prepared.length / 2) {
        prepared = prepared.slice(taken);
        taken = 0;
      }
      let done = 0;
      for (; done < count && hasRoom(); done++) makeOne();
      return done;
    },
    hasRoom,
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
