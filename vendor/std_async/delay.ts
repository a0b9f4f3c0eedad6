// Stands in for jsr:@std/async/delay where JSR cannot be reached.

/** Options of {@linkcode delay}. */
export interface DelayOptions {
  /** Ends the delay early, with a rejection. */
  signal?: AbortSignal;
  /**
   * Whether the delay keeps the process alive.
   *
   * @default {true}
   */
  persistent?: boolean;
}

/**
 * Resolves after a time.
 *
 * @param ms The time in milliseconds.
 * @param options What may end the delay early, and whether it keeps the process alive.
 * @returns A promise that rejects with the signal's reason (a `DOMException` named `AbortError` unless another is given) once that aborts.
 */
export function delay(ms: number, options: DelayOptions = {}): Promise<void> {
  const { signal, persistent = true } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    function abort(): void {
      clearTimeout(timer);
      reject(signal?.reason);
    }
    signal?.addEventListener("abort", abort, { once: true });
    if (!persistent) Deno.unrefTimer(timer);
  });
}
