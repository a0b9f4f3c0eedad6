import type { AgentGroup } from "../agents/coordinator.ts";
import type { Target } from "../cluster/target.ts";
import { ScenarioError } from "../errors.ts";
import type { Plan } from "../scenario/planned.ts";
import { type ComputeThreads, startComputeThreads } from "../threads/compute/threads.ts";
import { type LoadThreads, useOwnThread } from "../threads/load/threads.ts";
import { startLoadThreads } from "../threads/load/workers.ts";

/** What threads are started with. */
interface ThreadOptions {
  /** The scenario's file. */
  readonly file: string | undefined;
  /** The agents that carry the load; absent where this process does. */
  readonly group: AgentGroup | undefined;
  readonly signal: AbortSignal;
}

/**
 * Asserts that each thread can load the scenario.
 *
 * @throws {ScenarioError} where no file is known
 */
export function checkFile(plan: Plan, file: string | undefined) {
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

/** Starts the threads on which steps compute; none where no step does. */
export async function startCompute(
  plan: Plan,
  { file, signal }: ThreadOptions,
): Promise<ComputeThreads | undefined> {
  if (file === undefined || !needsThreads(plan)) return undefined;
  return await startComputeThreads(file, signal, plan.settings.timeout);
}

/** Starts the threads that carry the load, here or of agents, or takes this one. */
export function startLoad(
  plan: Plan,
  target: Target,
  { file, group, signal }: ThreadOptions,
  computeThreads: ComputeThreads | undefined,
): Promise<LoadThreads> {
  if (group !== undefined) return group.open(plan, target.connection, signal);
  if (plan.settings.workers === 1 || file === undefined) {
    return Promise.resolve(useOwnThread(plan, target.load, signal, computeThreads?.compute));
  }
  return startLoadThreads(plan, file, target.connection, signal);
}
