import { delay } from "@std/async";
import { listProblems, messageOf, ScenarioError, TargetError } from "../errors.ts";
import { type AgentDescription, nameAgent } from "../result/agent.ts";
import { VERSION } from "../result/environment.ts";
import { formatCounted } from "../result/format.ts";
import type { BeatChange } from "./nats/beats.ts";
import { type Announcement, PROTOCOL } from "./nats/registration.ts";

/** Milliseconds in which every agent that is there is heard, as each says so every second. */
const SETTLING = 2_000;

/** Milliseconds between two looks at who is there. */
const LOOK = 100;

/** How long to wait for which agents. */
export interface Waiting {
  /** The group's name. */
  readonly name: string;
  readonly count?: number | undefined;
  readonly timeout?: number;
  readonly signal: AbortSignal;
  readonly onWait: (message: string) => void;
}

/**
 * Waits for as many agents as are asked for; of more, those that came first are taken. Where no number is asked for, all
 * that are there after two seconds are, and one at least.
 *
 * @throws {TargetError} when there are fewer in time
 */
export async function waitForAgents(
  list: () => readonly Announcement[],
  { name, count, timeout = 30_000, signal, onWait }: Waiting,
): Promise<readonly Announcement[]> {
  const began = performance.now();
  const most = Math.max(timeout, SETTLING);
  for (let told = -1;;) {
    const there = [...list()].sort((a, b) =>
      compare(a.since, b.since) || compare(a.agent, b.agent)
    );
    const waited = performance.now() - began;
    if (count !== undefined && there.length >= count) return there.slice(0, count);
    if (count === undefined && there.length > 0 && waited >= SETTLING) return there;
    if (waited >= most) throw describeMissing(there, { name, count, timeout: most });
    if (there.length !== told) {
      const of = count === undefined ? "" : ` of ${count}`;
      onWait(`${there.length}${of} agents of group ${name} are there`);
      told = there.length;
    }
    await delay(LOOK, { signal });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function describeMissing(
  there: readonly Announcement[],
  { name, count = 1, timeout }: Pick<Waiting, "name" | "count"> & { readonly timeout: number },
): TargetError {
  const found = there.length === 0 ? "none" : there.map(nameAgent).join(", ");
  return new TargetError(
    `Cannot begin as group "${name}" must have ${formatCounted(count, "agent")} within ` +
      `${timeout / 1_000} s: found ${found}`,
    `start more with \`agent --nats … --group ${name}\`, or wait longer: --agents-timeout`,
  );
}

/**
 * Makes sure that all would measure the same.
 *
 * @throws {TargetError} naming every agent with another version than this process's
 */
export function checkVersions(agents: readonly Announcement[]): void {
  const deno = Deno.version.deno;
  const problems = agents.flatMap((agent) => {
    const other = agent.protocol !== PROTOCOL
      ? `speaks version ${agent.protocol} of the protocol, and not ${PROTOCOL}`
      : agent.cassbench !== VERSION
      ? `has cassbench ${agent.cassbench}, and not ${VERSION}`
      : agent.deno !== deno
      ? `has Deno ${agent.deno}, and not ${deno}`
      : undefined;
    return other === undefined ? [] : [`agent ${nameAgent(agent)} ${other}`];
  });
  if (problems.length === 0) return;
  throw new TargetError(
    `Cannot begin as all must measure the same:${listProblems(problems)}`,
    "give all machines one version of cassbench and of Deno",
  );
}

/** What a result says of an agent. */
export function describeAgent(
  { agent, host, zone, cpus, cassbench, deno }: Announcement,
): AgentDescription {
  return {
    agent,
    ...host !== undefined && { host },
    ...zone !== undefined && { zone },
    ...{ cpus, cassbench, deno },
  };
}

/** What became of an agent, in a sentence. */
export function describeChange(change: BeatChange, agent: AgentDescription): string {
  const what = {
    here: "is there again",
    silent: "is silent for 5 s",
    back: "is heard again",
    gone: "left the group",
  };
  return `agent ${nameAgent(agent)} ${what[change]}`;
}

/** One error of all agents that could not open what they were sent: a mistake in the scenario is one everywhere. */
export function describeFailures(
  failed: readonly { readonly agent: AgentDescription; readonly error: unknown }[],
): Error {
  const problems = failed.map(({ agent, error }) =>
    `agent ${nameAgent(agent)}: ${messageOf(error)}`
  );
  const hint: string | undefined = failed.map(({ error }) => Object(error).hint).find((it) => it);
  const isMistake = failed.every(({ error }) => error instanceof ScenarioError);
  const message = `Cannot begin as${listProblems(problems)}`;
  return isMistake ? new ScenarioError(message, hint) : new TargetError(message, hint);
}
