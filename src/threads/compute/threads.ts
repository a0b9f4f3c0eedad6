import type { Compute, Computed, ComputeWork } from "../../engine/page/compute.ts";
import { type ComputeThread, startComputeThread } from "./thread.ts";

/** The most threads to start: each loads the scenario file, and few machines have use for more. */
const MAX_THREADS = 32;

/** The threads on which the steps of a scenario compute. */
export interface ComputeThreads {
  /** Runs a step on a free thread, or on the first that becomes free; rejects with the signal's reason when that aborts. */
  readonly compute: Compute;
  /** Ends the threads, also those that run a step. */
  close(): Promise<void>;
}

/**
 * Starts a thread for each processor; each loads the scenario.
 *
 * @param signal stops the start
 * @param timeout the most milliseconds that a step may take
 * @throws {ScenarioError} when one cannot load the scenario
 */
export async function startComputeThreads(
  file: string,
  signal: AbortSignal,
  timeout: number,
): Promise<ComputeThreads> {
  signal.throwIfAborted();
  const threads = new Set<ComputeThread>();
  const free = createFreeThreads();
  let hasEnded = false;

  async function add(): Promise<void> {
    const thread = startComputeThread();
    threads.add(thread);
    await thread.open(file, timeout);
    free.give(thread);
  }

  function end(reason: unknown): void {
    hasEnded = true;
    for (const thread of threads) thread.end(reason);
    threads.clear();
    free.end(reason);
  }

  async function compute(work: ComputeWork, signal: AbortSignal): Promise<Computed> {
    const thread = await free.take(signal);
    function replace(): void {
      threads.delete(thread);
      thread.end(signal.reason);
      if (!hasEnded) add().catch(end);
    }
    try {
      // The abort can come between the instant at which the thread was free and this one.
      signal.throwIfAborted();
      signal.addEventListener("abort", replace);
      return await thread.compute(work);
    } finally {
      signal.removeEventListener("abort", replace);
      if (threads.has(thread)) free.give(thread);
    }
  }

  const stop = () => end(signal.reason);
  signal.addEventListener("abort", stop);
  try {
    const count = Math.min(navigator.hardwareConcurrency, MAX_THREADS);
    await Promise.all(Array.from({ length: count }, add));
  } catch (error) {
    end(error);
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return {
    compute,
    close() {
      end(new Error("Cannot compute as the threads for it were closed"));
      return Promise.resolve();
    },
  };
}

/** The threads that run no step, and the steps that wait for one, first come, first served. */
interface FreeThreads {
  give(thread: ComputeThread): void;
  /** Resolves with a thread; rejects with the signal's reason when that aborts before. */
  take(signal: AbortSignal): Promise<ComputeThread>;
  /** Rejects what waits, and what comes later. */
  end(reason: unknown): void;
}

function createFreeThreads(): FreeThreads {
  const free: ComputeThread[] = [];
  const waiting = new Set<PromiseWithResolvers<ComputeThread>>();
  let ended: { readonly reason: unknown } | undefined;

  return {
    give(thread) {
      const [next] = waiting;
      if (next === undefined) {
        free.push(thread);
        return;
      }
      waiting.delete(next);
      next.resolve(thread);
    },
    async take(signal) {
      signal.throwIfAborted();
      if (ended !== undefined) throw ended.reason;
      const thread = free.pop();
      if (thread !== undefined) return thread;
      const next = Promise.withResolvers<ComputeThread>();
      const leave = () => {
        waiting.delete(next);
        next.reject(signal.reason);
      };
      waiting.add(next);
      signal.addEventListener("abort", leave);
      try {
        return await next.promise;
      } finally {
        signal.removeEventListener("abort", leave);
      }
    },
    end(reason) {
      ended = { reason };
      for (const { reject } of waiting) reject(reason);
    },
  };
}
