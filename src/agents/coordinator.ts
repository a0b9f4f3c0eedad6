import type { LoadConnection } from "../cluster/driver/connect.ts";
import { readHostIds } from "../cluster/driver/host_ids.ts";
import { TargetError } from "../errors.ts";
import { type AgentDescription, nameAgent } from "../result/agent.ts";
import type { Result } from "../result/document.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import type { Carrier } from "../threads/load/carrier.ts";
import type { LoadThreads } from "../threads/load/threads.ts";
import { carryTogether } from "../threads/load/together.ts";
import { bundleScenario, type ScenarioBundle } from "./bundle/bundle.ts";
import type { NatsAccess } from "./nats/access.ts";
import { readSigner } from "./nats/signing.ts";
import { sendOrder } from "./order.ts";
import { withoutSecrets } from "./own_login.ts";

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
  /** Keeps what is known of the run so far, for when this process dies. */
  keep(kept: Kept): void;
}

/** What is kept of a run beside what its agents answer. */
export type Kept =
  /** The result so far. */
  | { readonly result: Result }
  /** A case that begins, and its place in the result. */
  | { readonly case: Case; readonly index: number };

export async function gatherAgents(_: GatherOptions): Promise<AgentGroup> {
  return await Promise.reject(new Error("soon"));
}
