// Stands in for jsr:@std/async/deadline where JSR cannot be reached.

/** Options of {@linkcode deadline}. */
export interface DeadlineOptions {
  /** Ends the wait before the deadline, with a rejection. */
  signal?: AbortSignal;
}

/**
 * Waits for a promise, but only so long.
 *
 * @param p What to wait for.
 * @param ms The longest wait in milliseconds. This timer alone does not keep the process alive.
 * @param options What else may end the wait.
 * @returns What `p` resolves to.
 * @throws {DOMException} Named `TimeoutError`, if the time runs out first.
 * @throws The signal's reason (a `DOMException` named `AbortError` unless another is given), if that aborts first.
 */
export async function deadline<T>(
  p: Promise<T>,
  ms: number,
  options: DeadlineOptions = {},
): Promise<T> {
  const timeout = AbortSignal.timeout(ms);
  const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
  const expired = Promise.withResolvers<never>();
  const expire = () => expired.reject(signal.reason);
  if (signal.aborted) expire();
  signal.addEventListener("abort", expire);
  try {
    return await Promise.race([expired.promise, p]);
  } finally {
    signal.removeEventListener("abort", expire);
  }
}
