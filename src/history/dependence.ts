/** Fewer values say too little of how they depend on each other. */
const FEWEST = 20;

/** What normally distributed figures exceed in one of a hundred cases. */
const CRITICAL = 2.326;

/**
 * How much each value goes with the one before it between two changes, from 0 to 1: the correlation of neighbours around
 * the mean of their level. `undefined` where so much is chance (p > 0.01, by M. S. Bartlett, "On the theoretical specification
 * and sampling properties of autocorrelated time-series", 1946) or the values are too few.
 *
 * @param changes the places of the first values after a change
 */
export function findDependence(
  values: readonly number[],
  changes: readonly number[],
): number | undefined {
  if (values.length < FEWEST) return undefined;
  const bounds = [0, ...changes, values.length];
  let [products, squares] = [0, 0];
  for (const [at, to] of bounds.slice(1).entries()) {
    const level = values.slice(bounds[at], to);
    const mean = level.reduce((sum, value) => sum + value, 0) / level.length;
    for (const [place, value] of level.entries()) {
      squares += (value - mean) ** 2;
      if (place > 0) products += (value - mean) * (level[place - 1]! - mean);
    }
  }
  if (squares === 0) return undefined;
  // Each mean that is taken from its own values makes the correlation one value's share too small.
  const correlation = products / squares + (bounds.length - 1) / values.length;
  return correlation * Math.sqrt(values.length) > CRITICAL ? Math.min(1, correlation) : undefined;
}
