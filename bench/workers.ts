// How much more do two workers do than one, where the server is not the limit?
//
// deno run -A bench/workers.ts [--rounds 7] [--client wire]
//
// Creates in a pool of 100 per worker, in turn with one worker and with two, against a server that answers at once and does nothing
// (bench/lib/null_server.ts). It still needs some processor time, which is measured: with more than the machine has left, it
// would be the limit. Goal: at least 1.7 times as many.

import { parseArgs } from "@std/cli";
import { type Client, run } from "@cassbench/cassbench";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { formatCount } from "../src/result/format.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { startNullServer } from "./lib/start_null_server.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import users from "./side_by_side/users.ts";

const POOL_PER_WORKER = 100;
const DURATION = 4_000;
const options = parseArgs(Deno.args, { string: ["rounds", "client"] });
const rounds = Number(options.rounds ?? 7);
const client = (options.client ?? "driver") as Client;
const file = fileURLToPath(import.meta.resolve("./side_by_side/users.ts"));

await using server = await startNullServer();
const target = { contactPoints: [server.contactPoint] };

/** Microseconds for which the server has run. */
function serverCpu(): number {
  const [user = 0, system = 0] = Deno.readTextFileSync(`/proc/${server.pid}/stat`).split(" ")
    .slice(13, 15).map(Number);
  return (user + system) * 10_000;
}

async function measure(workers: number) {
  const poolSizes = [POOL_PER_WORKER * workers];
  const [cpuBefore, serverBefore] = [process.cpuUsage(), serverCpu()];
  const result = await run(users, {
    target,
    poolSizes,
    client: [client],
    duration: DURATION,
    warmup: 1_000,
    workers,
    file,
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const [measured] = result.cases;
  if (!measured || measured.errors.total > 0) throw new Error(JSON.stringify(result.warnings));
  const operations = measured.operations + measured.warmup.operations;
  return {
    throughput: measured.throughput,
    client: (user + system) / operations,
    server: (serverCpu() - serverBefore) / operations,
  };
}

const measured = await interleave(rounds, { one: () => measure(1), two: () => measure(2) });
type Reading = (typeof measured.one)[number];
const of = (readings: readonly Reading[], field: keyof Reading) =>
  readings.map((reading) => reading[field]);

printPage({
  titles: ["workers", "creates/s", "to one", "client CPU µs each", "server CPU µs each"],
  rows: ([["1", measured.one], ["2", measured.two]] as const).map(([title, readings]) => [
    title,
    formatCount(median(of(readings, "throughput"))),
    formatRatios(ratios(of(readings, "throughput"), of(measured.one, "throughput"))),
    median(of(readings, "client")).toFixed(1),
    median(of(readings, "server")).toFixed(1),
  ]),
  method: `Medians of ${rounds} rounds of ${DURATION / 1_000} s each, after one that warms up`,
  server: "a server that does nothing",
});
Deno.exit();
