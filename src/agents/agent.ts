import { nameAgent } from "../result/agent.ts";
import { VERSION } from "../result/environment.ts";
import { formatCounted } from "../result/format.ts";
import type { LoadNews } from "../threads/load/carrier.ts";
import { answerAgentCalls } from "./nats/answering.ts";
import { ownHost } from "./host.ts";
import type { NatsAccess } from "./nats/access.ts";
import { answerPings } from "./nats/clock.ts";
import { connectNats } from "./nats/connect.ts";
import { openGroup } from "./nats/group.ts";
import { partFrom } from "./nats/part.ts";
import { announce, type Announcement, PROTOCOL } from "./nats/registration.ts";
import { watchCoordinator } from "./nats/group_lock.ts";
import type { OwnLogin } from "./own_login.ts";
import { type AgentCalls, type AgentSession, openAgentSession } from "./session.ts";
import { createTrust } from "./trust.ts";

/** How an agent serves. */
export interface AgentOptions {
  readonly nats: NatsAccess;
  readonly group: string;
  /** Where it is. */
  readonly zone: string | undefined;
  /** Ends after one run. */
  readonly once: boolean;
  /** The public NKey of who may send it code; without it, everybody in the group may. */
  readonly trust: string | undefined;
  readonly login: OwnLogin;
  /** Ends it: it tells what it measured, and leaves its group. */
  readonly signal: AbortSignal;
  /** Is told what it does, in a sentence. */
  readonly onEvent: (message: string) => void;
}

/**
 * Waits for runs, and carries this process's share of each, until the signal ends it.
 *
 * @throws {TargetError} when NATS cannot be used
 */
export async function serveAsAgent(options: AgentOptions): Promise<void> {
  const { nats: access, group: name, once, signal, onEvent } = options;
  await using opened = new AsyncDisposableStack();
  const connection = await connectNats(access, signal);
  opened.defer(() => partFrom(connection));
  const group = await openGroup(connection, name);
  const entry = describeSelf(options.zone);
  const served = Promise.withResolvers<void>();
  const runs = createRuns(options, entry, {
    tell: (run, news) => answering.tell(run, news),
    onEnd() {
      onEvent(once ? "its run is over" : "its run is over; it waits for the next");
      if (once) served.resolve();
    },
  });
  const answering = answerAgentCalls<AgentCalls, LoadNews>(group, entry.agent, {
    callsOf: runs.callsOf,
    onEnd: (run) => void runs.end(run),
    mayBeLost: ({ kind }) => kind === "progress" || kind === "second" || kind === "reached",
  });
  opened.defer(() => answering.close());
  opened.defer(answerPings(group, entry.agent));

  async function leave(run: string, reason: string): Promise<void> {
    await runs.stop(run);
    await answering.leave(run, reason);
    await runs.end(run);
  }
  const coordinators = watchCoordinator(group, {
    onChange(change, run) {
      if (change !== "silent" || run !== runs.current()) return;
      onEvent("its coordinator is silent, so its run is over; what was measured is left in NATS");
      void leave(run, "heard nothing of its coordinator");
    },
  });
  opened.defer(() => coordinators.close());
  const announcing = announce(group, () => {
    const run = runs.current();
    return { ...entry, ...run !== undefined && { run } };
  });
  opened.defer(() => announcing.end());
  onEvent(`${nameAgent(entry)} waits in group ${name}: ${describeTrust(options.trust)}`);

  const stopped = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => stopped.resolve(), { once: true });
  if (signal.aborted) stopped.resolve();
  await Promise.race([served.promise, stopped.promise]);
  const left = runs.current();
  if (signal.aborted && left !== undefined) await leave(left, "left its group");
}

function describeTrust(key: string | undefined): string {
  return key === undefined
    ? "it runs code that anybody in the group sends it, as it has no --trust KEY"
    : `it runs code that ${key} has signed`;
}

function describeSelf(zone: string | undefined): Announcement {
  return {
    agent: `a${crypto.randomUUID().slice(0, 8)}`,
    host: ownHost(),
    ...zone !== undefined && { zone },
    ...{ cpus: navigator.hardwareConcurrency, cassbench: VERSION, deno: Deno.version.deno },
    ...{ pid: Deno.pid, since: new Date().toISOString(), protocol: PROTOCOL },
  };
}

/** The runs that an agent takes part in, one at a time. */
interface Runs {
  /** What it can be asked in a run. A run that it was in before is over with that. */
  callsOf(run: string): AgentCalls;
  /** The run that it is in. */
  current(): string | undefined;
  stop(run: string): Promise<void>;
  end(run: string): Promise<void>;
}

function createRuns(
  { trust: key, group, login, onEvent }: AgentOptions,
  { agent }: Announcement,
  { tell, onEnd }: {
    readonly tell: (run: string, news: LoadNews) => void;
    readonly onEnd: () => void;
  },
): Runs {
  const trust = createTrust({ key, id: agent, group });
  let current: { readonly run: string; readonly session: AgentSession } | undefined;

  async function end(run: string): Promise<void> {
    if (current?.run !== run) return;
    const { session } = current;
    current = undefined;
    await session[Symbol.asyncDispose]();
    onEnd();
  }

  return {
    callsOf(run) {
      if (current !== undefined) void end(current.run);
      const session = openAgentSession({
        ...{ trust, login },
        tell: (news) => tell(run, news),
        onOrder: ({ name, settings: { workers } }) =>
          onEvent(`it carries a share of "${name}" with ${formatCounted(workers, "thread")}`),
      });
      current = { run, session };
      return session.calls;
    },
    current: () => current?.run,
    async stop(run) {
      if (current?.run === run) await current.session.stop();
    },
    end,
  };
}
