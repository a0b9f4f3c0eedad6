/** After a stop, what runs gets this many milliseconds to end. */
const GRACE = 1_000;

/** Waits for work, but after the signal only for a while; tells whether the work ended. */
export async function endsInTime(work: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => timer = setTimeout(() => late.resolve(false), GRACE);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(timer);
  }
}
