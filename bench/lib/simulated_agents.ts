/**
 * Agents without a load: each registers, beats, and tells and answers what a real one measured, in one process, with a
 * connection each.
 *
 * deno run -A bench/lib/simulated_agents.ts URL AGENTS SECONDS FILE
 */
import { connectNats } from "../../src/agents/nats/connect.ts";
import { answerAgentCalls } from "../../src/agents/nats/answering.ts";
import { fromBody } from "../../src/agents/nats/body.ts";
import { answerPings } from "../../src/agents/nats/clock.ts";
import { openGroup } from "../../src/agents/nats/group.ts";
import { announce, PROTOCOL } from "../../src/agents/nats/registration.ts";
import {
  type LoadCalls,
  type LoadNews,
  ownClock,
  type SharedCase,
} from "../../src/threads/load/carrier.ts";

const [servers = "", agents, seconds, file = ""] = Deno.args;
/** What each of them measured. */
const whole = fromBody(Deno.readFileSync(file)) as SharedCase;
const { signal } = new AbortController();

/** As often as a load tells how far it is, in milliseconds. */
const PROGRESS = 200;

/** Calls back at an instant of {@linkcode ownClock}. */
const at = (instant: number, callback: () => void) =>
  setTimeout(callback, Math.max(0, instant - ownClock()));

async function startAgent(agent: string): Promise<void> {
  const group = await openGroup(await connectNats({ servers }, signal, 60_000), "bench");
  const answering = answerAgentCalls<LoadCalls, LoadNews>(group, agent, {
    callsOf(run) {
      const started = Promise.withResolvers<number>();
      const tell = (news: LoadNews) => answering.tell(run, news);
      return {
        async run() {
          tell({ kind: "ready" });
          const startedAt = await started.promise;
          const ended = Promise.withResolvers<void>();
          for (let elapsed = PROGRESS; elapsed < Number(seconds) * 1_000; elapsed += PROGRESS) {
            at(
              startedAt + elapsed,
              () => tell({ kind: "progress", done: elapsed, elapsed, errors: 0 }),
            );
          }
          for (let number = 1; number <= Number(seconds); number++) {
            const { series } = whole.measured;
            const second = { ...series[number % series.length]!, at: number * 1_000 };
            at(startedAt + number * 1_000, () => tell({ kind: "second", second }));
          }
          at(startedAt + Number(seconds) * 1_000, ended.resolve);
          await ended.promise;
          return { ...whole, startedAt };
        },
        start: (instant = ownClock()) => started.resolve(instant),
        ...{ reached() {}, endEarly() {}, stop() {}, written: () => Promise.resolve([]) },
        close: () => Promise.resolve(),
      };
    },
    mayBeLost: ({ kind }) => kind !== "ready" && kind !== "earlyEnd",
  });
  answerPings(group, agent);
  announce(group, () => ({
    ...{ agent, host: "simulated", zone: "none", cpus: 2, cassbench: "0", deno: "0" },
    ...{ pid: Deno.pid, since: new Date().toISOString(), protocol: PROTOCOL },
  }));
}

const numbers = Array.from({ length: Number(agents) }, (_, number) => number);
for (let at = 0; at < numbers.length; at += 50) {
  await Promise.all(numbers.slice(at, at + 50).map((number) => startAgent(`a${number}`)));
}
