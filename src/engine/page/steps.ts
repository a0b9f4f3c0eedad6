import { openSpan } from "../../measure/timeline.ts";
import { context } from "../../scenario/context.ts";
import type { Session } from "../../scenario/calls/session.ts";
import type { Mode } from "../../scenario/settings.ts";
import type { ComputingStep, RequestStep, Step } from "../../scenario/steps.ts";
import { runBranch } from "./branch.ts";
import { checkComputed, type Compute, computeWithin } from "./compute.ts";
import { isAborted, StepError } from "./failure.ts";
import { asSoonAsPossible, type Graph, oneByOne } from "./graph.ts";
import { abandon, type OpenPage } from "./page.ts";

/** How the steps of a page are run. */
export interface StepsOptions {
  readonly steps: readonly Step[];
  readonly mode: Mode;
  /** The session of each step: its requests are delayed, and seen in the timeline. */
  readonly sessions: readonly Session[];
  /** The same sessions with Cassandra's tracing on. */
  readonly tracedSessions: readonly Session[];
  /** Where computing steps run in mode `threads`. */
  readonly compute: Compute | undefined;
}

/** The steps of one page, while it runs. */
interface RunningSteps extends StepsOptions {
  readonly page: OpenPage;
  readonly results: Record<string, unknown>;
  /** How many milliseconds each step took. */
  readonly durations: number[];
}

/** Makes a function that runs the steps of a page. When one fails, no other is started. */
export function stepsRunner(options: StepsOptions): (page: OpenPage) => Promise<void> {
  const { steps, mode } = options;
  const graph = mode === "serial" ? oneByOne(steps) : asSoonAsPossible(steps);
  return async (page) => {
    const results: Record<string, unknown> = Object.create(null);
    const running = { ...options, page, results, durations: [] };
    await runAll(running, graph);
    if (page.errors.length === 0) page.options.log.chain?.record(running.durations);
  };
}

/** Resolves when no step runs and none can start. */
function runAll(running: RunningSteps, { first, followers, waitsFor }: Graph): Promise<void> {
  const { page: { errors, stopping: { signal } } } = running;
  const missing = [...waitsFor];
  const ready = [...first];
  let inFlight = 0, isStarting = false;
  return new Promise((resolve) => {
    // Work that computes ends while it is started. Its followers are started after the others that were ready before.
    function startReady(): void {
      if (isStarting) return;
      isStarting = true;
      for (let at = ready.shift(); at !== undefined && !signal.aborted; at = ready.shift()) {
        inFlight++;
        runStep(running, at, onEnd);
      }
      isStarting = false;
      if (inFlight === 0) resolve();
    }

    function onEnd(at: number, isGood: boolean): void {
      inFlight--;
      if (isGood && errors.length === 0) {
        for (const next of followers[at] ?? []) {
          missing[next] = (missing[next] ?? 0) - 1;
          if (missing[next] === 0) ready.push(next);
        }
      }
      startReady();
    }

    startReady();
  });
}

function runStep(
  running: RunningSteps,
  at: number,
  onEnd: (at: number, isGood: boolean) => void,
): void {
  const { steps, page, results, durations } = running;
  const step = steps[at] as Step;
  const work = () => step.kind === "requests" ? ask(running, step, at) : computeStep(running, step);
  runBranch<unknown>(page, step, work, (ended) => {
    if (ended.isGood) {
      results[step.name] = ended.value;
      durations[at] = ended.duration;
    } else if (!isAborted(ended.error)) fail(page, `step "${step.name}"`, ended.error);
    onEnd(at, ended.isGood);
  });
}

function fail(page: OpenPage, what: string, error: unknown): void {
  page.errors.push(new StepError(what, error));
  if (page.options.onFailure === "abort") abandon(page, `as ${what} failed`);
}

function ask(
  { page, results, sessions, tracedSessions }: RunningSteps,
  { run, after }: RequestStep,
  at: number,
): Promise<unknown> {
  const { context: { input, parameters }, isTraced } = page;
  const session = (isTraced ? tracedSessions : sessions)[at] as Session;
  return run(session, input, resultsOf(after, results), parameters);
}

function computeStep(running: RunningSteps, { name, run, after, timeout }: ComputingStep): unknown {
  const { page, results, mode, compute } = running;
  const { spans, options, context: { input, parameters } } = page;
  const given = resultsOf(after, results);
  const start = performance.now();
  if (mode !== "threads" || compute === undefined) {
    const span = openSpan(name, "compute", name, start);
    spans.push(span);
    const most = Math.min(timeout ?? Infinity, options.timeout);
    try {
      return checkComputed(computeWithin(most, () => run(input, given, parameters)));
    } finally {
      span.end = performance.now();
    }
  }
  const work = { step: name, input, results: given, parameters };
  return compute(work, context().signal).then((computed) => {
    spans.push({ ...openSpan(name, "wait", name, start), end: computed.start });
    spans.push({ ...openSpan(name, "compute", name, computed.start), end: computed.end });
    return computed.result;
  });
}

function resultsOf(
  names: readonly string[],
  results: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (names.length === 0) return NO_RESULTS;
  return Object.fromEntries(names.map((name) => [name, results[name]]));
}

const NO_RESULTS = Object.freeze({});
