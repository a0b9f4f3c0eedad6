import { z } from "zod";
import type { ChooseKey } from "./choose_key.ts";
import { aboveZero, check, count, optionsOf, rule } from "./options.ts";

/** Options of {@linkcode Keys.normal}. */
export interface NormalOptions {
  /** How many keys there are to choose from. */
  readonly count: number;
  /** The key around which the others lie. @default the middle */
  readonly mean?: number;
  /** The standard deviation. @default a sixth of the count */
  readonly deviation?: number;
}

const known = optionsOf({
  count,
  mean: z.number("must be a number").optional(),
  deviation: aboveZero.optional(),
})
  // With a mean outside of the keys, almost every number that is drawn would have to be drawn again.
  .refine(
    ({ count, mean = 0 }) => mean >= 0 && mean <= count - 1,
    rule(["mean", "count"], "must be from 0 to count - 1"),
  )
  .refine(
    ({ count, deviation = 0 }) => deviation <= count,
    rule(["deviation", "count"], "must be at most the count"),
  );

/** Chooses keys in a normal distribution. A key outside of the count is drawn again, so that none pile up at the ends. */
export function normal(options: NormalOptions): ChooseKey {
  const checked = check("normal", known, options);
  const { count, mean = (count - 1) / 2, deviation = count / 6 } = checked;
  return ({ random }) => {
    while (true) {
      const key = Math.floor(mean + deviation * standardNormal(random) + 0.5);
      if (key >= 0 && key < count) return key;
    }
  };
}

/**
 * The method of G. Box and M. Muller (1958), which makes two numbers; the second is not used, as it would have to be
 * kept.
 */
function standardNormal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}
