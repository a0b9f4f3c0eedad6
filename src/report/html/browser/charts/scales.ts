/** Where values stand on an axis, and where its ticks are. Pure, so that it is tested without a browser. */
import type { Axis } from "../../../figures/figure.ts";

/** Where a value stands: a percentile by its nines, others where they are. */
export function position(value: number, { scale }: Pick<Axis, "scale">): number {
  return scale === "percentile" ? -Math.log10(1 - value) : value;
}

/** The value at a position. */
export function valueAt(position: number, { scale }: Pick<Axis, "scale">): number {
  return scale === "percentile" ? 1 - 10 ** -position : position;
}

/** The first and the last position that an axis shows for values between these positions. */
export function rangeOf(low: number, high: number, { scale, unit }: Axis): [number, number] {
  if (unit === "none") return [low - 0.5, high + 0.5];
  if (scale === "log") return [low / 1.2, high * 1.2];
  if (scale === "percentile" || unit === "seconds") {
    return low < high ? [low, high] : [low, low + 1];
  }
  return [Math.min(0, low), high > 0 ? high * 1.06 : 1];
}

/** The ticks of a log axis: as fine as there is room for so many. */
export function logTicks(low: number, high: number, most: number): number[] {
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = ticksWith(steps, low, high, 1);
    if (ticks.length <= most) return ticks;
  }
  const every = Math.ceil(Math.log10(high / low) / most);
  return ticksWith([1], low, high, every);
}

function ticksWith(steps: readonly number[], low: number, high: number, every: number): number[] {
  const first = Math.floor(Math.log10(low) / every) * every;
  const decades = Array.from(
    { length: Math.ceil((Math.log10(high) - first) / every) + 1 },
    (_, at) => first + at * every,
  );
  return decades.flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
    .filter((tick) => tick >= low * 0.999_999 && tick <= high * 1.000_001);
}

/** The ticks of an axis of percentiles, as positions: 0 %, 50 %, and every further nine. */
export function percentileTicks(low: number, high: number): number[] {
  const nines = Array.from({ length: Math.floor(high) + 1 }, (_, at) => at);
  return [...nines, -Math.log10(0.5)].filter((tick) => tick >= low && tick <= high)
    .sort((a, b) => a - b);
}

/** Those of the values that stand so far apart that their labels do not touch, from the first. */
export function thin(values: readonly number[], place: (value: number) => number, room: number) {
  let last = -Infinity;
  return values.filter((value) => {
    if (place(value) - last < room) return false;
    last = place(value);
    return true;
  });
}
