import type { Computed, ComputeWork } from "../../engine/page/compute.ts";
import { ScenarioError, TargetError } from "../../errors.ts";
import type { Failure } from "../load/messages.ts";
import { sendCopy } from "./copying.ts";
import type { ComputeAnswer, FromComputeWorker, ToComputeWorker } from "./messages.ts";

type Answer<K extends ComputeAnswer["kind"]> = Extract<ComputeAnswer, { readonly kind: K }>;

/** A Worker that runs computing steps, one after the other. */
export interface ComputeThread {
  /** Resolves when it has loaded the scenario file; no step may take longer than `timeout` milliseconds. */
  open(file: string, timeout: number): Promise<void>;
  /** Runs a step when the one before has ended. */
  compute(work: ComputeWork): Promise<Computed>;
  /** Ends it; what it does rejects with the reason. A step that runs is left to its timeout. */
  end(reason: unknown): void;
}

/** Starts a Worker. */
export function startComputeThread(): ComputeThread {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  let asked: PromiseWithResolvers<ComputeAnswer> | undefined;
  let ended: { readonly reason: unknown } | undefined;

  /** What comes back is the answer hoped for, or a failure. */
  async function ask<K extends ComputeAnswer["kind"]>(
    send: () => void,
    errorOf: (failure: Failure) => Error,
  ): Promise<Answer<K>> {
    if (ended !== undefined) throw ended.reason;
    send();
    asked = Promise.withResolvers();
    const answer = await asked.promise;
    if (answer.kind === "failed") throw errorOf(answer.error);
    return answer as Answer<K>;
  }

  function say(message: ToComputeWorker): void {
    worker.postMessage(message);
  }

  function end(reason: unknown): void {
    ended ??= { reason };
    worker.terminate();
    asked?.reject(reason);
  }

  worker.onmessage = ({ data }: MessageEvent<FromComputeWorker>) => {
    // It is as stray here, so that whoever looks after stray promises hears of it.
    if (data.kind === "stray") Promise.reject(new Error(data.message));
    else asked?.resolve(data);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(new TargetError(`Cannot go on as a thread that computes ended: ${event.message}`));
  };

  return {
    async open(file, timeout) {
      await ask<"opened">(() => say({ kind: "open", file, timeout }), loadErrorOf);
    },
    async compute(work) {
      const send = () =>
        sendCopy(`what step "${work.step}" gets to its thread`, work, () => {
          say({ kind: "compute", work });
        });
      const { result, start, end } = await ask<"computed">(send, stepErrorOf);
      const { timeOrigin } = performance;
      return { result, start: start - timeOrigin, end: end - timeOrigin };
    },
    end,
  };
}

function loadErrorOf({ message }: Failure): Error {
  return new ScenarioError(
    `In a thread that computes: ${message}`,
    "in mode threads every thread loads the scenario file by itself, so it must not need what only the main thread has",
  );
}

function stepErrorOf({ name, message }: Failure): Error {
  return Object.assign(new Error(message), { name });
}
