import { type AgentResult, nameAgent } from "../agent.ts";
import type { CaseResult } from "../case.ts";
import { formatCounted } from "../format.ts";
import type { Reason } from "../verdict.ts";

/** Agents whose starts are further apart than their clocks are uncertain by more than this share of a case did not measure the same. */
const APART = 0.01;

/** The same where nobody compared the clocks: their own difference, mostly less than a second, is in it. */
const APART_UNCOMPARED = 0.1;

/** So many further agents are named where the same is the matter with several. */
const NAMED = 5;

/** What is the matter with a client. Of several agents each is named, whatever the whole says. */
const OF_CLIENT = new Set<Reason["code"]>([
  ...["clientCpu", "eventLoopLag", "standstill", "inputs", "connections"] as const,
]);

type Judged = Omit<CaseResult, "verdict">;

/** What agents are the reason for that the figures of their case are not valid. */
export function findAgentReasons(
  { agents = [], elapsed }: Judged,
  known: readonly Reason[],
): Reason[] {
  const lost = agents.flatMap((agent) =>
    agent.lost === undefined ? [] : [explainLost({ ...agent, lost: agent.lost })]
  );
  return [...lost, ...findSpread(agents, elapsed), ...findOwn(agents, known)];
}

/** The reasons of a whole case that its agents say better, as they name who it was. */
export function isSaidByAgents({ code }: Reason, agents: readonly AgentResult[]): boolean {
  return OF_CLIENT.has(code) &&
    agents.some(({ verdict }) => verdict.reasons.some((reason) => reason.code === code));
}

/** What it is for a case that an agent's share is missing. */
export function explainLost(
  agent: Pick<AgentResult, "agent" | "host" | "zone"> & { readonly lost: string },
): Reason {
  return {
    code: "agentLost",
    message: `the share of agent ${nameAgent(agent)} is missing, which ${agent.lost}`,
    advice: "see what that agent says of it, and run it again",
  };
}

/** Whether agents did not start together. The clocks of the first and the last are uncertain. */
function findSpread(agents: readonly AgentResult[], elapsed: number): Reason[] {
  const started = agents.filter(({ startedLate }) => startedLate !== null)
    .map((agent) => ({ agent, at: agent.startedLate ?? 0 })).sort((a, b) => a.at - b.at);
  const [first, last] = [started[0], started.at(-1)];
  if (first === undefined || last === undefined) return [];
  const uncertainty = uncertaintyOf([first.agent, last.agent]);
  const share = uncertainty === undefined ? APART_UNCOMPARED : APART;
  if (last.at - first.at - (uncertainty ?? 0) <= elapsed * share) return [];
  return [{
    code: "agentStart",
    message: `agents started ${(last.at - first.at).toFixed(1)} ms apart, ` +
      `agent ${nameAgent(first.agent)} first and agent ${nameAgent(last.agent)} last; ` +
      (uncertainty === undefined
        ? "by their own clocks, which nobody compared"
        : `their clocks are known to ${uncertainty.toFixed(1)} ms`),
    advice: uncertainty === undefined
      ? "start them closer together, keep their clocks right (NTP), or let --nats start them"
      : "a longer case, in which it does not matter; or find out why that agent was late",
  }];
}

/** By how much the difference of their clocks is uncertain at most; `undefined` where it is not known at all. */
function uncertaintyOf(agents: readonly AgentResult[]): number | undefined {
  let sum = 0;
  for (const { clock } of agents) {
    if (clock === null) return undefined;
    sum += clock.uncertainty;
  }
  return sum;
}

/** What is the matter with single agents, and not with all together. */
function findOwn(agents: readonly AgentResult[], known: readonly Reason[]): Reason[] {
  const codes = new Set(known.filter(({ code }) => !OF_CLIENT.has(code)).map(({ code }) => code));
  const own = agents.flatMap((agent) =>
    agent.lost !== undefined
      ? []
      : agent.verdict.reasons.filter(({ code }) => !codes.has(code)).map((reason) => ({
        agent,
        reason,
      }))
  );
  return [...Map.groupBy(own, ({ reason }) => reason.code).values()].flatMap(
    ([first, ...others]) => {
      if (first === undefined) return [];
      const { reason, agent } = first;
      const names = others.slice(0, NAMED).map((other) => other.agent.agent);
      const more = others.length > NAMED ? ", …" : "";
      const alike = others.length === 0
        ? ""
        : `; so ${formatCounted(others.length, "other agent")}: ${names.join(", ")}${more}`;
      return [{
        ...reason,
        message: `agent ${nameAgent(agent)}: ${reason.message}${alike}`,
        ...reason.code === "clientCpu" && agent.clock !== null && {
          advice: `more agents (--agents ${agents.length + 1}), ${reason.advice}`,
        },
      }];
    },
  );
}
