/** Round instants from 0 to `length` at which a scale is marked, `most` intervals of them at most. */
export function ticks(length: number, most: number): number[] {
  return marksBetween(0, length, most);
}

/** Round instants of a part of a scale. */
export function marksBetween(from: number, to: number, most: number): number[] {
  const exact = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(exact));
  const step = power * (STEPS.find((factor) => factor * power >= exact) ?? 10);
  const [first, last] = [Math.ceil(from / step - ROUNDING), Math.floor(to / step + ROUNDING)];
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

const STEPS = [1, 2, 5];
/** Makes up for rounding: 0.3 / 0.1 is less than 3. */
const ROUNDING = 1e-9;

/** An instant of {@linkcode ticks}, in milliseconds: `0`, `0.05`, `1,000`. */
export function formatTick(ms: number): string {
  return ms.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}
