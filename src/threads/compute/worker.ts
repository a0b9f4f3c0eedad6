/** A thread that runs computing steps, one after the other. */
import { checkComputed, computeWithin, type ComputeWork } from "../../engine/page/compute.ts";
import { answerCalls } from "../../runtime/channel.ts";
import { refuseExit } from "../../runtime/refuse_exit.ts";
import { type ComputingStep, listSteps } from "../../scenario/steps.ts";
import { loadScenario } from "../load_scenario.ts";
import { checkCopy } from "./copying.ts";

const steps = new Map<string, ComputingStep>();
/** The most milliseconds that a step may take. */
let timeout: number;

const calls = {
  /** Loads the scenario file. */
  async open(opening: { readonly file: string; readonly timeout: number }): Promise<void> {
    for (const step of listSteps(await loadScenario(opening.file))) {
      if (step.kind === "compute") steps.set(step.name, step);
    }
    timeout = opening.timeout;
  },

  /** What this thread's `performance.now()` shows, of which the origin is another than the main thread's. */
  now: () => performance.now(),

  /** Runs a step, and says when it ran by this thread's `performance.now()`. */
  compute({ step: name, input, results, parameters }: ComputeWork) {
    const step = steps.get(name);
    if (step === undefined) {
      throw new Error(`Cannot compute step "${name}" as the scenario's file has none of this name`);
    }
    // The timeout is enforced here too, as the main thread can end a Worker only between two steps.
    const most = Math.min(timeout, step.timeout ?? Infinity);
    const start = performance.now();
    const result: unknown = computeWithin(most, () => step.run(input, results, parameters));
    const end = performance.now();
    checkComputed(result);
    checkCopy(`the result of step "${name}" back from its thread`, result);
    return { result, start, end };
  },
};

/** What this thread can be asked. */
export type ComputeCalls = typeof calls;

answerCalls(calls);

// The call throws, so that the step fails; the thread goes on.
refuseExit(() => {});

// An error that a step throws later, in a timer, must not end its thread: it is passed on as an unhandled rejection.
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  Promise.reject(event.error);
});
