/** The longest that a timer can wait, in milliseconds; with more it fires at once. */
const LONGEST = 2 ** 31 - 1;

/**
 * Calls back at an instant of `performance.now()` or a little later, however far away it is.
 *
 * @returns what cancels the call
 */
export function callAt(instant: number, callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;

  function wait(): void {
    timer = setTimeout(look, Math.min(instant - performance.now(), LONGEST));
  }

  function look(): void {
    if (performance.now() >= instant) callback();
    else wait();
  }

  wait();
  return () => clearTimeout(timer);
}
