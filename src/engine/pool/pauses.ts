import type { FailedWith } from "../../measure/tally.ts";
import { createTurns, type Turns } from "../../runtime/turns.ts";

/** Milliseconds between two attempts of the whole load while nothing is answered: the first pause, and the longest. */
const PAUSE = { first: 1, longest: 100 };

/**
 * The pauses that slots make between two operations. Each function takes the instant at which an operation ended, and
 * gives what its slot has to wait for before the next one; mostly `undefined`.
 */
export interface Pauses {
  /** The slot begins, or goes on after a pause: of many that do so together, some wait for the event loop to turn. */
  readonly beforeStart: Turns;
  /** The server answered. No slot is held back any longer. */
  readonly afterAnswer: Turns;
  /**
   * The operation failed. Where the server did not answer, the slots attempt the next operations one after the other, with
   * growing pauses, so that an outage makes neither millions of errors nor a busy client.
   *
   * @param until the instant from which no slot is held back
   */
  afterFailure(now: number, failure: FailedWith, until: number): Promise<void> | undefined;
  /** Holds no slot back any longer, now and later. */
  stop(): void;
}

/** Makes the pauses that the slots of a load share. */
export function createPauses(): Pauses {
  const turns = createTurns();
  const held: (() => void)[] = [];
  let pause = 0, end = Infinity, isLost = false, isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function releaseAll(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const release of held.splice(0)) release();
  }

  function releaseOne(): void {
    if (performance.now() >= end) return releaseAll();
    held.shift()?.();
    timer = undefined;
    if (held.length > 0) wait(performance.now());
  }

  function wait(now: number): void {
    // A scenario that throws by itself is not waited for any longer: nothing would come back.
    pause = isLost ? Math.min(PAUSE.longest, pause * 2 || PAUSE.first) : PAUSE.first;
    timer = setTimeout(releaseOne, Math.max(0, Math.min(pause, end - now)));
  }

  function afterAnswer(now: number): Promise<void> | undefined {
    if (pause > 0) {
      pause = 0;
      releaseAll();
    }
    return turns(now);
  }

  return {
    beforeStart: turns,
    afterAnswer,
    afterFailure(now, { kind }, until) {
      if (kind === "answered") return afterAnswer(now);
      if (isStopped || now >= until) return turns(now);
      end = until;
      isLost = kind === "lost";
      return new Promise((resolve) => {
        held.push(resolve);
        if (timer === undefined) wait(now);
      });
    },
    stop() {
      isStopped = true;
      releaseAll();
    },
  };
}
