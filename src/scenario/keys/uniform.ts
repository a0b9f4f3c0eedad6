import { below, type ChooseKey } from "./choose_key.ts";
import { check, count, optionsOf } from "./options.ts";

/** Options of {@linkcode Keys.uniform}. */
export interface UniformOptions {
  /** How many keys there are to choose from. */
  readonly count: number;
}

const known = optionsOf({ count });

/** Chooses all keys equally often. */
export function uniform(options: UniformOptions): ChooseKey {
  const { count } = check("uniform", known, options);
  return ({ random }) => below(count, random);
}
