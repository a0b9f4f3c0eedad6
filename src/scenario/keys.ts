import type { ChooseKey, KeyContext } from "./keys/choose_key.ts";
import { exponential, type ExponentialOptions } from "./keys/exponential.ts";
import { hotspot, type HotspotOptions } from "./keys/hotspot.ts";
import { latest, type LatestOptions } from "./keys/latest.ts";
import { normal, type NormalOptions } from "./keys/normal.ts";
import { sequential, type SequentialOptions } from "./keys/sequential.ts";
import { uniform, type UniformOptions } from "./keys/uniform.ts";
import { weibull, type WeibullOptions } from "./keys/weibull.ts";
import { weighted } from "./keys/weighted.ts";
import { zipf, type ZipfOptions } from "./keys/zipf.ts";

export type {
  ChooseKey,
  ExponentialOptions,
  HotspotOptions,
  KeyContext,
  LatestOptions,
  NormalOptions,
  SequentialOptions,
  UniformOptions,
  WeibullOptions,
  ZipfOptions,
};

/** Distributions of keys. Each throws a {@linkcode ScenarioError} for options that make no sense. */
export interface Keys {
  /** One key after the other, in the order of the inputs. */
  sequential(options?: SequentialOptions): ChooseKey;
  /** All keys equally often. */
  uniform(options: UniformOptions): ChooseKey;
  /** A few keys very often and most of them rarely, as people choose pages or songs: Zipf's law. */
  zipf(options: ZipfOptions): ChooseKey;
  /**
   * A share of the operations on a few hot keys, the others on the rest; in each of these parts all keys equally often.
   */
  hotspot(options: HotspotOptions): ChooseKey;
  /**
   * The newest key most often and older ones more and more rarely, as people read news: Zipf's law from the newest key.
   */
  latest(options: LatestOptions): ChooseKey;
  /** Keys around a mean, in a normal distribution that is cut off at the first and the last key. */
  normal(options: NormalOptions): ChooseKey;
  /** The first keys most often and later ones exponentially more rarely. */
  exponential(options: ExponentialOptions): ChooseKey;
  /** A Weibull distribution, whose shape lies anywhere between a few favourites and a bell: `EXTREME` of cassandra-stress. */
  weibull(options: WeibullOptions): ChooseKey;
  /** Values of a list, each in proportion to its weight: `keys.weighted([["GET", 9], ["PUT", 1]])`. */
  weighted<const T>(
    choices: readonly (readonly [value: T, weight: number])[],
  ): (context: KeyContext) => T;
}

/**
 * Chooses which rows the operations read or write: an integer from 0 for each input, from which the scenario makes a key.
 *
 * @example
 * ```ts
 * import { keys, model, scenario } from "@cassbench/cassbench";
 *
 * const Song = model("song", { song_id: "int", title: "text" }, ["song_id"]);
 * const song = keys.zipf({ count: 1_000_000 });
 *
 * export default scenario({
 *   name: "favourite songs",
 *   models: [Song],
 *   input: (context) => ({ song_id: song(context) }),
 *   operation: (session, key) => session.find(Song, key),
 * });
 * ```
 *
 * @example What they choose
 * ```ts
 * import { keys } from "@cassbench/cassbench";
 *
 * const context = { index: 7, random: () => 0.5 };
 * console.log(keys.sequential({ from: 1_000 })(context)); // 1007: a new key for each input
 * console.log(keys.uniform({ count: 100 })(context)); // 50
 * console.log(keys.hotspot({ count: 100, hotKeys: 0.1, hotOperations: 0.9 })(context)); // 5: one of ten hot keys
 * ```
 */
export const keys: Keys = {
  ...{ sequential, uniform, zipf, hotspot, latest, normal },
  ...{ exponential, weibull, weighted },
};
