import type { LoadConnection } from "../cluster/driver/connect.ts";
import { readHostIds } from "../cluster/driver/host_ids.ts";
import { deadline } from "@std/async";
import { TargetError } from "../errors.ts";
import { GRACE } from "../runtime/grace.ts";
import { type AgentDescription, nameAgent } from "../result/agent.ts";
import type { Plan } from "../scenario/planned.ts";
import { CarrierLost, type LoadNews } from "../threads/load/carrier.ts";
import type { LoadThreads } from "../threads/load/threads.ts";
import { carryTogether } from "../threads/load/together.ts";
import { bundleScenario } from "./bundle/bundle.ts";
import { createKeeper, type KeptRecord } from "./kept.ts";
import {
  checkVersions,
  describeAgent,
  describeChange,
  describeFailures,
  waitForAgents,
} from "./gathering.ts";
import type { NatsAccess } from "./nats/access.ts";
import { openAgentChannels } from "./nats/channel.ts";
import { measureOffset } from "./nats/clock.ts";
import { connectNats } from "./nats/connect.ts";
import { openGroup } from "./nats/group.ts";
import { partFrom } from "./nats/part.ts";
import { takeGroup } from "./nats/group_lock.ts";
import { watchAgents } from "./nats/registration.ts";
import { ownHost } from "./host.ts";
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
  /** Milliseconds to wait for them at most, and 2,000 at least. @default {30000} */
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
  keep(kept: KeptRecord): void;
}

/** Milliseconds that agents get to answer a stop and a close, over a network. */
const AGENT_GRACE = { stop: GRACE.agents, close: 1_000 };

/** Milliseconds that the last words to agents get to reach NATS. */
const PARTING = 1_000;

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
  const since = new Date().toISOString();
  const holder = { run, host: ownHost(), pid: Deno.pid, since };
  const lock = await takeGroup(group, holder, signal, {
    onWait: ({ host }) => onWait(`looking whether the coordinator on ${host} is alive`),
  });
  opened.defer(() => lock.release());
  let taken: ReadonlySet<string> = new Set();
  const watch = watchAgents(group, {
    onChange(change, id, agent) {
      if (taken.has(id)) onAgent(describeAgent(agent), describeChange(change, agent));
    },
  });
  opened.defer(() => watch.close());
  const list = () => [...watch.all().values()];
  const agents = await waitForAgents(list, { ...options, name, onWait });
  taken = new Set(agents.map(({ agent }) => agent));
  checkVersions(agents);
  const channels = openAgentChannels(group, run, {
    unanswered: ["reached"],
    describeEnd: (message) => new CarrierLost(message),
  });
  opened.defer(async () => {
    await deadline(channels.end(new CarrierLost("was let go")), PARTING).catch(() => {});
  });
  lock.lost.then(({ host }) => channels.end(takenOver(name, host)));
  const keeper = createKeeper(group, run);
  opened.defer(() => keeper.end());
  keeper.keep({ agents: agents.map(describeAgent) });
  const lost: string[] = [];
  function lose(agent: AgentDescription | undefined, message: string): void {
    if (agent === undefined) return;
    const told = `agent ${nameAgent(agent)} ${message}, so its share is missing`;
    lost.push(told);
    onAgent(agent, told);
  }
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
        lossOf: () => watch.all().has(agent.agent) ? undefined : new CarrierLost("left the group"),
      }));
      const { onLoss } = options;
      const threads = carryTogether(plan, carriers, {
        ...{ signal: stopping, grace: AGENT_GRACE, ...onLoss && { onLoss } },
        onLost: ({ agent }, { message }) => lose(agent, message),
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
    keep: keeper.keep,
    throwIfLost() {
      if (options.onLoss !== "stop" || lost.length === 0) return;
      throw new TargetError(
        `Cannot go on as ${lost.join(", and ")}`,
        "what was measured is in the result; --on-agent-loss continue goes on without it",
      );
    },
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  };
}

function takenOver(group: string, host: string): TargetError {
  return new TargetError(
    `Cannot go on as a coordinator on ${host} took group "${group}", which heard nothing of this one`,
    "look at what lies between this machine and NATS",
  );
}
