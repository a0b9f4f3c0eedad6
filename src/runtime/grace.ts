/**
 * Milliseconds that each part of a run gets to end after a stop. What ends by itself needs none of it. Where all hang,
 * one after the other, they add up to less than a second, which a person waits for after Ctrl-C.
 */
export const GRACE = {
  /**
   * Operations in flight. Most targets answer within it. Of an operation that has not ended the age counts as a lower
   * bound, so waiting longer would only raise that bound.
   */
  operations: 250,
  /** Counting the operations that were due and never sent: some millions. */
  counting: 100,
  /** What the nodes say of a case, and its traces. The figures are complete without them. */
  nodes: 100,
  /** A setup or a teardown. A request that a teardown has sent is carried out without being waited for. */
  hook: 250,
  /** Closing the connections of a client, as the driver waits for a server that hangs. Nothing is lost by it. */
  connections: 100,
  /** Closing the connections of a Worker, and its answer. */
  worker: 200,
  /** Spans that still wait for their turn to be exported. */
  telemetry: 100,
  /**
   * How long a Worker may not answer before it is taken for one that loops, and its case is lost. A Worker that carries
   * load answers between two turns of its event loop: the engine asks for one every 10 ms, so it is late by what one
   * operation computes at a stretch, or by a garbage collection of some 100 ms. On a busy core that can double. One that
   * has answered in time is not bounded by this any longer.
   */
  silentWorker: 500,
  /** As for a Worker; more, as nothing comes after it: the process is ended. */
  silentMain: 750,
  /** The whole command, from the instant at which the main thread hears of the stop. */
  command: 900,
} as const;

/** Waits for work, but only for the grace after the signal; resolves with whether the work has ended. */
export async function endsInTime(
  work: Promise<unknown>,
  signal: AbortSignal,
  grace: number,
): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => timer = setTimeout(() => late.resolve(false), grace);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop);
  try {
    return await Promise.race([work.then(() => true), late.promise]);
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(timer);
  }
}
