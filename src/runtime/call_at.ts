/** A timer can wait for this many milliseconds; one that should wait for longer fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls back at an instant of `performance.now()` or a little later, however far away it is.
 *
 * @returns a function that cancels the call
 */
export function callAt(instant: number, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;

  function wait(): void {
    const left = Math.max(0, instant - performance.now());
    timer = setTimeout(look, Math.min(left, LONGEST));
  }

  function look(): void {
    if (performance.now() >= instant) callback();
    else wait();
  }

  wait();
  return () => clearTimeout(timer);
}
