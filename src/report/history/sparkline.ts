const LEVELS = "▁▂▃▄▅▆▇█";

/** What stands between two values where a change lies. */
export const CHANGE_MARK = "│";

/** The most signs that a line takes, marks of changes apart. */
const MOST = 24;

/** A line of values, and how many of them each of its signs is the mean of. */
export interface Sparkline {
  readonly text: string;
  readonly each: number;
}

/**
 * Values as a line of signs between the lowest and the highest.
 *
 * @param changes the places of the first values after a change, which begin a sign of their own
 */
export function sparkline(values: readonly number[], changes: readonly number[]): Sparkline {
  const each = Math.max(1, Math.ceil(values.length / MOST));
  const bounds = [0, ...changes, values.length];
  const parts = bounds.slice(1).map((to, at) => meansOf(values.slice(bounds[at], to), each));
  const all = parts.flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const signOf = (value: number) => {
    const share = high > low ? (value - low) / (high - low) : 0.5;
    return LEVELS[Math.min(LEVELS.length - 1, Math.floor(share * LEVELS.length))] ?? "";
  };
  return { each, text: parts.map((part) => part.map(signOf).join("")).join(CHANGE_MARK) };
}

/** Means of so many values each; the last of fewer. */
function meansOf(values: readonly number[], each: number): number[] {
  const count = Math.ceil(values.length / each);
  return Array.from({ length: count }, (_, at) => {
    const some = values.slice(at * each, (at + 1) * each);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  });
}
