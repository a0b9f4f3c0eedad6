/**
 * Measures until a value is below the limit, at most a hundred times: what else the machine does can only add.
 * @returns the lowest value
 */
export async function bestOf(limit: number, measure: () => Promise<number>): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < 100 && !(best < limit); round++) {
    best = Math.min(best, await measure());
  }
  return best;
}
