let last = 0;

/**
 * The time of a write in microseconds since 1970, later than every one before it, as the driver makes it: within one
 * millisecond it counts on by one.
 */
export function nextTimestamp(): number {
  const now = Date.now() * 1_000;
  return last = now > last ? now : last + 1;
}
