import type { ChooseKey } from "./choose_key.ts";
import { check, count, exponent, flag, optionsOf } from "./options.ts";
import { zipfRank } from "./zipf_rank.ts";

/** Options of {@linkcode Keys.latest}. */
export interface LatestOptions {
  /** How many rows there are before the case, 0 being the oldest: so many of the newest are chosen from. */
  readonly count: number;
  /** How much the newest are preferred, as with {@linkcode Keys.zipf}. @default {0.99} */
  readonly exponent?: number;
  /** Whether each operation adds a row, as with `keys.sequential({ from: count })`. Those in flight may be chosen too. @default {false} */
  readonly growing?: boolean;
}

const known = optionsOf({ count, exponent, growing: flag });

/** By Zipf's law from the newest key. */
export function latest(options: LatestOptions): ChooseKey {
  const { count, exponent, growing } = check("latest", known, options);
  const age = zipfRank(count, exponent);
  return ({ index, random }) => (growing ? count + index : count) - 1 - age(random);
}
