import { integer } from "../check/schema.ts";
import type { ChooseKey } from "./choose_key.ts";
import { check, count, MAX_COUNT, optionsOf } from "./options.ts";

/** Options of {@linkcode Keys.sequential}. */
export interface SequentialOptions {
  /** The first key. @default {0} */
  readonly from?: number;
  /** After how many keys the first one comes again. @default no limit, so that every key is new */
  readonly count?: number;
}

const known = optionsOf({
  from: integer(0, MAX_COUNT).default(0),
  count: count.default(Infinity),
});

/** Chooses one key after the other. */
export function sequential(options: SequentialOptions = {}): ChooseKey {
  const { from, count } = check("sequential", known, options);
  return ({ index }) => from + index % count;
}
