/** A thread for steps that compute: runs one when it is told to, and answers. */
import { checkComputed, computeWithin, type ComputeWork } from "../../engine/page/compute.ts";
import { messageOf } from "../../errors.ts";
import { type ComputingStep, listSteps } from "../../scenario/steps.ts";
import { loadScenario } from "../load_scenario.ts";
import { sendCopy } from "./copying.ts";
import type { FromComputeWorker, ToComputeWorker } from "./messages.ts";

const scope = self as unknown as {
  postMessage(message: FromComputeWorker): void;
  onmessage: ((event: MessageEvent<ToComputeWorker>) => void) | null;
};

const steps = new Map<string, ComputingStep>();
/** The most milliseconds that a step may take. */
let timeout: number;

scope.onmessage = async ({ data }) => {
  try {
    if (data.kind === "compute") compute(data.work);
    else await open(data);
  } catch (error) {
    // What is no Error is counted as what it is, as in the main thread.
    const name = error instanceof Error ? error.name : typeof error;
    const { hint } = Object(error);
    scope.postMessage({ kind: "failed", error: { name, message: messageOf(error), hint } });
  }
};

globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  tellStray(event.reason);
});

globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  tellStray(event.error);
});

function tellStray(error: unknown): void {
  scope.postMessage({ kind: "stray", message: messageOf(error) });
}

async function open({ file, ...settings }: { file: string; timeout: number }): Promise<void> {
  for (const step of listSteps(await loadScenario(file))) {
    if (step.kind === "compute") steps.set(step.name, step);
  }
  timeout = settings.timeout;
  scope.postMessage({ kind: "opened" });
}

function compute({ step: name, input, results, parameters }: ComputeWork): void {
  const step = steps.get(name);
  if (step === undefined) {
    throw new Error(`Cannot compute step "${name}" as the scenario's file has none of this name`);
  }
  // Here too, as the main thread can end a Worker only when it is between two steps.
  const most = Math.min(timeout, step.timeout ?? Infinity);
  const start = now();
  const result = computeWithin(most, () => step.run(input, results, parameters));
  const end = now();
  checkComputed(result);
  sendCopy(
    `the result of step "${name}" back from its thread`,
    result,
    () => scope.postMessage({ kind: "computed", result, start, end }),
  );
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
