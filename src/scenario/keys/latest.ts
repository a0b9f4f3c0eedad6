import type { ChooseKey } from "./choose_key.ts";
import { check, count, exponent, flag, optionsOf } from "./options.ts";
import { zipfRank } from "./zipf_rank.ts";

/** Options of {@linkcode Keys.latest}. */
export interface LatestOptions {
  /** How many rows there are before the case; 0 is the oldest. The key is one of this many newest rows. */
  readonly count: number;
  /** How strongly the newest are preferred, as with {@linkcode Keys.zipf}. @default {0.99} */
  readonly exponent?: number;
  /** Whether each operation adds a row, as with `keys.sequential({ from: count })`. Rows whose create is in flight may be chosen, too. @default {false} */
  readonly growing?: boolean;
}

const known = optionsOf({ count, exponent, growing: flag });

/** Chooses keys by Zipf's law, counted from the newest key. */
export function latest(options: LatestOptions): ChooseKey {
  const { count, exponent, growing } = check("latest", known, options);
  const age = zipfRank(count, exponent);
  return ({ index, random }) => (growing ? count + index : count) - 1 - age(random);
}
