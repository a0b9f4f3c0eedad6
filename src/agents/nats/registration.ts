import type { AgentDescription } from "../../result/agent.ts";
import { beat, type Beating, type Beats, type BeatsOptions, listenToBeats } from "./beats.ts";
import type { Group } from "./group.ts";
import { SUBJECTS } from "./names.ts";

/** The version of what agents and coordinators say to each other. */
export const PROTOCOL = 1;

/** Milliseconds after which an agent that is not heard is silent. */
const PATIENCE = 5_000;

/** What an agent says of itself. */
export interface Announcement extends AgentDescription {
  readonly pid: number;
  /** When it started, in ISO 8601. */
  readonly since: string;
  /** The version of what it understands: {@linkcode PROTOCOL}. */
  readonly protocol: number;
  /** The run in which it carries a share; absent while it waits. */
  readonly run?: string;
}

/**
 * Says that an agent is there, every second, and leaves its description in the bucket of the group.
 *
 * @param describe what the agent says of itself right now
 * @param every milliseconds between two beats
 */
export function announce(group: Group, describe: () => Announcement, every?: number): Beating {
  const { agent } = describe();
  const key = `agent.${agent}`;
  async function leave(): Promise<void> {
    // NATS may have been started with nothing.
    await group.ensure();
    await group.bucket.put(key, JSON.stringify(describe()));
  }
  const tryToLeave = () => void leave().catch(() => {});
  tryToLeave();
  const forget = group.onReconnect(tryToLeave);
  const beating = beat(group, SUBJECTS.beats(group.name, "agent", agent), describe, every);
  return {
    end() {
      forget();
      beating.end();
      if (group.isConnected()) group.bucket.delete(key).catch(() => {});
    },
  };
}

/** Listens to which agents are there. */
export function watchAgents(
  group: Group,
  options: Partial<BeatsOptions<Announcement>> = {},
): Beats<Announcement> {
  const subject = SUBJECTS.beats(group.name, "agent", "*");
  return listenToBeats(group, subject, { patience: PATIENCE, ...options });
}
