/** The longest time that a goodput can be asked for: an hour, as no longer time is measured. */
const LONGEST = 3_600_000;

/** The milliseconds of a metric such as `goodput(20)`; `undefined` where it is another. */
export function goodputLimit(metric: string): number | undefined {
  const limit = Number(/^goodput\((\d+(?:\.\d+)?)\)$/.exec(metric)?.[1]);
  return limit > 0 && limit <= LONGEST ? limit : undefined;
}
