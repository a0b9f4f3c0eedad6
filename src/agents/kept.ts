import { deadline } from "@std/async";
import { TargetError } from "../errors.ts";
import type { Result } from "../result/document.ts";
import type { Case } from "../scenario/planned.ts";
import type { RunCall, SharedCase } from "../threads/load/carrier.ts";
import type { EndedShare } from "../threads/load/merge_shares.ts";
import { fromBody, toBody } from "./nats/body.ts";
import type { AgentQuestion, AgentReply } from "./nats/channel.ts";
import type { Group } from "./nats/group.ts";
import { lastOf, runOf, SUBJECTS } from "./nats/names.ts";
import { receive } from "./nats/receive.ts";
import { type KeptMessage, send } from "./nats/send.ts";
import type { AgentDescription } from "../result/agent.ts";

/** What a coordinator keeps of its run, beside what NATS keeps of what its agents answer. */
export type KeptRecord =
  | { readonly agents: readonly AgentDescription[] }
  /** The result so far. */
  | { readonly result: Result }
  /** A case that begins, and its place in the result. */
  | { readonly case: Case; readonly index: number };

/** Keeps things of a run, one after the other. */
export interface Keeper {
  keep(kept: KeptRecord): void;
  /** Resolves once all is kept, or soon where NATS is away. */
  end(): Promise<void>;
}

/** Milliseconds that what is still to be kept gets at the end of a run. */
const PATIENCE = 2_000;

/** Makes what keeps things of a run. What cannot be kept is lost: nothing of the run depends on it. */
export function createKeeper(group: Group, run: string): Keeper {
  const ending = new AbortController();
  const subject = SUBJECTS.records(group.name, run, "run");
  let number = 0;
  let sent = Promise.resolve();
  return {
    keep(kept) {
      const message = { subject, id: `${run}.kept.${number++}`, body: toBody("the run", kept) };
      sent = sent.then(() => send(group, message, ending.signal)).catch(() => {});
    },
    async end() {
      await deadline(sent, PATIENCE).catch(() => {});
      ending.abort();
    },
  };
}

/** A case that was running when its coordinator died. */
export interface KeptCase {
  readonly case: Case;
  readonly shares: readonly EndedShare[];
}

/** What is kept of a run. */
export interface KeptRun {
  readonly result: Result;
  /** The case that is not in the result; absent where all are. */
  readonly last?: KeptCase;
}

/**
 * Reads what NATS keeps of the last run of a group.
 *
 * @throws {TargetError} when there is none
 */
export async function readLastRun(group: Group, signal: AbortSignal): Promise<KeptRun> {
  const { name } = group;
  const records = await readAll(group, SUBJECTS.records(name, "*", "run"), signal);
  const newest = records.at(-1);
  if (newest === undefined) {
    throw new TargetError(
      `Cannot gather from group "${name}" as NATS keeps no run of it`,
      "it keeps runs for a day; check --group and --nats",
    );
  }
  const run = runOf(newest.subject);
  const kept = records.filter(({ subject }) => runOf(subject) === run)
    .map(({ body }) => fromBody(body) as KeptRecord);
  const result = kept.flatMap((one) => "result" in one ? [one.result] : []).at(-1);
  const agents = kept.flatMap((one) => "agents" in one ? one.agents : []);
  const begun = kept.flatMap((one) => "case" in one ? [one] : []).at(-1);
  if (result === undefined) {
    throw new TargetError(
      `Cannot gather from group "${name}" as its last run ended before its first case`,
    );
  }
  if (begun === undefined || begun.index < result.cases.length) return { result };
  const { workers: threads = 1 } = result.environment.settings;
  const shares = await readShares(group, run, { agents, threads, signal });
  return { result, last: { case: begun.case, shares } };
}

/** What each agent answered that was asked to run the last case. */
async function readShares(
  group: Group,
  run: string,
  { agents, threads, signal }: {
    readonly agents: readonly AgentDescription[];
    /** How many threads an agent has. */
    readonly threads: number;
    readonly signal: AbortSignal;
  },
): Promise<EndedShare[]> {
  const calls = await readAll(group, SUBJECTS.calls(group.name, run, "*"), signal);
  const answers = await readAll(group, SUBJECTS.answers(group.name, run, "*"), signal);
  const replies = new Map(answers.map(({ body }) => {
    const reply = fromBody(body) as AgentReply;
    return ["to" in reply ? reply.to : "", reply];
  }));
  return agents.flatMap((agent): EndedShare[] => {
    const call = calls.filter(({ subject }) => lastOf(subject) === agent.agent)
      .map(({ id, body }) => ({ id, asked: fromBody(body) as AgentQuestion }))
      .findLast(({ asked }) => "name" in asked && asked.name === "run");
    if (call === undefined) return [];
    const { first, workers } = (call.asked as { readonly given: RunCall }).given;
    const about = {
      agent,
      threads: Math.min(threads, workers - first),
      clock: { offset: 0, uncertainty: 0 },
    };
    const reply = replies.get(call.id);
    return reply !== undefined && "answer" in reply
      ? [{ ...about, part: reply.answer as SharedCase }]
      : [{ ...about, lost: "left no answer in NATS" }];
  });
}

/** Reads all that is kept under a subject right now: a mark that is put behind it shows where that ends. */
async function readAll(
  group: Group,
  subject: string,
  signal: AbortSignal,
): Promise<KeptMessage[]> {
  const id = `mark.${crypto.randomUUID()}`;
  const all: KeptMessage[] = [];
  const ended = Promise.withResolvers<void>();
  const end = receive(group, subject, (message) => {
    if (message.id === id) ended.resolve();
    else if (!message.id.startsWith("mark.")) all.push(message);
  });
  try {
    await send(
      group,
      { subject: subject.replaceAll("*", "mark"), id, body: new Uint8Array() },
      signal,
    );
    await ended.promise;
  } finally {
    end();
  }
  return all;
}
