import { messageOf, TargetError } from "../../errors.ts";
import type { CallAnswer, CallGiven, Calls, Channel } from "../../runtime/channel.ts";
import { errorOf, type Failure } from "../../runtime/failure.ts";
import { fromBody, toBody } from "./body.ts";
import type { Group } from "./group.ts";
import { lastOf, SUBJECTS } from "./names.ts";
import { receive } from "./receive.ts";
import { type KeptMessage, send } from "./send.ts";

/** What an agent is asked. */
export type AgentQuestion =
  | {
    readonly name: PropertyKey;
    readonly given: unknown;
    /** All calls with a lower number have been answered, so their answers need not be kept for another time. */
    readonly answered: number;
  }
  /** The run is over for this agent. */
  | { readonly ended: string };

/** What an agent says to who asks it. */
export type AgentReply =
  /** The id of the call, and what it answered. */
  | { readonly to: string; readonly answer: unknown }
  | { readonly to: string; readonly failure: Failure }
  | { readonly told: unknown }
  /** The agent has left the run. */
  | { readonly ended: string };

/** How the agents of a run are asked. */
export interface AgentChannelsOptions {
  /** The calls that may be lost, and answer nothing: they are not kept, and resolve at once. */
  readonly unanswered?: readonly string[];
  /** Makes the reason for which the channel of an agent ends that has left. */
  readonly describeEnd?: (message: string) => Error;
}

/** The channels of a run. */
export interface AgentChannels {
  /** Opens the channel to an agent, once. */
  to<C extends Calls<C>, Told>(agent: string): Channel<C, Told>;
  /** Ends the channels that are open, and resolves once the agents will hear of it. */
  end(reason: unknown): Promise<void>;
}

/** The channel to one agent, and how it hears. */
interface Line {
  hear(id: string, reply: AgentReply): void;
  tell(told: unknown): void;
  askAgain(): void;
  end(reason: unknown): void;
  /** Resolves once all that was given so far is kept. */
  settled(): Promise<void>;
}

/**
 * Opens channels to the agents of a run. What is asked and answered is kept by NATS until it has arrived, however often
 * NATS goes away meanwhile; each call is carried out once, and in the order in which an agent was asked.
 */
export function openAgentChannels(
  group: Group,
  run: string,
  { unanswered = [], describeEnd = (message) => new TargetError(message) }: AgentChannelsOptions =
    {},
): AgentChannels {
  const lines = new Map<string, Line>();
  const lineOf = (subject: string) => lines.get(lastOf(subject));
  const never = new AbortController().signal;
  const forget = [
    receive(
      group,
      SUBJECTS.answers(group.name, run, "*"),
      ({ subject, id, body }) => lineOf(subject)?.hear(id, fromBody(body) as AgentReply),
    ),
    // What was kept may be lost with the storage of NATS, so whatever is not answered is asked again.
    group.onReconnect(() => lines.forEach((line) => line.askAgain())),
  ];
  const news = group.nats.subscribe(SUBJECTS.news(group.name, run, "*"), {
    callback: (_, { subject, data }) => lineOf(subject)?.tell(fromBody(data)),
  });

  function to<C extends Calls<C>, Told>(agent: string): Channel<C, Told> {
    const subject = SUBJECTS.calls(group.name, run, agent);
    const idOf = (number: number) => `${run}.${agent}.${number}`;
    const asked = new Map<
      number,
      PromiseWithResolvers<unknown> & { readonly message: KeptMessage }
    >();
    const heard = new Set<string>();
    let [next, times] = [0, 0];
    let ended: { readonly reason: unknown } | undefined;
    let sent = Promise.resolve();

    /** One after the other, so that the agent gets them in their order. */
    function give(message: KeptMessage, again: number): void {
      sent = sent.then(() => send(group, message, never, again)).catch(end);
    }

    function end(reason: unknown): void {
      if (ended !== undefined) return;
      ended = { reason };
      for (const { reject } of asked.values()) reject(reason);
      asked.clear();
      const body = toBody("the end", { ended: messageOf(reason) } satisfies AgentQuestion);
      give({ subject, id: idOf(next++), body }, 0);
    }

    const channel: Channel<C, Told> = {
      async ask<K extends keyof C>(name: K, ...[given]: CallGiven<C, K>) {
        if (ended !== undefined) throw ended.reason;
        if (unanswered.includes(String(name))) {
          const body = toBody(`what "${String(name)}" is given`, { name, given });
          if (group.isConnected()) group.nats.publish(SUBJECTS.hints(group.name, run, agent), body);
          return undefined as CallAnswer<C, K>;
        }
        const number = next++;
        const [answered = number] = asked.keys();
        const question: AgentQuestion = { name, given, answered };
        const body = toBody(`what "${String(name)}" is given`, question);
        const answer = Promise.withResolvers<unknown>();
        const message = { subject, id: idOf(number), body };
        asked.set(number, { ...answer, message });
        give(message, 0);
        return await answer.promise as CallAnswer<C, K>;
      },
      onTold: () => {},
      end,
    };

    lines.set(agent, {
      hear(id, reply) {
        if (ended !== undefined || heard.has(id)) return;
        heard.add(id);
        if ("told" in reply) channel.onTold(reply.told as Told);
        else if ("ended" in reply) end(describeEnd(reply.ended));
        else {
          const number = Number(lastOf(reply.to));
          if ("failure" in reply) asked.get(number)?.reject(errorOf(reply.failure));
          else asked.get(number)?.resolve(reply.answer);
          asked.delete(number);
        }
      },
      tell: (told) => ended === undefined && channel.onTold(told as Told),
      askAgain() {
        times++;
        for (const { message } of asked.values()) give(message, times);
      },
      end,
      settled: () => sent,
    });
    return channel;
  }

  return {
    to,
    async end(reason) {
      for (const line of lines.values()) line.end(reason);
      for (const one of forget) one();
      news.unsubscribe();
      await Promise.all([...lines.values()].map((line) => line.settled()));
    },
  };
}
