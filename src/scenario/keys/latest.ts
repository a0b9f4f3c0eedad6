import { z } from "zod";
import { ScenarioError } from "../../errors.ts";
import type { ChooseKey, KeyContext } from "./choose_key.ts";
import { check, count, exponent, optionsOf } from "./options.ts";
import { zipfRank } from "./zipf_rank.ts";

/** Options of {@linkcode Keys.latest}. */
export interface LatestOptions {
  /** How many rows there are before the case; 0 is the oldest. The key is one of this many newest rows. */
  readonly count: number;
  /** How strongly the newest are preferred, as with {@linkcode Keys.zipf}. @default {0.99} */
  readonly exponent?: number;
  /**
   * The operation of the mix that adds rows, each with the next key, as `keys.sequential({ from: count })` gives them to
   * its own `input`; its rows are chosen when their creates have ended. With `true` every operation adds one, and rows
   * whose create is in flight may be chosen, too. @default {false}
   */
  readonly growing?: boolean | string;
}

const known = optionsOf({
  count,
  exponent,
  growing: z.union(
    [z.boolean(), z.string().min(1)],
    "must be the name of an operation, true or false",
  )
    .default(false),
});

/** Chooses keys by Zipf's law, counted from the newest key. */
export function latest(options: LatestOptions): ChooseKey {
  const { count, exponent, growing } = check("latest", known, options);
  const age = zipfRank(count, exponent);
  if (typeof growing === "string") {
    return (context) => count + countOf(growing, context) - 1 - age(context.random);
  }
  return ({ index, random }) => (growing ? count + index : count) - 1 - age(random);
}

function countOf(name: string, { counts = {} }: KeyContext): number {
  const added = counts[name];
  if (added !== undefined) return added;
  const names = Object.keys(counts);
  const known = names.length === 0 ? " where there is no mix" : `, the mix has ${names.join(", ")}`;
  throw new ScenarioError(
    "Cannot choose a key with keys.latest as growing must be an operation of the mix: " +
      `found "${name}"${known}`,
  );
}
