import type { LoadConnection } from "../cluster/driver/connect.ts";
import { readHostIds } from "../cluster/driver/host_ids.ts";
import { GRACE } from "../runtime/grace.ts";
import { type AgentDescription, nameAgent } from "../result/agent.ts";
import type { Result } from "../result/document.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import { CarrierLost, type LoadNews } from "../threads/load/carrier.ts";
import type { LoadThreads } from "../threads/load/threads.ts";
import { carryTogether } from "../threads/load/together.ts";
import { bundleScenario } from "./bundle/bundle.ts";
import { checkVersions, describeAgent, describeFailures, waitForAgents } from "./gathering.ts";
import type { NatsAccess } from "./nats/access.ts";
import { openAgentChannels } from "./nats/channel.ts";
import { measureOffset } from "./nats/clock.ts";
import { connectNats } from "./nats/connect.ts";
import { openGroup } from "./nats/group.ts";
import { partFrom } from "./nats/part.ts";
import { takeGroup, watchAgents } from "./nats/presence.ts";
import { readSigner } from "./nats/signing.ts";
import { sendOrder } from "./order.ts";
import { withoutSecrets } from "./own_login.ts";
import type { AgentCalls } from "./session.ts";

/** Which agents carry the load. */
export interface AgentsOptions {
  /** How to reach NATS. */
  readonly nats: NatsAccess;
  /** The group in which the agents wait. @default {"default"} */
  readonly group?: string;
  /** How many agents to wait for. @default those that are there after two seconds, and one at least */
  readonly count?: number;
  /** Milliseconds to wait for them at most. @default {30000} */
  readonly timeout?: number;
  /** What is done when an agent is lost: the others go on, or the run ends. @default {"continue"} */
  readonly onLoss?: "continue" | "stop";
  /** The file with the seed of the NKey that the agents trust. @default nothing is signed */
  readonly signKey?: string;
}

/** How agents are gathered. */
interface GatherOptions extends AgentsOptions {
  /** The scenario's file. */
  readonly file: string;
  readonly signal: AbortSignal;
  readonly onWait: (message: string) => void;
  /** Is told what happens to an agent. */
  readonly onAgent: (agent: AgentDescription, message: string) => void;
}

/** Agents that were gathered for a run. They are let go at its end. */
export interface AgentGroup extends AsyncDisposable {
  readonly agents: readonly AgentDescription[];
  /**
   * Lets them load the scenario and connect.
   *
   * @throws {TargetError} naming all agents that cannot
   */
  open(plan: Plan, connection: LoadConnection, signal: AbortSignal): Promise<LoadThreads>;
  /**
   * Ends a run that is to go on with all agents only.
   *
   * @throws {TargetError} when one was lost
   */
  throwIfLost(): void;
  /** Keeps what is known of the run so far, for when this process dies. */
  keep(kept: Kept): void;
}

/** What is kept of a run beside what its agents answer. */
export type Kept =
  /** The result so far. */
  | { readonly result: Result }
  /** A case that begins, and its place in the result. */
  | { readonly case: Case; readonly index: number };

/** Milliseconds that agents get to answer a stop and a close, over a network. */
const AGENT_GRACE = { stop: GRACE.agents, close: 1_000 };

/**
 * Gathers agents for a run: bundles the scenario, takes the group, and waits for the agents.
 *
 * @throws {ScenarioError} when the scenario cannot travel, or the key does not sign
 * @throws {TargetError} when NATS cannot be used, the group is in use, or agents are missing or of other versions
 */
export async function gatherAgents(options: GatherOptions): Promise<AgentGroup> {
  const { nats: access, group: name = "default", file, signal, onWait, onAgent } = options;
  const sign = options.signKey === undefined ? undefined : readSigner(options.signKey);
  const bundle = await bundleScenario(file, signal);
  await using opened = new AsyncDisposableStack();
  const connection = await connectNats(access, signal);
  opened.defer(() => partFrom(connection));
  const group = await openGroup(connection, name);
  const run = crypto.randomUUID();
  const seat = await takeGroup(group, run);
  opened.defer(() => seat.release());
  const watch = await watchAgents(group);
  opened.defer(() => watch.end());
  const agents = await waitForAgents(watch.list, { ...options, name, onWait });
  checkVersions(agents);
  const channels = openAgentChannels(group, run, {
    unanswered: ["reached"],
    describeEnd: (message) => new CarrierLost(message),
  });
  opened.defer(() => channels.end(new CarrierLost("was let go")));
  const closing = opened.move();

  return {
    agents,
    async open(plan, target, stopping) {
      const sent = sendOrder({
        ...{ run, group: name, agents: agents.map(({ agent }) => agent), madeAt: Date.now() },
        ...{ name: plan.scenario.name, bundle: { file, hash: bundle.hash } },
        ...{ settings: plan.settings, warmup: plan.warmup },
        connection: withoutSecrets(target),
        hostIds: await readHostIds(target, stopping),
      }, sign);
      const carriers = agents.map((agent) => ({
        channel: channels.to<AgentCalls, LoadNews>(agent.agent),
        threads: plan.settings.workers,
        agent: describeAgent(agent),
        measureClock: () => measureOffset(group, agent.agent),
        silentSince: () => watch.silentSince(agent.agent),
      }));
      const { onLoss } = options;
      const threads = carryTogether(plan, carriers, {
        ...{ signal: stopping, grace: AGENT_GRACE, ...onLoss && { onLoss } },
        onLost: ({ agent }, { message }) =>
          agent && onAgent(agent, `agent ${nameAgent(agent)} ${message}: its share is missing`),
      });
      const opening = { order: sent, code: bundle.code };
      const failed = await Promise.allSettled(
        carriers.map(({ channel }) => channel.ask("open", opening)),
      );
      const problems = failed.flatMap((end, at) =>
        end.status === "fulfilled" ? [] : [{ agent: carriers[at]!.agent, error: end.reason }]
      );
      if (problems.length === 0) return threads;
      await threads.close();
      stopping.throwIfAborted();
      throw describeFailures(problems);
    },
    keep() {},
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}
