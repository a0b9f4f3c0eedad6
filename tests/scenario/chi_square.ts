/** Rarer cells are put together, as the statistic is chi-square only where every cell is expected often enough. */
const LEAST_EXPECTED = 10;

interface Cell {
  observed: number;
  expected: number;
}

/**
 * Whether keys follow a law, by Pearson's test: `false` for what comes of that law less than once in a thousand times.
 * `masses` are the probabilities of key 0, 1, 2, …; what they lack to 1 is that of all the other keys together.
 */
export function fits(keys: readonly number[], masses: readonly number[]): boolean {
  const rest = Math.max(0, 1 - masses.reduce((sum, mass) => sum + mass, 0));
  const single = [...masses, rest].map((mass) => ({ observed: 0, expected: mass * keys.length }));
  for (const key of keys) single[Math.min(key, masses.length)]!.observed++;
  const cells = putTogether(single);
  const statistic = cells.reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  );
  return statistic <= criticalValue(cells.length - 1);
}

function putTogether(single: readonly Cell[]): Cell[] {
  const cells: Cell[] = [];
  for (const { observed, expected } of single) {
    const last = cells.at(-1);
    if (last === undefined || last.expected >= LEAST_EXPECTED) cells.push({ observed, expected });
    else {
      last.observed += observed;
      last.expected += expected;
    }
  }
  const last = cells.at(-1);
  const before = cells.at(-2);
  if (last === undefined || before === undefined || last.expected >= LEAST_EXPECTED) return cells;
  before.observed += last.observed;
  before.expected += last.expected;
  return cells.slice(0, -1);
}

/** What chi-square exceeds once in a thousand times: E. B. Wilson and M. M. Hilferty's approximation (1931). */
function criticalValue(degrees: number): number {
  const part = 2 / (9 * degrees);
  return degrees * (1 - part + 3.0902 * Math.sqrt(part)) ** 3;
}
