const MB = 1024 * 1024;

/**
 * The most bytes that the server holds for all its clients together: incomplete requests, answers whose service time is
 * not over, answers that were not taken. It is as much as the largest frame. Rows are not among it.
 */
export const MOST_HELD: number = 256 * MB;

/**
 * Bytes of answers that one connection may hold. As many small ones as a connection has streams, 32,768, fit in it with
 * what each costs while it waits.
 */
export const MOST_OF_ONE: number = 16 * MB;

/**
 * Bytes that a connection may always hold in each direction, so that one with small requests is served whatever the
 * others hold. The buffers of a connection are as large.
 */
export const ALWAYS_ADMITTED: number = 64 * 1024;

/** What a server holds for all its clients. */
export interface HeldBytes {
  total: number;
  readonly most: number;
}

/** Starts to count. */
export function countHeld(most: number = MOST_HELD): HeldBytes {
  return { total: 0, most };
}

/** One direction of one connection, among all that is held. */
export interface HeldShare {
  /** Whether it may hold so many bytes. */
  admits(bytes: number): boolean;
  /** Counts that it now holds so many bytes. */
  set(bytes: number): void;
}

/** Opens a share that holds nothing. */
export function openShare(held: HeldBytes): HeldShare {
  let own = 0;
  return {
    admits: (bytes) => bytes <= ALWAYS_ADMITTED || held.total - own + bytes <= held.most,
    set(bytes) {
      held.total += bytes - own;
      own = bytes;
    },
  };
}
