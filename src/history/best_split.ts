/** Where a series splits best into a part before and a part after. */
export interface Split {
  /** The place of the first value of the part after. */
  readonly at: number;
  /** How unlike the two parts are: the energy statistic. */
  readonly statistic: number;
}

/** Finds the best split of the values from a place up to another; `undefined` where they are too few. */
export type FindSplit = (values: Float64Array, from: number, to: number) => Split | undefined;

/**
 * Makes what finds the best split of a series by the energy statistic of Matteson and James (2014) with exponent 1. For the
 * n values x before τ and the m values y from τ up to κ it is
 *
 *     nm / (n + m) · ( 2 · mean |x − y| − mean |x − x'| − mean |y − y'| )
 *
 * and the largest over all τ and κ counts: as κ may stop short of the end, what rises and falls again is found, too.
 *
 * Each κ adds the distances of one value to the sums of all τ at once. So a search takes n²/2 steps of a few additions and
 * no table of distances: 1,000 values take about a millisecond.
 *
 * @param size the most values that a search is asked for
 * @param least the fewest values on either side of a split, at least 2
 */
export function createFindSplit(size: number, least: number): FindSplit {
  // The sums of distances among the values from τ up to κ; and among those before τ, over their number less one.
  const after = new Float64Array(size + 1);
  const before = new Float64Array(size + 1);
  const inverse = Float64Array.from({ length: size + 1 }, (_, count) => count && 1 / count);
  return (values, from, to) => {
    const length = to - from;
    if (length < 2 * least) return undefined;
    after.fill(0, 0, length + 1);
    let at = from;
    let statistic = -Infinity;
    for (let end = 1; end <= length; end++) {
      const added = values[from + end - 1]!;
      let distances = 0;
      // With n + m values, the statistic is 2 / (n + m) · (all − (n + m − 1) · unlike), so the lowest counts.
      let lowest = Infinity;
      let lowestAt = 0;
      for (let start = end - 2; start >= 0; start--) {
        distances += Math.abs(values[from + start]! - added);
        const within = after[start]! + distances;
        after[start] = within;
        const unlike = before[start]! + within * inverse[end - start - 1]!;
        if (unlike < lowest && start >= least && start <= end - least) {
          lowest = unlike;
          lowestAt = start;
        }
      }
      const all = after[0]!;
      before[end] = all * inverse[end - 1]!;
      const found = 2 / end * (all - (end - 1) * lowest);
      if (found > statistic) {
        at = from + lowestAt;
        statistic = found;
      }
    }
    return { at, statistic };
  };
}
