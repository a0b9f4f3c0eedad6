import { TargetError } from "../../errors.ts";
import type { AgentClock } from "../../result/agent.ts";
import { ownClock } from "../../threads/load/carrier.ts";
import type { Group } from "./group.ts";
import { SUBJECTS } from "./names.ts";

/** Milliseconds that a ping may take. One that takes longer says little of a clock. */
const PATIENCE = 1_000;

/** An agent that leaves so many pings without an answer is not asked on. */
const MOST_LOST = 3;

/** A clock that is known to this many milliseconds after the fewest pings is not asked on. */
const GOOD = { uncertainty: 0.25, pings: 5 };

/** So many clocks are measured at once. With more, each would measure how long the others take. */
const AT_ONCE = 8;

/** The measurements of a group that are under way, in rows of which each is done one after the other. */
const rows = new WeakMap<Group, Promise<unknown>[]>();

/** The clocks tell instants to no more than this, in milliseconds, as they count from 1970. */
const RESOLUTION = 0.001;

/**
 * Answers with what the clock of this process shows.
 *
 * @param clock in milliseconds
 * @returns a function that ends it
 */
export function answerPings({ nats, name }: Group, agent: string, clock = ownClock): () => void {
  const subscription = nats.subscribe(SUBJECTS.clock(name, agent), {
    callback: (_, message) => void message.respond(String(clock())),
  });
  return () => subscription.unsubscribe();
}

/** How a clock is measured. */
export interface OffsetOptions {
  /** How often it is asked. @default {20} */
  readonly pings?: number;
  /** The clock of this process, in milliseconds. */
  readonly clock?: () => number;
}

/**
 * Measures how far the clock of an agent is ahead of that of this process. The agent looked at its clock between the
 * question and the answer, so each ping bounds the offset from both sides, and of all bounds the closest hold.
 *
 * @throws {TargetError} where the agent answers no ping
 */
export async function measureOffset(
  group: Group,
  agent: string,
  options: OffsetOptions = {},
): Promise<AgentClock> {
  const all = rows.get(group) ?? Array<Promise<unknown>>(AT_ONCE).fill(Promise.resolve());
  const [first, ...others] = all;
  const measured = (first ?? Promise.resolve()).then(() => measure(group, agent, options));
  rows.set(group, [...others, measured.catch(() => {})]);
  return await measured;
}

async function measure(
  { nats, name }: Group,
  agent: string,
  { pings = 20, clock = ownClock }: OffsetOptions,
): Promise<AgentClock> {
  let [least, most] = [-Infinity, Infinity];
  for (let ping = 0, lost = 0; ping < pings && lost < MOST_LOST; ping++) {
    const asked = clock();
    const answer = await nats.request(SUBJECTS.clock(name, agent), undefined, { timeout: PATIENCE })
      .catch(() => {});
    const answered = clock();
    if (answer === undefined) {
      lost++;
      continue;
    }
    const theirs = Number(answer.string());
    least = Math.max(least, theirs - answered);
    most = Math.min(most, theirs - asked);
    if (ping + 1 >= GOOD.pings && (most - least) / 2 <= GOOD.uncertainty) break;
  }
  if (least === -Infinity) {
    throw new TargetError(`Cannot measure the clock of agent ${agent} as it answers no ping`);
  }
  return {
    offset: (least + most) / 2,
    uncertainty: Math.max(0, most - least) / 2 + RESOLUTION,
  };
}
