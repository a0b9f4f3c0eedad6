import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { createFindSplit, type FindSplit, type Split } from "./best_split.ts";

/** How change points are looked for. */
export interface ChangePointOptions {
  /** The probability of marking anything where nothing changed. @default {0.01} */
  readonly significance?: number;
  /** The fewest values between two change points, at least 2. @default {3} */
  readonly leastLength?: number;
  /** How many permutations a change is compared with. @default {199} */
  readonly permutations?: number;
  /** What the permutations are drawn from. @default {1} */
  readonly seed?: number;
}

/** Where the values of a series change. */
export interface ChangePoint {
  /** The place of the first value after the change. */
  readonly at: number;
  /** The share of permutations, itself among them, in which something as unlike was found. */
  readonly p: number;
}

/**
 * Finds where the values of a series change, by hierarchical divisive estimation ("E-divisive") of D. S. Matteson and
 * N. A. James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data", Journal of the American
 * Statistical Association 109 (2014): the best split of all parts is compared with the best splits of the same parts,
 * shuffled. While it is significant, it becomes a change point, and the search goes on in the parts. MongoDB (D. Daly and
 * others, "The Use of Change Point Detection to Identify Software Performance Regressions in a Continuous Integration
 * System", ICPE 2020) and Apache Otava look for regressions by it.
 *
 * It assumes nothing of how values are distributed, but that those between two changes are independent of each other.
 *
 * @returns the change points in their order; the same for the same values and seed
 */
export function findChangePoints(
  values: readonly number[],
  options: ChangePointOptions = {},
): ChangePoint[] {
  const { significance = 0.01, leastLength = 3, permutations = 199, seed = 1 } = options;
  const series = Float64Array.from(values);
  const findSplit = createFindSplit(series.length, leastLength);
  const createPart = (from: number, to: number): Part => ({
    ...{ from, to, split: findSplit(series, from, to) },
    drawn: drawSplits(series.slice(from, to), seed + from, findSplit),
  });
  let parts = [createPart(0, series.length)];
  const found: ChangePoint[] = [];
  for (;;) {
    const best = parts.reduce((a, b) => statisticOf(b.split) > statisticOf(a.split) ? b : a);
    if (best.split === undefined) break;
    const p = testSplit(best.split, parts, permutations, significance);
    if (p > significance) break;
    const { at } = best.split;
    found.push({ at, p });
    // Only the new parts are drawn again, so that many changes take at most twice the time of one.
    parts = parts.flatMap((part) =>
      part === best ? [createPart(part.from, at), createPart(at, part.to)] : part
    );
  }
  return found.sort((a, b) => a.at - b.at);
}

/** The values between two change points. */
interface Part {
  readonly from: number;
  /** The place after its last value. */
  readonly to: number;
  readonly split: Split | undefined;
  /** The statistic of the best split of each of its permutations. */
  readonly drawn: (permutation: number) => number;
}

function statisticOf(split: Split | undefined): number {
  return split?.statistic ?? -Infinity;
}

/**
 * The permutation test: the share of permutations in which a part splits as well. It stops as soon as the split cannot be
 * significant any more.
 */
function testSplit(
  { statistic }: Split,
  parts: readonly Part[],
  permutations: number,
  significance: number,
): number {
  let above = 1;
  for (let permutation = 0; permutation < permutations; permutation++) {
    if (parts.some(({ drawn }) => drawn(permutation) >= statistic)) above++;
    if (above > significance * (permutations + 1)) break;
  }
  return above / (permutations + 1);
}

/** Shuffles values as often as it is asked for, and keeps how well each permutation splits. */
function drawSplits(
  values: Float64Array,
  seed: number,
  findSplit: FindSplit,
): (permutation: number) => number {
  const random = xoroshiro128plus(seed);
  const statistics: number[] = [];
  return (permutation) => {
    while (statistics.length <= permutation) {
      for (let last = values.length - 1; last > 0; last--) {
        const other = uniformInt(random, 0, last);
        const moved = values[last]!;
        values[last] = values[other]!;
        values[other] = moved;
      }
      statistics.push(statisticOf(findSplit(values, 0, values.length)));
    }
    return statistics[permutation] ?? -Infinity;
  };
}
