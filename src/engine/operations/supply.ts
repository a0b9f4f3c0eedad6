import type { MakeInput } from "./inputs.ts";
import type { Operations, Run } from "./operations.ts";

/** How a scenario's operations are run, and which one is whose turn. */
export interface Runs extends Pick<Operations, "choose"> {
  /** By the operations' places. */
  readonly runs: readonly Run[];
}

/** An operation that is ready to be sent. */
export interface Item {
  readonly index: number;
  readonly input: unknown;
  readonly run: Run;
  /** The place of `run` in the scenario's mix. */
  readonly place: number;
}

/** A thread's operations, made ahead of their time. */
export interface Supply {
  /** Makes as many more. */
  make(count: number): void;
  /** How many lie ready. */
  ready(): number;
  /** The next that lies ready. */
  take(): Item | undefined;
}

/** Which part of a case's load a thread carries: of so many threads, the one with this number from 0. */
export interface Share {
  readonly worker: number;
  readonly workers: number;
}

/** Of n threads, each takes every nth operation: together they run the same ones, however many they are. */
export function createSupply(
  makeInput: MakeInput,
  { runs, choose }: Runs,
  { worker, workers }: Share,
  from = 0,
): Supply {
  let items: Item[] = [];
  let taken = 0;
  let index = from + worker;

  return {
    make(count) {
      if (taken > items.length / 2) {
        items = items.slice(taken);
        taken = 0;
      }
      for (let i = 0; i < count; i++, index += workers) {
        const place = choose(index);
        items.push({ index, input: makeInput(index), run: runs[place] as Run, place });
      }
    },
    ready: () => items.length - taken,
    take: () => items[taken] && items[taken++],
  };
}

/** A thread's part of a whole number, as even as it can be. */
export function shareOf(whole: number, { worker, workers }: Share): number {
  return Math.floor(whole / workers) + (worker < whole % workers ? 1 : 0);
}
