import type { ClientHealth } from "./client_health.ts";
import type { TimeSummary } from "./time_summary.ts";
import type { Verdict } from "./verdict.ts";

/** A process on some machine that waits for scenarios and carries shares of them. */
export interface AgentDescription {
  /** Its name, of which a run has one only. */
  readonly agent: string;
  /** The name of its machine; absent of results that were merged by hand, which do not say it. */
  readonly host?: string;
  /** Where it says that it is; absent where it does not say. */
  readonly zone?: string;
  /** Logical processors of its machine. */
  readonly cpus: number;
  /** Its version of cassbench. */
  readonly cassbench: string;
  /** Its version of Deno. */
  readonly deno: string;
}

/** How far the clock of an agent is ahead of the coordinator's, in milliseconds. */
export interface AgentClock {
  /** The best guess; less than 0 where it is behind. */
  readonly offset: number;
  /** The guess is off by this much at most. */
  readonly uncertainty: number;
}

/** What one agent measured of a case. Of one whose share is missing, the figures are zero and the times `null`. */
export interface AgentResult extends AgentDescription {
  /** How its share ended. */
  readonly status: "completed" | "aborted" | "failed";
  /** Attempted and ended, errors included. */
  readonly operations: number;
  /** Successful operations per second, as of a case. */
  readonly throughput: number;
  /** Sent → done of its successful operations. */
  readonly serviceTime: TimeSummary | null;
  /** Due → done. */
  readonly responseTime: TimeSummary | null;
  /** Due → sent; `null` also for a closed load. */
  readonly waitTime: TimeSummary | null;
  /** Whether its figures are the server's and not its own. */
  readonly verdict: Verdict;
  /** How many of its threads carried a part of the case. */
  readonly threads: number;
  /** How many of its operations failed. */
  readonly errors: number;
  /** How busy it was; `null` where its share is missing. */
  readonly client: ClientHealth | null;
  /** Its clock, as measured before the case; `null` where nobody did, as results were merged by hand. */
  readonly clock: AgentClock | null;
  /**
   * Milliseconds after the agreed instant at which its clock started, by the coordinator's; `null` where it is not known. Of
   * results that were merged by hand, after the first of them started, by the clocks of the machines.
   */
  readonly startedLate: number | null;
  /** Why its share is missing; absent where it is there. */
  readonly lost?: string;
}

/** An agent as messages name it: `a3 (host, zone)`. */
export function nameAgent(
  { agent, host, zone }: Pick<AgentDescription, "agent" | "host" | "zone">,
): string {
  const where = [host, zone].filter((part) => part !== undefined).join(", ");
  return where === "" ? agent : `${agent} (${where})`;
}

/** How many processors the machines of agents have: each number once, from the smallest. */
export function cpusOfAgents(agents: readonly Pick<AgentDescription, "cpus">[]): number[] {
  return [...new Set(agents.map(({ cpus }) => cpus))].toSorted((a, b) => a - b);
}
