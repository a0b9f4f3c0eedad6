/** The usual way to compare benchmarks by their repetitions, beside which cassbench's own is measured. */

/** How two samples compare by their ranks. */
export interface RankTest {
  /** How many pairs have the larger value in the first sample; half for equal ones. */
  readonly u: number;
  /** The probability of such a U, on either side, were both samples of one kind. */
  readonly p: number;
}

/** Past so many values of a sample, or with equal ones, the normal approximation serves. */
const MOST_EXACT = 20;

/**
 * The test of H. B. Mann and D. R. Whitney (1947): exact for up to 20 different values each, else by the normal
 * approximation with corrections for ties and for continuity.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): RankTest {
  const u = a.reduce(
    (sum, x) => sum + b.reduce((count, y) => count + (x > y ? 1 : x === y ? 0.5 : 0), 0),
    0,
  );
  const all = [...a, ...b];
  const hasTies = new Set(all).size < all.length;
  const isExact = !hasTies && Math.max(a.length, b.length) <= MOST_EXACT;
  return { u, p: isExact ? exactP(u, a.length, b.length) : normalP(u, a.length, b.length, all) };
}

function exactP(u: number, n: number, m: number): number {
  const counts = countRanks(n, m);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const least = Math.min(u, n * m - u);
  const tail = counts.slice(0, least + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, 2 * tail / total);
}

/** In how many orders of n and m values each U arises: Mann and Whitney's recurrence. */
function countRanks(n: number, m: number): number[] {
  let rows: number[][] = Array.from({ length: m + 1 }, () => [1]);
  for (let i = 1; i <= n; i++) {
    const next: number[][] = [[1]];
    for (let j = 1; j <= m; j++) {
      next.push(
        Array.from(
          { length: i * j + 1 },
          (_, u) => (rows[j]![u - j] ?? 0) + (next[j - 1]![u] ?? 0),
        ),
      );
    }
    rows = next;
  }
  return rows[m]!;
}

function normalP(u: number, n: number, m: number, all: readonly number[]): number {
  const size = n + m;
  const ties = [...Map.groupBy(all, (value) => value).values()]
    .reduce((sum, { length }) => sum + length ** 3 - length, 0);
  const deviation = Math.sqrt(n * m / 12 * (size + 1 - ties / (size * (size - 1))));
  const z = (Math.max(u, n * m - u) - n * m / 2 - 0.5) / deviation;
  return Math.min(1, complementaryError(z / Math.SQRT2));
}

/** erfc by its series (DLMF 7.6.2), and where that loses its digits by its continued fraction (7.9.4). */
function complementaryError(x: number): number {
  if (x < 2) {
    let [term, sum] = [x, x];
    for (let n = 1; n < 100; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let n = 200; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** The shift of J. L. Hodges and E. L. Lehmann (1963): the median of all differences, and where it lies. */
export interface RankShift {
  readonly shift: number;
  readonly low: number;
  readonly high: number;
}

/** How far the second sample is above the first, with an interval by the exact distribution of U. */
export function hodgesLehmann(
  a: readonly number[],
  b: readonly number[],
  alpha: number,
): RankShift {
  const differences = a.flatMap((x) => b.map((y) => y - x)).toSorted((x, y) => x - y);
  const count = differences.length;
  const shift = (differences[Math.floor((count - 1) / 2)]! + differences[Math.floor(count / 2)]!) /
    2;
  const counts = countRanks(a.length, b.length);
  const total = counts.reduce((sum, each) => sum + each, 0);
  let [rank, tail] = [0, counts[0]!];
  while (tail / total <= alpha / 2) tail += counts[++rank]!;
  const [low = -Infinity, high = Infinity] = rank === 0
    ? []
    : [differences[rank - 1], differences[count - rank]];
  return { shift, low, high };
}

/** Which of several tests hold at once: S. Holm (1979). */
export function holm(ps: readonly number[], alpha: number): boolean[] {
  const order = ps.map((_, at) => at).toSorted((a, b) => ps[a]! - ps[b]!);
  const held = new Array<boolean>(ps.length).fill(false);
  for (const [place, at] of order.entries()) {
    if (ps[at]! > alpha / (ps.length - place)) break;
    held[at] = true;
  }
  return held;
}
