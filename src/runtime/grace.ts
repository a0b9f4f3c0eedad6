import { isGranted } from "./permissions.ts";

/**
 * Milliseconds that each part of a run gets to end after a stop. What ends by itself needs none of it. They are so short
 * that Ctrl-C ends the process within a second also where one part after the other hangs.
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
   * How long a Worker may not answer before it is taken for one that loops, and its case is lost. A thread that carries
   * load answers when its event loop turns, for which the engine waits every 10 ms. So it answers late by what two or
   * three operations compute at a stretch, or by a garbage collection of some 100 ms; on a busy core by twice as much.
   * This bounds the silence, not the work: one that has answered gets the grace of its operations on top. See
   * {@linkcode afterGrace} for a busy machine.
   */
  silentWorker: 450,
  /** As for a Worker, but all the time until the process is ended, as nothing is left to be done after it. */
  silentMain: 600,
  /** What agents get to say what they measured, over a network, beside the grace of the command. */
  agents: 3_000,
  /** The whole command, from the instant at which the main thread hears of the stop, but for files that are written. */
  command: 800,
} as const;

/**
 * Calls a function after a grace. On a busy machine the grace is longer by the time that the main thread waited for a
 * processor meanwhile, so that one which is merely slow is not taken for one that loops; by half of it at most.
 *
 * @returns a function that cancels the call
 */
export function afterGrace(grace: number, end: () => void): () => void {
  const before = waitedForProcessor();
  let timer = setTimeout(() => {
    timer = setTimeout(end, Math.min(grace / 2, waitedForProcessor() - before));
  }, grace);
  return () => clearTimeout(timer);
}

/** Milliseconds that the main thread has waited for a processor so far; 0 where the system does not say. */
function waitedForProcessor(): number {
  const path = `/proc/self/task/${Deno.pid}/schedstat`;
  if (!isGranted({ name: "read", path })) return 0;
  try {
    const [, waited] = Deno.readTextFileSync(path).split(" ");
    return Number(waited) / 1_000_000;
  } catch {
    return 0;
  }
}

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
