import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** More splits than these are drawn at random: the share of 5 % is then exact to a third of a percent. */
export const MOST_SPLITS = 4_000;

/** In how many ways so many runs can be chosen from all of them. */
export function countSplits(chosen: number, all: number): number {
  let count = 1;
  for (let k = 1; k <= Math.min(chosen, all - chosen); k++) count = count * (all - k + 1) / k;
  return Math.round(count);
}

/**
 * The ways to choose the runs of one group from all of them, the first `chosen` of which come first: every way where there
 * are few, else as many drawn at random, the same each time.
 */
export function splitsOf(chosen: number, all: number): readonly (readonly number[])[] {
  const key = `${chosen} of ${all}`;
  const splits = KNOWN.get(key) ?? makeSplits(chosen, all);
  KNOWN.set(key, splits);
  return splits;
}

/** The splits that were asked for before, as making them takes as long as using them. */
const KNOWN = new Map<string, number[][]>();

function makeSplits(chosen: number, all: number): number[][] {
  if (countSplits(chosen, all) <= MOST_SPLITS) return everySplit(chosen, all);
  const generator = xoroshiro128plus(1);
  const order = Array.from({ length: all }, (_, at) => at);
  const splits = [order.slice(0, chosen)];
  while (splits.length < MOST_SPLITS) {
    // The shuffle of Fisher and Yates, as far as it is needed.
    for (let at = 0; at < chosen; at++) {
      const other = at + Math.floor((generator.next() >>> 0) / 2 ** 32 * (all - at));
      [order[at], order[other]] = [order[other]!, order[at]!];
    }
    splits.push(order.slice(0, chosen));
  }
  return splits;
}

function everySplit(chosen: number, all: number, from = 0): number[][] {
  if (chosen === 0) return [[]];
  const splits: number[][] = [];
  for (let first = from; first <= all - chosen; first++) {
    for (const rest of everySplit(chosen - 1, all, first + 1)) splits.push([first, ...rest]);
  }
  return splits;
}
