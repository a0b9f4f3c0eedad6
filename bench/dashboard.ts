// What does the dashboard cost a run?
//
// deno run -A bench/dashboard.ts [--rounds 20] [--client wire]
//
// Creates in a pool of 100 against a server that answers at once (bench/lib/null_server.ts), in turn without a dashboard, with
// one that nobody looks at, and with one that a page is open of: another process reads its events and fetches each report.
// Each round gives one ratio; what is shown is their geometric mean with 95 % confidence, of the throughput and of the CPU time
// that the load's thread takes per create, which does not depend on what else the machine does. Goal: below 1 %.

import { parseArgs } from "@std/cli";
import { type Client, run } from "@cassbench/cassbench";
import process from "node:process";
import { startDashboard } from "../src/cli/dashboard/dashboard.ts";
import { ratioInterval } from "../src/result/conclude/estimates.ts";
import { formatCount } from "../src/result/format.ts";
import { printPage } from "./lib/page.ts";
import { interleave, median } from "./lib/rounds.ts";
import { startNullServer } from "./lib/start_null_server.ts";
import users from "./side_by_side/users.ts";

const DURATION = 2_000;
const options = parseArgs(Deno.args, { string: ["rounds", "client"] });
const rounds = Number(options.rounds ?? 20);
const client = (options.client ?? "wire") as Client;

await using server = await startNullServer();
const target = { contactPoints: [server.contactPoint] };

type Observe = NonNullable<Parameters<typeof run>[1]>["onProgress"];

async function measure(onProgress?: Observe) {
  const cpuBefore = process.threadCpuUsage();
  const result = await run(users, {
    ...{ target, poolSizes: [100], client: [client], duration: DURATION, warmup: 300 },
    ...onProgress && { onProgress },
  });
  const { user, system } = process.threadCpuUsage(cpuBefore);
  const [measured] = result.cases;
  if (!measured || measured.errors.total > 0) throw new Error(JSON.stringify(result.warnings));
  const operations = measured.operations + measured.warmup.operations;
  return { throughput: measured.throughput, cpu: (user + system) / operations };
}

async function measureShown(isWatched: boolean) {
  const dashboard = await startDashboard(0, users.name);
  const page = isWatched ? openPage(dashboard.address) : undefined;
  try {
    return await measure(dashboard.observe);
  } finally {
    page?.kill();
    await page?.status;
    await dashboard.stop();
  }
}

/** What an open page asks for, in a process of its own. */
function openPage(address: string): Deno.ChildProcess {
  const code = `
    const { body } = await fetch("${address}events");
    for await (const text of body.pipeThrough(new TextDecoderStream())) {
      if (text.includes("event: report")) await (await fetch("${address}report")).text();
    }`;
  return new Deno.Command(Deno.execPath(), { args: ["eval", "-q", code] }).spawn();
}

const measured = await interleave(rounds, {
  without: () => measure(),
  unseen: () => measureShown(false),
  watched: () => measureShown(true),
});
const NO_RATIO = { mean: NaN, low: NaN, high: NaN };
type Reading = (typeof measured.without)[number];

function compare(readings: readonly Reading[], field: keyof Reading): string {
  const of = (all: readonly Reading[]) => all.map((reading) => reading[field]);
  const { mean, low, high } = ratioInterval(of(measured.without), of(readings)) ?? NO_RATIO;
  const [ratio, from, to] = [mean, low, high].map((value) => value.toFixed(3));
  return `${ratio} (${from} to ${to})`;
}

printPage({
  titles: ["dashboard", "creates/s", "to none", "thread's CPU µs each", "to none"],
  rows: Object.entries(measured).map(([title, readings]) => [
    title === "without" ? "none" : title,
    formatCount(median(readings.map(({ throughput }) => throughput))),
    title === "without" ? "" : compare(readings, "throughput"),
    median(readings.map(({ cpu }) => cpu)).toFixed(2),
    title === "without" ? "" : compare(readings, "cpu"),
  ]),
  method:
    `Medians of ${rounds} rounds of ${DURATION / 1_000} s each, after one that warms up; ratios ` +
    "are geometric means with 95 % confidence",
  server: "a server that does nothing",
});
Deno.exit();
