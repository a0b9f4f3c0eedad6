import { within } from "../check/schema.ts";
import type { ChooseKey } from "./choose_key.ts";
import { aboveZero, check, count, optionsOf } from "./options.ts";

/** Options of {@linkcode Keys.weibull}. */
export interface WeibullOptions {
  /** How many keys there are to choose from. */
  readonly count: number;
  /**
   * The form: below 1 the first keys are chosen more often than exponentially, 1 is exponential, and above 1 there is a
   * hump: about 3.6 looks normal.
   */
  readonly shape: number;
  /** 63 % of the choices are below this key. @default so that 1 in 100,000 would be past the last key, as in cassandra-stress */
  readonly scale?: number;
}

const known = optionsOf({
  count,
  shape: within(0.01, 100, "a number"),
  scale: aboveZero.optional(),
});

/** Chooses keys in a Weibull distribution that is cut off at the last key. */
export function weibull(options: WeibullOptions): ChooseKey {
  const { count, shape, scale = defaultScale(count, shape) } = check("weibull", known, options);
  return weibullKey(count, shape, scale);
}

/** One key in 100,000 would be past the last one. */
const PAST_THE_END = 1e-5;

/** The scale with which hardly anything has to be cut off. */
export function defaultScale(count: number, shape: number): number {
  return count / (-Math.log(PAST_THE_END)) ** (1 / shape);
}

/** Chooses by the inverse of the distribution's cumulative function, within the part of it that the keys have. */
export function weibullKey(count: number, shape: number, scale: number): ChooseKey {
  const most = -Math.expm1(-((count / scale) ** shape));
  return ({ random }) => {
    const key = Math.floor(scale * (-Math.log1p(-most * random())) ** (1 / shape));
    // The last numbers before 1 may be rounded to the count.
    return Math.min(key, count - 1);
  };
}
