import { createTurns } from "../../runtime/turns.ts";
import type { Share } from "../part.ts";
import type { MakeInput } from "./inputs.ts";
import { estimateSize } from "./size.ts";

/** The operations of a scenario: one, each of a mix, or a page. */
export interface Operations {
  /** How each is run; of a mix, in the order in which it is written. */
  readonly runs: readonly Run[];
  /** Which of `runs` the operation with this index is. It is asked with growing indexes. */
  choose(index: number): number;
  /** Makes the input of the operation that was chosen last. */
  readonly makeInput: MakeInput;
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
  /** The index of the next operation, whether it is ready or not. */
  next(): number;
  /** How many are ready. */
  ready(): number;
  /** Takes the next that is ready: the same object each time, so that it holds until the next one is taken. */
  take(): PreparedOperation | undefined;
  /** Passes over the next operation and gives its index in the mix; makes no input for it where there is none yet. */
  skip(): number;
}

/** The inputs that lie ready take about this many bytes at most. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The first inputs are measured, and of the others one in this many. */
const MEASURED = { first: 8, then: 64 };

/** How many the ring has room for at first; a power of two, as every later size is. */
const FIRST_SIZE = 1_024;

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
  { runs, choose, makeInput }: Operations,
  { worker, workers }: Share,
  from = 0,
  least = 1,
): Supply {
  // A ring that grows, as objects and lists for each operation would live long enough to burden the garbage collector.
  let inputs: unknown[] = new Array(FIRST_SIZE);
  let mixIndexes = new Uint16Array(FIRST_SIZE);
  let taken = 0, ready = 0, made = 0, measured = 0, bytes = 0;
  let nextTaken = from + worker, nextMade = nextTaken;
  const current = { index: 0, input: undefined as unknown, run: runs[0] as Run, mixIndex: 0 };

  function take(): PreparedOperation | undefined {
    if (ready === 0) return undefined;
    const at = taken++ & inputs.length - 1;
    ready--;
    current.index = nextTaken;
    current.input = inputs[at];
    current.mixIndex = mixIndexes[at]!;
    current.run = runs[current.mixIndex] as Run;
    // What was taken must not be held any longer, as it can be large.
    inputs[at] = undefined;
    nextTaken += workers;
    return current;
  }

  function hasRoom(): boolean {
    return ready < least || ready * bytes < MOST_BYTES * measured;
  }

  function makeOne(): void {
    const mixIndex = choose(nextMade);
    const input = makeInput(nextMade);
    if (made < MEASURED.first || made % MEASURED.then === 0) {
      measured++;
      bytes += estimateSize(input);
    }
    if (ready === inputs.length) grow();
    const at = taken + ready++ & inputs.length - 1;
    inputs[at] = input;
    mixIndexes[at] = mixIndex;
    made++;
    nextMade += workers;
  }

  /** Doubles the ring, and puts what is ready at its beginning. */
  function grow(): void {
    const size = inputs.length;
    const order = Array.from({ length: size }, (_, at) => taken + at & size - 1);
    const [grown, grownIndexes] = [new Array(2 * size), new Uint16Array(2 * size)];
    order.forEach((from, at) => {
      grown[at] = inputs[from];
      grownIndexes[at] = mixIndexes[from]!;
    });
    inputs = grown;
    mixIndexes = grownIndexes;
    taken = 0;
  }

  return {
    make(count) {
      let done = 0;
      for (; done < count && hasRoom(); done++) makeOne();
      return done;
    },
    hasRoom,
    next: () => nextTaken,
    ready: () => ready,
    take,
    skip() {
      const next = take();
      if (next !== undefined) {
        current.input = undefined;
        return next.mixIndex;
      }
      const mixIndex = choose(nextMade);
      nextTaken = nextMade += workers;
      return mixIndex;
    },
  };
}
