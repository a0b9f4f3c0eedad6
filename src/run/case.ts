import { describeNodes, type NodeCounters } from "../cluster/nodes.ts";
import { openTarget, type Target, type TargetChoice } from "../cluster/target.ts";
import { joinTraces } from "../cluster/tracing/join_traces.ts";
import { ScenarioError } from "../errors.ts";
import type { CaseResult, Second } from "../result/case.ts";
import { judge } from "../result/conclude/verdict.ts";
import type { TargetDescription } from "../result/document.ts";
import type { TimelinePage } from "../result/timeline.ts";
import { endsInTime, GRACE } from "../runtime/grace.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import { type ComputeThreads, startComputeThreads } from "../threads/compute/threads.ts";
import { type LoadThreads, startLoadThreads, useOwnThread } from "../threads/load/threads.ts";
import { runHook } from "./hooks.ts";

/** Where to run, what stops it, and what is called while it waits. */
export interface RunnerOptions {
  readonly target: TargetChoice;
  readonly nodes: number | undefined;
  readonly port: number | undefined;
  readonly file: string | undefined;
  readonly signal: AbortSignal;
  /** Called with what is waited for. */
  readonly onWait: (message: string) => void;
}

/** An open target with its threads, on which cases run one after the other. */
export interface Runner {
  readonly description: TargetDescription;
  /** Runs the scenario's setup, and the load. */
  runCase(next: Case, listener: CaseListener): Promise<CaseResult>;
  /** Runs the scenario's teardown. It can fail, so it is called when the figures of the case have been kept. */
  tearDown(next: Case): Promise<void>;
  close(): Promise<void>;
}

/** What is called while a case runs. */
export interface CaseListener {
  readonly onProgress: (done: number, elapsed: number) => void;
  readonly onSecond: (second: Second) => void;
  /** Gets the result as soon as the clock has stopped, before the nodes are asked what they say of it. */
  readonly onMeasured: (result: CaseResult) => void;
}

/**
 * Opens the target and the threads that a plan needs.
 *
 * @throws {ScenarioError} when a thread cannot load the scenario
 * @throws {TargetError} when the target cannot be used
 */
export async function openRunner(plan: Plan, options: RunnerOptions): Promise<Runner> {
  await using opened = new AsyncDisposableStack();
  const { scenario, settings } = plan;
  const { signal } = options;
  checkFile(plan, options.file);
  const target = await openTarget({ ...options, models: scenario.models ?? [], settings });
  opened.defer(() => target.close());
  const computeThreads = await startCompute(plan, options);
  opened.defer(() => computeThreads?.close());
  const loadThreads = await startLoad(plan, target, options, computeThreads);
  opened.defer(() => loadThreads.close());
  const closing = opened.move();
  return {
    description: target.description,
    runCase: (next, listener) => runCase(next, { plan, target, loadThreads, signal, listener }),
    tearDown({ parameters }) {
      const { hookSession } = target.load;
      return runHook("teardown", () => scenario.teardown?.(hookSession, parameters), signal);
    },
    close: () => closing.disposeAsync(),
  };
}

function checkFile(plan: Plan, file: string | undefined) {
  const { scenario: { name }, settings: { workers } } = plan;
  if (file !== undefined || (workers === 1 && !needsThreads(plan))) return;
  const where = workers === 1 ? "in mode threads" : `in ${workers} workers`;
  throw new ScenarioError(
    `Cannot run scenario "${name}" ${where} as each must load its file: found none`,
    "pass the path of the module whose default export it is as `file`",
  );
}

/** Whether steps of some cases compute on threads of their own. */
function needsThreads({ settings: { mode = [] } }: Plan): boolean {
  return mode.includes("threads");
}

async function startCompute(
  plan: Plan,
  { file, signal }: RunnerOptions,
): Promise<ComputeThreads | undefined> {
  if (file === undefined || !needsThreads(plan)) return undefined;
  return await startComputeThreads(file, signal, plan.settings.timeout);
}

function startLoad(
  plan: Plan,
  target: Target,
  { file, signal }: RunnerOptions,
  computeThreads: ComputeThreads | undefined,
): Promise<LoadThreads> | LoadThreads {
  if (plan.settings.workers === 1 || file === undefined) {
    return useOwnThread(plan, target.load, signal, computeThreads?.compute);
  }
  return startLoadThreads(plan, file, target.connection, signal);
}

/** What every case runs with. */
interface Surroundings {
  readonly plan: Plan;
  readonly target: Target;
  readonly loadThreads: LoadThreads;
  readonly signal: AbortSignal;
  readonly listener: CaseListener;
}

async function runCase(
  next: Case,
  { plan: { scenario, settings }, target, loadThreads, signal, listener }: Surroundings,
): Promise<CaseResult> {
  const { parameters, repetition } = next;
  const { hookSession } = target.load;
  let before: NodeCounters = {};
  await runHook("setup", () => scenario.setup?.(hookSession, parameters), signal);
  const { measured, coordinated } = await loadThreads.run(next, {
    ...listener,
    onReady: async () => {
      before = await readUnlessStopped(() => target.readNodes(), {}, signal);
    },
  });
  const { parameters: coordinates, ...figures } = measured;
  const result = {
    parameters: coordinates,
    ...settings.repetitions > 1 && { repetition },
    ...figures,
    verdict: judge(measured),
  };
  listener.onMeasured(result);
  const after = await readUnlessStopped(() => target.readNodes(), {}, signal);
  const nodes = describeNodes(coordinated, before, after);
  const { timeline = [] } = result;
  const traced = await readUnlessStopped(() => withTraces(timeline, target), timeline, signal);
  return {
    ...result,
    ...timeline.length > 0 && { timeline: traced },
    ...nodes.length > 0 && { nodes },
  };
}

/** Reads what a run that is stopped can do without, if it takes longer than its grace. */
async function readUnlessStopped<T>(
  read: () => Promise<T>,
  otherwise: T,
  signal: AbortSignal,
): Promise<T> {
  let value = otherwise;
  await endsInTime(read().then((read) => value = read), signal, GRACE.nodes);
  return value;
}

async function withTraces(
  timeline: readonly TimelinePage[],
  target: Target,
): Promise<readonly TimelinePage[]> {
  const ids = timeline.flatMap(({ spans }) => spans.flatMap(({ trace }) => trace ?? []));
  return ids.length === 0 ? timeline : joinTraces(timeline, await target.readTraces(ids));
}
