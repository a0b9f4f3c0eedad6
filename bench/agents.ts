// What does gathering cost the coordinator, and how late does it hear, by the number of agents?
//
// deno run -A bench/agents.ts [--agents 10,100,1000] [--seconds 10]
//
// A real nats-server (apt-get install nats-server), and one process that plays so many agents, each with a connection of its own:
// they beat, tell how far they are five times a second, tell a second with its histograms each second, and answer with what a real
// case measured. The coordinator does what it does in a run: it measures the clocks, starts all at one instant, merges the seconds
// and the answers. Its CPU time is that of this process alone. How late it hears of a second counts from the end of the second to
// when all have told of it and it is merged; the process with the agents, NATS and this one share the machine.

import { parseArgs } from "@std/cli";
import { model, run, scenario } from "@cassbench/cassbench";
import process from "node:process";
import { toBody } from "../src/agents/nats/body.ts";
import { openAgentChannels } from "../src/agents/nats/channel.ts";
import { measureOffset } from "../src/agents/nats/clock.ts";
import { connectNats } from "../src/agents/nats/connect.ts";
import { type Group, openGroup } from "../src/agents/nats/group.ts";
import { watchAgents } from "../src/agents/nats/registration.ts";
import type { AgentClock } from "../src/result/agent.ts";
import { plan } from "../src/run/plan.ts";
import {
  CarrierLost,
  type LoadCalls,
  type LoadNews,
  ownClock,
} from "../src/threads/load/carrier.ts";
import { carryTogether } from "../src/threads/load/together.ts";
import { startNats } from "../tests/support/nats.ts";
import { printPage } from "./lib/page.ts";
import { median } from "./lib/rounds.ts";

const options = parseArgs(Deno.args, { string: ["agents", "seconds"] });
const counts = (options.agents ?? "10,100,1000").split(",").map(Number);
const seconds = Number(options.seconds ?? 10);
const never = new AbortController().signal;

const User = model("user", { id: "uuid", name: "text" }, ["id"]);
const creates = scenario({
  name: "creates",
  models: [User],
  poolSizes: [Math.max(100, ...counts)],
  input: ({ faker }) => ({ id: faker.string.uuid(), name: faker.person.firstName() }),
  operation: (session, user) => session.create(User, user),
});

/** Milliseconds of CPU time that this process has taken. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What a real case of some seconds measured, as a file for the agents. */
async function measureOne(): Promise<string> {
  const { cases: [measured] } = await run(creates, { poolSizes: [100], duration: 5_000 });
  const file = await Deno.makeTempFile();
  await Deno.writeFile(file, toBody("a share", { measured, coordination: {}, startedAt: 0 }));
  return file;
}

async function allAreHere(group: Group, count: number): Promise<ReturnType<typeof watchAgents>> {
  const here = Promise.withResolvers<void>();
  const agents = watchAgents(group, {
    onChange: () => agents.all().size === count && here.resolve(),
  });
  await here.promise;
  return agents;
}

async function measure(url: string, count: number, file: string) {
  const agents = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.resolve("./lib/simulated_agents.ts")]
      .concat(url, String(count), String(seconds), file),
  }).spawn();
  const nats = await connectNats({ servers: url }, never);
  try {
    const group = await openGroup(nats, "bench");
    const watch = await allAreHere(group, count);
    const idle = { cpu: cpu(), at: performance.now() };
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const waiting = (cpu() - idle.cpu) / (performance.now() - idle.at) / count * 1_000;
    const channels = openAgentChannels(group, crypto.randomUUID());
    const clocks: AgentClock[] = [];
    const carriers = [...watch.all().values()].map((agent) => ({
      ...{ agent, threads: 1, channel: channels.to<LoadCalls, LoadNews>(agent.agent) },
      async measureClock() {
        const clock = await measureOffset(group, agent.agent);
        clocks.push(clock);
        return clock;
      },
      silentSince: () => watch.silentSince(agent.agent),
    }));
    const planned = plan(creates, { duration: seconds * 1_000 });
    const together = carryTogether(planned, carriers, {
      ...{ signal: never, grace: { stop: 1_000, close: 1_000 } },
    });
    const heard: { readonly at: number; readonly instant: number }[] = [];
    const before = { at: ownClock(), cpu: cpu() };
    let rss = 0, begun = before, lastSecond = before;
    const shared = await together.run(planned.cases[0]!, {
      onReady: () => Promise.resolve(),
      onStart: () => begun = { at: ownClock(), cpu: cpu() },
      onProgress() {},
      onSecond({ at }) {
        lastSecond = { at: ownClock(), cpu: cpu() };
        heard.push({ at, instant: lastSecond.at });
        rss = Math.max(rss, Deno.memoryUsage().rss);
      },
    });
    const ended = { at: ownClock(), cpu: cpu() };
    await channels.end(new CarrierLost("is let go"));
    watch.close();
    const late = heard.map(({ at, instant }) => instant - shared.startedAt - at);
    const sum = shared.parts?.reduce((all, part) => all + (part.measured?.operations ?? 0), 0);
    if (sum !== shared.measured.operations) throw new Error(`${sum} operations were merged wrong`);
    return {
      waiting,
      start: begun.at - before.at,
      uncertainty: Math.max(...clocks.map(({ uncertainty }) => uncertainty)),
      offset: Math.max(...clocks.map(({ offset }) => Math.abs(offset))),
      running: (lastSecond.cpu - begun.cpu) / count / seconds,
      late: { p50: median(late), most: Math.max(...late) },
      gathering: {
        wall: ended.at - shared.startedAt - seconds * 1_000,
        cpu: ended.cpu - lastSecond.cpu,
      },
      rss: Math.max(rss, Deno.memoryUsage().rss) / 2 ** 20,
    };
  } finally {
    await nats.close();
    agents.kill();
    await agents.status;
  }
}

const file = await measureOne();
const { size } = await Deno.stat(file);
const rows: string[][] = [];
for (const count of counts) {
  await using nats = await startNats();
  const one = await measure(nats.url, count, file);
  rows.push([
    String(count),
    `${one.waiting.toFixed(2)} ms`,
    `${one.start.toFixed(0)} ms`,
    `${one.offset.toFixed(3)} ± ${one.uncertainty.toFixed(3)} ms`,
    `${one.running.toFixed(2)} ms`,
    `${one.late.p50.toFixed(0)} / ${one.late.most.toFixed(0)} ms`,
    `${one.gathering.wall.toFixed(0)} ms, ${one.gathering.cpu.toFixed(0)} ms CPU`,
    `${one.rss.toFixed(0)} MiB`,
  ]);
}
await Deno.remove(file);
printPage({
  titles: [
    ...[
      "agents",
      "CPU for a beat",
      "until the start",
      "farthest clock",
      "CPU for an agent's second",
    ],
    ...["a second is heard late, p50 / max", "after the end", "memory"],
  ],
  rows,
  method: `${seconds} s each; an answer has ${(size / 1_024).toFixed(0)} KiB`,
  server: "nats-server of Debian",
});
Deno.exit(0);
