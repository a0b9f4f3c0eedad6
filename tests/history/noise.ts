/** Series of known shape for the tests of change points. */
import { seededRandom } from "../support/random.ts";

/** Values around levels: each level with its number of values, and noise as a share of the level. */
export function noisySeries(
  levels: readonly (readonly [count: number, level: number])[],
  noise: number,
  seed: number,
): number[] {
  const random = seededRandom(seed);
  // Box and Muller.
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.number())) * Math.cos(2 * Math.PI * random.number());
  return levels.flatMap(([count, level]) =>
    Array.from({ length: count }, () => level * (1 + noise * normal()))
  );
}
