import type { AgentResult } from "../agent.ts";
import type { CaseResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { formatCounted } from "../format.ts";

/** Machines on which several agents had more threads than there are processors: these take turns, and so measure each other. */
export function findCrowdedHosts(cases: readonly CaseResult[]): Warning[] {
  const crowded = new Map<string, readonly AgentResult[]>();
  for (const { agents = [] } of cases) {
    for (const [host, own] of Map.groupBy(agents, ({ host }) => host)) {
      if (host === undefined) continue;
      const most = Math.max(...own.map(({ cpus }) => cpus));
      if (own.length > 1 && countThreads(own) > most && !crowded.has(host)) crowded.set(host, own);
    }
  }
  return [...crowded].map(([host, own]) => ({
    code: "agentsShareHost",
    message: `${formatCounted(own.length, "agent")} with ${
      formatCounted(countThreads(own), "thread")
    } shared the ${formatCounted(own[0]?.cpus ?? 0, "processor")} of ${host}`,
    advice: "start one agent on each machine, and give it more --workers where it has processors",
  }));
}

function countThreads(agents: readonly AgentResult[]): number {
  return agents.reduce((sum, { threads }) => sum + threads, 0);
}
