import type { ChooseKey } from "./choose_key.ts";
import { check, count, exponent, flag, optionsOf } from "./options.ts";
import { scatter, zipfRank } from "./zipf_rank.ts";

/** Options of {@linkcode Keys.zipf}. */
export interface ZipfOptions {
  /** How many keys there are to choose from. */
  readonly count: number;
  /** How strongly the favourites are preferred: the nth one is chosen in proportion to 1 / n^exponent. @default {0.99} */
  readonly exponent?: number;
  /** Whether the favourites are scattered over all keys; otherwise key 0 is chosen most often, then key 1. @default {false} */
  readonly scrambled?: boolean;
}

const known = optionsOf({ count, exponent, scrambled: flag });

/** Chooses keys by Zipf's law. */
export function zipf(options: ZipfOptions): ChooseKey {
  const { count, exponent, scrambled } = check("zipf", known, options);
  const rank = zipfRank(count, exponent);
  if (!scrambled) return ({ random }) => rank(random);
  const keyOf = scatter(count);
  return ({ random }) => keyOf(rank(random));
}
