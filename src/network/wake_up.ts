import { lookAtSockets, nextTurn } from "../runtime/look.ts";
import type { SharedWait } from "./wait_worker.ts";

/**
 * The other thread is told to wait for this many milliseconds less than there are, as it is late by about 0.15 ms. The rest
 * is spun.
 */
const EARLY = 0.25;

/** A turn of the event loop shorter than this, in milliseconds, did nothing but wait. */
const IDLE_TURN = 0.005;

/** Calls a function at instants, precise to some hundredths of a millisecond, and leaves the processor alone until then. */
export interface WakeUp {
  /** Calls the function at this instant of `performance.now()`, unless it is to be called earlier anyway. */
  set(due: number): void;
  /** How many milliseconds this thread has spun. */
  spun(): number;
  end(): void;
}

/**
 * Starts a thread that waits, as a timer of this one would be over a millisecond late, and spinning takes a core of a
 * machine on which what is measured runs too.
 *
 * @param wake does what is due, and returns the next instant at which to be called; `undefined` for none
 */
export async function createWakeUp(wake: (now: number) => number | undefined): Promise<WakeUp> {
  const endLooking = await lookAtSockets();
  const buffer = new SharedArrayBuffer(16);
  const shared: SharedWait = {
    counts: new Int32Array(buffer, 0, 2),
    length: new Float64Array(buffer, 8, 1),
  };
  const thread = new Worker(new URL("./wait_worker.ts", import.meta.url), { type: "module" });
  thread.postMessage(shared);
  // Until it runs, nobody would wake this one.
  await new Promise((resolve) => thread.onmessage = resolve);
  let due = Infinity, isTurning = false, isEnded = false, spun = 0, turnedAt = 0;

  function set(instant: number): void {
    if (instant >= due) return;
    due = instant;
    waitFor(instant - performance.now());
  }

  function waitFor(left: number): void {
    if (left > EARLY) {
      shared.length[0] = left - EARLY;
      Atomics.add(shared.counts, 0, 1);
      Atomics.notify(shared.counts, 0);
    } else if (!isTurning) {
      isTurning = true;
      turnedAt = performance.now();
      nextTurn(left, turn);
    }
  }

  function turn(idle: number): void {
    isTurning = false;
    const turned = performance.now() - turnedAt;
    spun += turned < IDLE_TURN ? turned : Math.min(turned, idle);
    look();
  }

  function look(): void {
    const now = performance.now();
    if (isEnded || due === Infinity) return;
    if (due > now) return waitFor(due - now);
    due = Infinity;
    const next = wake(now);
    if (next !== undefined) set(next);
  }

  async function listen(): Promise<void> {
    while (!isEnded) {
      const seen = Atomics.load(shared.counts, 1);
      look();
      const waiting = Atomics.waitAsync(shared.counts, 1, seen);
      if (waiting.async) await waiting.value;
    }
  }

  listen();
  return {
    set,
    spun: () => spun,
    end() {
      isEnded = true;
      endLooking();
      thread.terminate();
    },
  };
}
