import { runHook } from "./engine/hooks.ts";
import { ScenarioError } from "./errors.ts";
import type { Case, Plan } from "./plan.ts";
import type { CaseResult, Second } from "./result/case.ts";
import type { TargetDescription } from "./result/document.ts";
import type { TimelinePage } from "./result/timeline.ts";
import { judge } from "./result/verdict.ts";
import { joinTraces } from "./target/tracing/join_traces.ts";
import { describeNodes, type NodeCounters } from "./target/nodes.ts";
import { openTarget, type Target, type TargetChoice } from "./target/target.ts";
import { type ComputeThreads, startComputeThreads } from "./workers/compute/threads.ts";
import { type Crew, startWorkers, useOwnThread } from "./workers/crew.ts";

/** Where to run, and who is told how it goes. */
export interface RunnerOptions {
  readonly target: TargetChoice;
  readonly nodes: number | undefined;
  readonly port: number | undefined;
  readonly file: string | undefined;
  readonly signal: AbortSignal;
  readonly onWait: (message: string) => void;
}

/** A target with its threads: runs one case after the other. */
export interface Runner {
  readonly description: TargetDescription;
  /** Runs the scenario's setup, and the load. */
  runCase(next: Case, listener: CaseListener): Promise<CaseResult>;
  /** Runs the scenario's teardown. It can fail, so it comes when the case's figures are safe. */
  tearDown(next: Case): Promise<void>;
  close(): Promise<void>;
}

/** Is told how a case goes. */
export interface CaseListener {
  readonly onProgress: (done: number, elapsed: number) => void;
  readonly onSecond: (second: Second) => void;
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
  const threads = await startThreads(plan, options);
  opened.defer(() => threads?.close());
  const crew = await startCrew(plan, target, options, threads);
  opened.defer(() => crew.close());
  const closing = opened.move();
  return {
    description: target.description,
    runCase: (next, listener) => runCase(next, { plan, target, crew, signal, listener }),
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

/** Whether there are cases whose steps compute on threads of their own. */
function needsThreads({ settings: { mode = [] } }: Plan): boolean {
  return mode.includes("threads");
}

async function startThreads(
  plan: Plan,
  { file, signal }: RunnerOptions,
): Promise<ComputeThreads | undefined> {
  if (file === undefined || !needsThreads(plan)) return undefined;
  return await startComputeThreads(file, signal, plan.settings.timeout);
}

function startCrew(
  plan: Plan,
  target: Target,
  { file, signal }: RunnerOptions,
  threads: ComputeThreads | undefined,
): Promise<Crew> | Crew {
  if (plan.settings.workers === 1 || file === undefined) {
    return useOwnThread(plan, target.load, signal, threads?.compute);
  }
  return startWorkers(plan, file, target.connection, signal);
}

/** What a case runs with. */
interface Surroundings {
  readonly plan: Plan;
  readonly target: Target;
  readonly crew: Crew;
  readonly signal: AbortSignal;
  readonly listener: CaseListener;
}

async function runCase(
  next: Case,
  { plan: { scenario, settings }, target, crew, signal, listener }: Surroundings,
): Promise<CaseResult> {
  const { parameters, repetition } = next;
  const { hookSession } = target.load;
  let before: NodeCounters = {};
  await runHook("setup", () => scenario.setup?.(hookSession, parameters), signal);
  const { measured, coordinated } = await crew.run(next, {
    ...listener,
    onReady: async () => void (before = await target.readNodes()),
  });
  const nodes = describeNodes(coordinated, before, await target.readNodes());
  const timeline = await withTraces(measured.timeline ?? [], target);
  const { parameters: coordinates, ...figures } = measured;
  return {
    parameters: coordinates,
    ...settings.repetitions > 1 && { repetition },
    ...figures,
    ...timeline.length > 0 && { timeline },
    ...nodes.length > 0 && { nodes },
    verdict: judge(measured),
  };
}

async function withTraces(
  timeline: readonly TimelinePage[],
  target: Target,
): Promise<readonly TimelinePage[]> {
  const ids = timeline.flatMap(({ spans }) => spans.flatMap(({ trace }) => trace ?? []));
  return ids.length === 0 ? timeline : joinTraces(timeline, await target.readTraces(ids));
}
