import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Spreads small seeds over all bits: the generator's first numbers after close seeds are close. */
const SPREAD = 0x9e3779b1;

/** Makes what draws the numbers from 0 to below 1 of the nth series of a seed: the same each time. */
export function drawFrom(seed: number, nth: number): () => number {
  const generator = xoroshiro128plus(Math.imul(seed ^ Math.imul(nth + 1, SPREAD), SPREAD));
  return () => uniformFloat64(generator);
}
