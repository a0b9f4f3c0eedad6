import { z } from "zod";
import { positive } from "../check/schema.ts";
import type { KeyContext } from "./choose_key.ts";
import { check } from "./options.ts";

const MAX_WEIGHT = 1_000_000;

const known = z.array(
  z.tuple([z.unknown(), positive(MAX_WEIGHT, "a number")], "must be [value, weight]"),
  "must be a list of [value, weight]",
).min(1, "must hold a value");

/** Chooses values of a list, each in proportion to its weight. */
export function weighted<const T>(
  choices: readonly (readonly [value: T, weight: number])[],
): (context: KeyContext) => T {
  check("weighted", known, choices);
  const values = choices.map(([value]) => value);
  let total = 0;
  const bounds = Float64Array.from(choices, ([_, weight]) => total += weight);
  return ({ random }) => values[placeOf(random() * total, bounds)] as T;
}

/** The first bound that is above a number, or the last one. */
function placeOf(drawn: number, bounds: Float64Array): number {
  let from = 0, to = bounds.length - 1;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (drawn < bounds[middle]!) to = middle;
    else from = middle + 1;
  }
  return from;
}
