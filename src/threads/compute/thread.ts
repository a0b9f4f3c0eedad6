import type { Computed, ComputeWork } from "../../engine/page/compute.ts";
import { messageOf, ScenarioError, TargetError } from "../../errors.ts";
import { openChannel } from "../../runtime/channel.ts";
import { checkCopy } from "./copying.ts";
import type { ComputeCalls } from "./worker.ts";

/** How often the clock of a thread is compared with this one. */
const COMPARISONS = 5;

/** A Worker that runs computing steps, one after the other. */
export interface ComputeThread {
  /**
   * Loads the scenario file; no step may take longer than `timeout` milliseconds.
   *
   * @throws {ScenarioError} when the file cannot be loaded
   */
  open(file: string, timeout: number): Promise<void>;
  /** Runs a step when the one before has ended. */
  compute(work: ComputeWork): Promise<Computed>;
  /** Ends the thread; what it was asked rejects with the reason. A step that runs goes on until its timeout. */
  end(reason: unknown): void;
}

/** Starts a Worker. */
export function startComputeThread(): ComputeThread {
  const { ask, end } = openChannel<ComputeCalls>(
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    (message) => new TargetError(`Cannot go on as a thread that computes ended: ${message}`),
  );
  let hasEnded = false, ahead = 0;

  /** Finds how far the main thread's clock is ahead: the quickest of a few answers says it best. */
  async function compareClocks(): Promise<void> {
    let quickest = Infinity;
    for (let i = 0; i < COMPARISONS; i++) {
      const asked = performance.now();
      const there = await ask("now");
      const answered = performance.now();
      if (answered - asked >= quickest) continue;
      quickest = answered - asked;
      ahead = (asked + answered) / 2 - there;
    }
  }

  return {
    async open(file, timeout) {
      try {
        await ask("open", { file, timeout });
        await compareClocks();
      } catch (error) {
        // The reason for which the thread was ended is passed on as it is.
        throw hasEnded || error instanceof TargetError ? error : loadError(error);
      }
    },
    async compute(work) {
      checkCopy(`what step "${work.step}" gets to its thread`, work);
      const asked = performance.now();
      const { result, start, end } = await ask("compute", work);
      const answered = performance.now();
      // The comparison is off by some hundredths of a millisecond, but work runs between question and answer.
      const shift = Math.min(Math.max(ahead, asked - start), answered - end);
      return { result, start: start + shift, end: end + shift };
    },
    end(reason) {
      hasEnded = true;
      end(reason);
    },
  };
}

function loadError(error: unknown): ScenarioError {
  return new ScenarioError(
    `In a thread that computes: ${messageOf(error)}`,
    "in mode threads every thread loads the scenario file by itself, so it must not need what only the main thread has",
  );
}
