import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Repeatable random values for property tests: a failure comes again. */
export interface Random {
  /** From 0 to below 1. */
  number(): number;
  /** From 0 to below `limit`. */
  below(limit: number): number;
  pick<T>(values: readonly T[]): T;
}

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const number = () => (generator.next() >>> 0) / 2 ** 32;
  const below = (limit: number) => Math.floor(number() * limit);
  return { number, below, pick: (values) => values[below(values.length)] as never };
}
