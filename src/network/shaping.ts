/** What the bytes on one way between client and node go through: half of a round trip. */
export interface WayConditions {
  /** Milliseconds that each piece of bytes takes. */
  readonly delay: number;
  /** Up to this many milliseconds more, at random. */
  readonly jitter: number;
  /** Bytes per second; `Infinity` without a bound. */
  readonly bandwidth: number;
}

/** A way that changes nothing. */
export const CLEAR: WayConditions = { delay: 0, jitter: 0, bandwidth: Infinity };

/** What all connections to a node share in one direction. */
export interface Link {
  /** The instant at which the bytes that were accepted so far have been sent. */
  freeAt: number;
}

/**
 * Computes when a piece of bytes arrives at the other end.
 *
 * The link sends pieces one after the other, at its bandwidth; then each takes its delay. No piece of a connection arrives
 * before an earlier one of the same direction, as in TCP: behind one that jitter holds up, the others wait.
 *
 * @param now the instant at which the piece came
 * @param bytes its length
 * @param last the instant at which the piece before it arrives; `-Infinity` for the first
 * @param random draws numbers from 0 to below 1; asked only where there is jitter
 */
export function arrivalOf(
  now: number,
  bytes: number,
  { delay, jitter, bandwidth }: WayConditions,
  link: Link,
  last: number,
  random: () => number,
): number {
  const start = Math.max(now, link.freeAt);
  const sent = bandwidth === Infinity ? now : link.freeAt = start + bytes / bandwidth * 1_000;
  const extra = jitter === 0 ? 0 : jitter * random();
  return Math.max(last, sent + delay + extra);
}
