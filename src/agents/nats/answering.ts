import type { Calls } from "../../runtime/channel.ts";
import { failureOf } from "../../runtime/failure.ts";
import { fromBody, toBody } from "./body.ts";
import type { AgentQuestion, AgentReply } from "./channel.ts";
import type { Group } from "./group.ts";
import { lastOf, runOf, SUBJECTS } from "./names.ts";
import { receive } from "./receive.ts";
import { type KeptMessage, send } from "./send.ts";

/** How an agent answers. */
export interface AnsweringOptions<C, Told> {
  /** What it can be asked in a run. Is called at the first call of each run; what it throws, that call gets. */
  readonly callsOf: (run: string) => C;
  /** Is called when the coordinator ends a run for this agent. */
  readonly onEnd?: (run: string, reason: string) => void;
  /** Is called when NATS takes an answer no longer, as it has no room or the connection was closed. */
  readonly onError?: (error: unknown) => void;
  /** Which news may be lost: they are told at once and not kept, and not at all while NATS is away. */
  readonly mayBeLost?: (told: Told) => boolean;
}

/** The side of an agent that answers. */
export interface AgentAnswering<Told> {
  /** Tells the coordinator of a run something without being asked. */
  tell(run: string, told: Told): void;
  /** Leaves a run: whatever this agent is asked in it, and was, rejects with the reason. */
  leave(run: string, reason: string): Promise<void>;
  /** Waits until all answers are kept by NATS, and answers no longer. */
  close(): Promise<void>;
}

/** What an agent keeps of a run. */
interface AnsweredRun<C> {
  calls?: C;
  /** By the ids of the calls; `undefined` while a call is carried out. */
  readonly replies: Map<string, AgentReply | undefined>;
  /** All calls with a lower number are done with. */
  answered: number;
  sent: Promise<void>;
  /** The last news that are kept. */
  readonly told: KeptMessage[];
  said: number;
}

/** So many news are told again when NATS is back, as they may have been lost with its storage. */
const TOLD_AGAIN = 16;

/**
 * Answers what an agent is asked in any run, each call once. An answer that was lost with the storage of NATS is given again
 * when the call comes again.
 *
 * @param agent the agent's name, which no other process has, and had
 */
export function answerAgentCalls<C extends Calls<C>, Told = never>(
  group: Group,
  agent: string,
  { callsOf, onEnd = () => {}, onError = () => {}, mayBeLost = () => false }: AnsweringOptions<
    C,
    Told
  >,
): AgentAnswering<Told> {
  const runs = new Map<string, AnsweredRun<C>>();
  const closing = new AbortController();

  function runNamed(run: string): AnsweredRun<C> {
    const found = runs.get(run) ??
      { replies: new Map(), answered: 0, sent: Promise.resolve(), told: [], said: 0 };
    runs.set(run, found);
    return found;
  }

  /** One after the other, so that the coordinator gets them in their order. */
  function give(of: AnsweredRun<C>, message: KeptMessage, again = 0): void {
    of.sent = of.sent.then(() => send(group, message, closing.signal, again)).catch(onError);
  }

  function say(run: string, what: string, reply: AgentReply, id?: string, again = 0): void {
    const of = runNamed(run);
    const subject = SUBJECTS.answers(group.name, run, agent);
    const body = toBody(what, reply);
    const message = { subject, id: id ?? `${run}.${agent}.said.${of.said++}`, body };
    if ("told" in reply) of.told.push(message);
    if (of.told.length > TOLD_AGAIN) of.told.shift();
    give(of, message, again);
  }

  async function answer(run: string, id: string, name: PropertyKey, given: unknown): Promise<void> {
    const of = runNamed(run);
    const what = `the answer to "${String(name)}"`;
    try {
      of.calls ??= callsOf(run);
      const reply = { to: id, answer: await of.calls[name as keyof C](given as never) };
      say(run, what, reply, `${id}.answer`);
      of.replies.set(id, reply);
    } catch (error) {
      const reply = { to: id, failure: failureOf(error) };
      say(run, what, reply, `${id}.answer`);
      of.replies.set(id, reply);
    }
  }

  let times = 0;
  function take(run: string, id: string, question: AgentQuestion): void {
    if ("ended" in question) {
      if (runs.delete(run)) onEnd(run, question.ended);
      return;
    }
    const of = runNamed(run);
    const number = Number(lastOf(id));
    if (of.replies.has(id)) {
      const reply = of.replies.get(id);
      if (reply !== undefined) say(run, "the answer", reply, `${id}.answer`, ++times);
      return;
    }
    if (number < of.answered) return;
    of.replies.set(id, undefined);
    of.answered = Math.max(of.answered, question.answered);
    for (const old of of.replies.keys()) {
      if (Number(lastOf(old)) < of.answered) of.replies.delete(old);
    }
    answer(run, id, question.name, question.given);
  }

  const forgetReconnect = group.onReconnect(() => {
    times++;
    for (const of of runs.values()) for (const message of of.told) give(of, message, times);
  });
  const forget = receive(
    group,
    SUBJECTS.calls(group.name, "*", agent),
    ({ subject, id, body }) => take(runOf(subject), id, fromBody(body) as AgentQuestion),
  );
  const hints = group.nats.subscribe(SUBJECTS.hints(group.name, "*", agent), {
    callback(_, { subject, data }) {
      const { name, given } = fromBody(data) as { name: keyof C; given: never };
      (async () => await runs.get(runOf(subject))?.calls?.[name](given))().catch(() => {});
    },
  });

  return {
    tell(run, told) {
      if (!mayBeLost(told)) say(run, "what is told", { told });
      else if (group.isConnected()) {
        group.nats.publish(SUBJECTS.news(group.name, run, agent), toBody("what is told", told));
      }
    },
    async leave(run, reason) {
      say(run, "the end", { ended: reason });
      await runNamed(run).sent;
      runs.delete(run);
    },
    async close() {
      forget();
      forgetReconnect();
      hints.unsubscribe();
      await Promise.all([...runs.values()].map(({ sent }) => sent));
      closing.abort();
    },
  };
}
