/** Agents and Workers of this thread: what they are asked goes through copies, and no server, socket or thread is there. */
import { deserialize, serialize } from "node:v8";
import { createCoordinatorTimes } from "../../../src/cluster/node_times.ts";
import type { LoadSessions } from "../../../src/cluster/load_sessions.ts";
import type { AgentDescription } from "../../../src/result/agent.ts";
import type { Channel } from "../../../src/runtime/channel.ts";
import type { Plan } from "../../../src/scenario/planned.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { answerWith } from "../../../src/threads/load/answer.ts";
import type { Carrier, LoadCalls, LoadNews } from "../../../src/threads/load/carrier.ts";
import {
  type Listener,
  type LoadThreads,
  useOwnThread,
} from "../../../src/threads/load/threads.ts";
import { carryTogether } from "../../../src/threads/load/together.ts";
import { fakeSession } from "../../engine/fixture.ts";

/** Long enough that nobody is ended for it. */
export const GRACE = { stop: 10_000, close: 10_000 };

/** A listener that does nothing. */
export const DEAF: Listener = {
  onReady: () => Promise.resolve(),
  onProgress() {},
  onSecond() {},
};

/** A channel to calls of this thread. */
export interface FakeChannel extends Channel<LoadCalls, LoadNews> {
  /** What was asked, in its order. */
  readonly asked: (readonly [name: keyof LoadCalls, given: unknown])[];
  tell(news: LoadNews): void;
}

/** Opens a channel to calls that know how to tell. */
export function fakeChannel(
  answer: (tell: (news: LoadNews) => void) => LoadCalls,
  copy: <T>(value: T) => T = (value) => value,
): FakeChannel {
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {});
  const asked: [keyof LoadCalls, unknown][] = [];
  let isOpen = true;
  const channel: FakeChannel = {
    asked,
    async ask(name, ...given) {
      await Promise.resolve();
      asked.push([name, given[0]]);
      const call = calls[name] as (given: unknown) => unknown;
      const answered = (async () => copy(await call(copy(given[0]))))();
      return await Promise.race([ended.promise, answered]) as never;
    },
    onTold() {},
    end(reason) {
      isOpen = false;
      ended.reject(reason);
    },
    tell: (news) => {
      if (isOpen) channel.onTold(copy(news));
    },
  };
  const calls = answer(channel.tell);
  return channel;
}

/** Copies as what goes to another machine is copied. */
export function copied<T>(value: T): T {
  return value === undefined ? value : deserialize(serialize(value)) as T;
}

/** What a test says of an agent. */
export interface FakeAgentOptions {
  readonly plan: Plan;
  readonly signal: AbortSignal;
  readonly threads?: number;
  readonly session?: Partial<Session>;
  /** Real sessions, in place of those that answer at once. */
  readonly load?: LoadSessions;
  /** By how many milliseconds its clock is ahead. */
  readonly ahead?: number;
  readonly parts?: Partial<Omit<Carrier, "channel">>;
  /** Changes what it answers. */
  readonly calls?: (calls: LoadCalls) => Partial<LoadCalls>;
}

/** A carrier whose channel a test can look into. */
export interface FakeCarrier extends Carrier {
  readonly channel: FakeChannel;
}

/** An agent of this name, which runs its share with sessions that answer at once. */
export function fakeAgent(name: string, options: FakeAgentOptions): FakeCarrier {
  const { plan, signal, threads = 1, session, ahead = 0, parts, calls = () => ({}) } = options;
  const load = options.load ?? fakeSessions(session);
  const stopping = new AbortController();
  const whole = AbortSignal.any([signal, stopping.signal]);
  const own = ownThreads(plan, threads, whole, load);
  const channel = fakeChannel((tell) => {
    const answers = answerWith({ threads: () => own, tell, stop: () => stopping.abort() });
    const shifted: LoadCalls = {
      ...answers,
      start: (at) => answers.start(at === undefined ? undefined : at - ahead),
      async run(call) {
        const shared = await answers.run(call);
        return { ...shared, startedAt: shared.startedAt + ahead };
      },
    };
    return { ...shifted, ...calls(shifted) };
  }, copied);
  return {
    ...{ channel, threads, agent: describe(name) },
    measureClock: () => Promise.resolve({ offset: ahead, uncertainty: 0.1 }),
    ...parts,
  };
}

/** How an agent of this name describes itself. */
export function describe(name: string): AgentDescription {
  return { agent: name, host: `host-${name}`, cpus: 2, cassbench: "0.1.0", deno: "2.9.6" };
}

function ownThreads(
  plan: Plan,
  threads: number,
  signal: AbortSignal,
  load: LoadSessions,
): LoadThreads {
  const thread = () => useOwnThread(plan, load, signal);
  if (threads === 1) return thread();
  const carriers = Array.from({ length: threads }, () => {
    const own = thread();
    const channel = fakeChannel((tell) => answerWith({ threads: () => own, tell, stop() {} }));
    return { channel, threads: 1 };
  });
  return carryTogether(plan, carriers, { signal, grace: GRACE });
}

function fakeSessions(answers?: Partial<Session>): LoadSessions {
  const session = fakeSession(answers);
  const load = {
    session,
    counting: () => session,
    traced: () => session,
    driverUse: () => ({ inFlight: 0, limit: 2_048 }),
    close: () => Promise.resolve(),
  };
  return {
    hookSession: session,
    pendingHookRequests: () => 0,
    coordinators: createCoordinatorTimes(),
    of: () => load as unknown as ReturnType<LoadSessions["of"]>,
    close: () => Promise.resolve(),
  };
}
