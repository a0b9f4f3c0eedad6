import type { Mix } from "../../scenario/scenario.ts";
import { createMixChoice } from "./choices.ts";

/** The operations of a mix in their order, which all threads share. */
export interface MixOrder {
  /** Goes on to the operation with this index, and gives which one of the mix it is. Indexes grow from call to call. */
  choose(index: number): number;
  /** Which one of the mix the operation is that was chosen last. */
  chosen(): number;
  /** How many of its kind come before it. */
  ownIndex(): number;
  /** How many of each kind, by name, have certainly been sent and most probably ended when it is sent. */
  readonly counts: Readonly<Record<string, number>>;
  /** Whether an input has asked for counts. */
  isCounted(): boolean;
}

/** What an order depends on, beside the mix. */
export interface MixOrderOptions {
  readonly seed: number;
  /** The index of the first operation; not 0 for a warm-up. */
  readonly from: number;
  /** The most operations of all threads in flight. */
  readonly poolSize: number;
}

/**
 * While an operation takes as long as they do on average, about this many pools of others are sent: one that is older
 * than these is in flight only if it takes much longer than the others.
 */
const POOLS_IN_FLIGHT = 2;

/** How many operations a thread may be ahead of another; none where there can be only one. */
export function leadOf(poolSize: number): number {
  return poolSize === 1 ? 0 : LEAST_LEAD + Math.floor(poolSize / 2);
}

/** So many are sent in the milliseconds for which a thread waits. */
const LEAST_LEAD = 100;

/**
 * Follows the order of a mix. It chooses for every index, those of other threads included, so that what it counts depends
 * on the seed and the index alone.
 */
export function createMixOrder(
  mix: Mix<unknown>["mix"],
  { seed, from, poolSize }: MixOrderOptions,
): MixOrder {
  const names = Object.keys(mix);
  const choose = createMixChoice(Object.values(mix).map(({ weight }) => weight), seed);
  const due = names.map(() => 0), settled = names.map(() => 0);
  // A ring of the operations that may be in flight, by which one of the mix each of them is.
  const recent = new Uint16Array(1 + POOLS_IN_FLIGHT * (poolSize - 1) + leadOf(poolSize));
  let next = from, chosen = 0, ownIndex = from, isCounted = false;

  function goOn(): void {
    const at = next % recent.length;
    if (next - recent.length >= from) settled[recent[at]!]!++;
    chosen = recent[at] = choose(next++);
    ownIndex = from + due[chosen]!++;
  }

  const counts = {};
  for (const [at, name] of names.entries()) {
    // The rows of a warm-up are not those of a case, so that nothing is added to these meanwhile.
    const get = () => {
      isCounted = true;
      return from === 0 ? settled[at] : 0;
    };
    Object.defineProperty(counts, name, { get, enumerable: true });
  }
  return {
    choose(index) {
      while (next <= index) goOn();
      return chosen;
    },
    chosen: () => chosen,
    ownIndex: () => ownIndex,
    counts,
    isCounted: () => isCounted,
  };
}
