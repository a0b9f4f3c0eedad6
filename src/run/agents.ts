import { type AgentGroup, gatherAgents } from "../agents/coordinator.ts";
import { ScenarioError } from "../errors.ts";
import type { Plan } from "../scenario/planned.ts";
import type { RunOptions } from "./options.ts";

/** A plan, and the agents that are there for it. */
interface Gathered<P> extends AsyncDisposable {
  readonly plan: P;
  /** Absent where this process carries the load. */
  readonly group: AgentGroup | undefined;
}

/**
 * Gathers the agents that are asked for, and plans for as many as came. What is wrong is told before anybody is waited for.
 *
 * @param planFor plans for so many agents
 * @param planIn finds the plan in what was planned
 * @throws {ScenarioError} when the scenario or the options are wrong, or the scenario cannot travel
 * @throws {TargetError} when NATS cannot be used, or agents are missing
 */
export async function gatherFor<P>(
  { agents, file, signal = new AbortController().signal, onProgress = () => {} }: RunOptions,
  planFor: (agents: number) => P,
  planIn: (planned: P) => Plan,
): Promise<Gathered<P>> {
  const first = planFor(agents?.count ?? 1);
  if (agents === undefined) {
    return { plan: first, group: undefined, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const { scenario: { name } } = planIn(first);
  if (file === undefined) {
    throw new ScenarioError(
      `Cannot run scenario "${name}" on agents as they must get its file: found none`,
      "pass the path of the module whose default export it is as `file`",
    );
  }
  const group = await gatherAgents({
    ...agents,
    ...{ file, signal },
    onWait: (message) => onProgress({ type: "waiting", message }),
    onAgent: (agent, message) => onProgress({ type: "agent", agent, message }),
  });
  try {
    const plan = planFor(group.agents.length);
    return { plan, group, [Symbol.asyncDispose]: () => group[Symbol.asyncDispose]() };
  } catch (error) {
    await group[Symbol.asyncDispose]();
    throw error;
  }
}
