// What does the dashboard cost a run?
//
// deno run -A bench/dashboard.ts [--rounds 30] [--client wire]
//
// One run of creates in a pool of 100 against a server that answers at once (bench/lib/null_server.ts). Another process reads
// the events and the reports, as an open page does. In each round of four seconds the dashboard is told of the run in the second
// and third (in every other round, in the first and fourth), and not in the others, so that what else the machine does falls on
// both alike. A round gives one ratio of what the creates took; what is shown is their geometric mean with 95 % confidence. Beside
// it stands what all of the process takes when hundreds of such seconds are told at once. Goal: below 1 %.

import { delay } from "@std/async";
import { parseArgs } from "@std/cli";
import { type Client, type Progress, run } from "@cassbench/cassbench";
import process from "node:process";
import { startDashboard } from "../src/cli/dashboard/dashboard.ts";
import { ratioInterval } from "../src/result/conclude/estimates.ts";
import { printPage } from "./lib/page.ts";
import { startNullServer } from "./lib/start_null_server.ts";
import users from "./side_by_side/users.ts";

/** The seconds of a round; the first one of a run is left out, as it warms up. */
const ROUND = 4;
/** Seconds that are told at once, and how often a case that runs is told of in each. */
const TOLD = { seconds: 500, running: 5 };

const options = parseArgs(Deno.args, { string: ["rounds", "client"] });
const rounds = Number(options.rounds ?? 30);
const client = (options.client ?? "wire") as Client;

/** Whether the dashboard is told in a second of the run: off, on, on, off, on, off, off, on, and so on. */
function isTold(second: number): boolean {
  const isInner = [1, 2].includes(second % ROUND);
  return Math.floor(second / ROUND) % 2 === 0 ? isInner : !isInner;
}

/** Milliseconds of CPU time that this thread has taken. */
function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
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

/** What a second took. */
interface Reading {
  readonly operations: number;
  /** Milliseconds of the load's thread. */
  readonly cpu: number;
}

await using server = await startNullServer();
const dashboard = await startDashboard(0, users.name);
const page = openPage(dashboard.address);
const readings: Reading[] = [];
let cpuBefore = threadCpu(), lastSecond: Progress | undefined, lastRunning: Progress | undefined;

await run(users, {
  target: { contactPoints: [server.contactPoint] },
  ...{ poolSizes: [100], client: [client], duration: (rounds * ROUND + 1) * 1_000, warmup: 1_000 },
  onProgress(progress) {
    if (progress.type === "second") {
      const cpu = threadCpu();
      readings.push({ operations: progress.second.operations, cpu: cpu - cpuBefore });
      cpuBefore = cpu;
      lastSecond = progress;
    }
    if (progress.type === "running") lastRunning = progress;
    // Of a second it is told when that is over, in the next one.
    if (isTold(readings.length - 1)) dashboard.observe(progress);
  },
});

function sumUp(round: number, told: boolean): Reading {
  const seconds = Array.from({ length: ROUND }, (_, at) => round * ROUND + at);
  const of = seconds.filter((second) => isTold(second) === told)
    .map((second) => readings[second + 1] ?? { operations: NaN, cpu: NaN });
  return of.reduce((a, b) => ({ operations: a.operations + b.operations, cpu: a.cpu + b.cpu }));
}

function compare(figure: (reading: Reading) => number): string {
  const [without, with_] = [false, true].map((told) =>
    Array.from({ length: rounds }, (_, round) => figure(sumUp(round, told)))
  );
  const { mean, low, high } = ratioInterval(without ?? [], with_ ?? []) ??
    { mean: NaN, low: NaN, high: NaN };
  const [ratio, from, to] = [mean, low, high].map((value) => value.toFixed(3));
  return `${ratio} (${from} to ${to})`;
}

/** Milliseconds of CPU time that this thread and all of the process take for a second that is told. */
async function tellMany(): Promise<{ thread: number; process: number }> {
  await delay(1_000);
  const [thread, whole] = [threadCpu(), process.cpuUsage()];
  for (let second = 0; second < TOLD.seconds; second++) {
    for (let times = 0; times < TOLD.running; times++) dashboard.observe(lastRunning as Progress);
    dashboard.observe(lastSecond as Progress);
  }
  const own = threadCpu() - thread;
  await delay(6_000);
  const { user, system } = process.cpuUsage(whole);
  return { thread: own / TOLD.seconds, process: (user + system) / 1_000 / TOLD.seconds };
}

const told = await tellMany();
page.kill();
await page.status;
await dashboard.stop();

printPage({
  titles: ["", "with a dashboard to without"],
  rows: [
    ["creates per second", compare(({ operations }) => operations)],
    ["the thread's CPU time per create", compare(({ cpu, operations }) => cpu / operations)],
    ["its CPU time to tell of a second", `${told.thread.toFixed(2)} ms, ${share(told.thread)}`],
    ["that of the whole process", `${told.process.toFixed(2)} ms, ${share(told.process)}`],
  ],
  method:
    `${rounds} rounds of ${ROUND} s in one run of the client ${client}, told in half of the ` +
    "seconds, with a page open",
  server: "a server that does nothing",
});
Deno.exit();

function share(ms: number): string {
  return `${(ms / 10).toFixed(2)} % of a core`;
}
