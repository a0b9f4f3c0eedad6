import { within } from "../check/schema.ts";
import { below, type ChooseKey } from "./choose_key.ts";
import { check, count, optionsOf, rule } from "./options.ts";

/** Options of {@linkcode Keys.hotspot}. */
export interface HotspotOptions {
  /** How many keys there are to choose from. */
  readonly count: number;
  /** The share of the keys that are hot; these are the first keys. @default {0.2} */
  readonly hotKeys?: number;
  /** The share of the operations that choose a hot key. @default {0.8} */
  readonly hotOperations?: number;
}

const known = optionsOf({
  count,
  hotKeys: within(0, 1, "a share").default(0.2),
  hotOperations: within(0, 1, "a share").default(0.8),
}).refine(({ count, hotKeys }) => {
  const hot = Math.round(count * hotKeys);
  return hot > 0 && hot < count;
}, rule(["count", "hotKeys"], "must be enough for a hot key and a cold one"));

/** Chooses a hot key for a share of the operations, and one of the other keys for the rest. */
export function hotspot(options: HotspotOptions): ChooseKey {
  const { count, hotKeys, hotOperations } = check("hotspot", known, options);
  const hot = Math.round(count * hotKeys);
  return ({ random }) =>
    random() < hotOperations ? below(hot, random) : hot + below(count - hot, random);
}
