import { leadOf, type MixOrder } from "../operations/mix_order.ts";
import type { Pauses } from "./pauses.ts";

/** A thread that is ahead looks this often at the others, in milliseconds, and waits so long for one that stands still. */
const WAIT = { look: 1, longest: 100 };

/** Where a thread that is done stands. */
export const PLACES_END = 0x7fffffff;

/** Makes the places of so many threads, and behind them room for whether an input of any has asked for counts. */
export function placesOf(workers: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * (workers + 1)));
}

/**
 * Keeps the threads of a closed load in step, where inputs go by the counts of a mix: as these count the operations of all
 * threads, a thread that is far ahead of another would read rows that are not there yet.
 */
export interface InStep {
  /** What this thread has to wait for before its next operation; mostly nothing. */
  wait(): Promise<void> | undefined;
  /** Tells the other threads that this one is done. */
  end(): void;
}

/** What keeps a thread in step. */
export interface InStepOptions {
  readonly order: MixOrder;
  /** As {@linkcode placesOf}: the index of the next operation of each thread, which all of them see. */
  readonly reached: Int32Array;
  readonly worker: number;
  readonly poolSize: number;
  readonly signal: AbortSignal;
  /** The index of this thread's next operation. */
  readonly next: () => number;
}

/** Makes what keeps a thread in step. */
export function createInStep(options: InStepOptions): InStep {
  const { order, reached, worker, poolSize, signal, next } = options;
  const lead = leadOf(poolSize);
  const workers = reached.length - 1;
  let waiting: Promise<void> | undefined;

  function isAhead(): boolean {
    const own = Math.min(next(), PLACES_END);
    Atomics.store(reached, worker, own);
    if (!order.isCounted()) return false;
    if (Atomics.load(reached, workers) === 0) Atomics.store(reached, workers, 1);
    for (let at = 0; at < workers; at++) {
      if (own - Atomics.load(reached, at) > lead) return true;
    }
    return false;
  }

  async function untilReached(): Promise<void> {
    const until = performance.now() + WAIT.longest;
    do await new Promise((resolve) => setTimeout(resolve, WAIT.look)); while (
      !signal.aborted && performance.now() < until && isAhead()
    );
    waiting = undefined;
  }

  return {
    wait: () => isAhead() ? waiting ??= untilReached() : undefined,
    end: () => void Atomics.store(reached, worker, PLACES_END),
  };
}

/** Adds the waits for other threads to the pauses of this one's slots. */
export function withWaits(pauses: Pauses, inStep: InStep | undefined): Pauses {
  if (inStep === undefined) return pauses;
  return {
    ...pauses,
    beforeStart: (now) => pauses.beforeStart(now) ?? inStep.wait(),
    afterAnswer: (now) => pauses.afterAnswer(now) ?? inStep.wait(),
    afterFailure: (...failed) => pauses.afterFailure(...failed) ?? inStep.wait(),
  };
}
