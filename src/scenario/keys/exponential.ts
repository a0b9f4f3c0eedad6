import type { ChooseKey } from "./choose_key.ts";
import { aboveZero, check, count, optionsOf } from "./options.ts";
import { defaultScale, weibullKey } from "./weibull.ts";

/** Options of {@linkcode Keys.exponential}. */
export interface ExponentialOptions {
  /** How many keys there are to choose from. */
  readonly count: number;
  /** The mean of the keys, were they not cut off. @default so that 1 in 100,000 would be past the last key, as in cassandra-stress */
  readonly mean?: number;
}

const known = optionsOf({ count, mean: aboveZero.optional() });

/** Chooses keys in an exponential distribution, cut off at the last key: a Weibull distribution of shape 1. */
export function exponential(options: ExponentialOptions): ChooseKey {
  const { count, mean = defaultScale(count, 1) } = check("exponential", known, options);
  return weibullKey(count, 1, mean);
}
