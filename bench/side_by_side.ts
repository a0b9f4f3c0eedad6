// How does cassbench do beside the tools people use: the bare driver, latte, and the Python experiment it comes from?
//
// deno run -A bench/side_by_side.ts [--contact-points HOST:PORT | --null] [--seconds 8] [--rounds 5] [--latte PATH]
//
// All create users on the same Cassandra, 100 in flight, in turn, each in a process of its own with a warm-up of its own; what is
// not installed is left out. With --null they ask a server that answers at once. Goals of `wire`: 1.1 times latte's throughput
// and 0.4 times its CPU time; of a server that answers at once, 2.5 and 0.33 times, with one thread each.

import { parseArgs } from "@std/cli";
import { fileURLToPath } from "node:url";
import { formatCount, formatMs } from "../src/result/format.ts";
import { openCluster } from "./lib/cluster.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { startNullServer } from "./lib/start_null_server.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import { findPython, runOriginal } from "./python_original/run.ts";
import { runLatte } from "./side_by_side/latte.ts";
import { capture, isThere, type SideLoad, type SideReading } from "./side_by_side/reading.ts";

const WARMUP_SECONDS = 2;
const POOL_SIZE = 100;
/** As many creates as the original makes in a second, so that it, too, runs for about as long. */
const ORIGINAL_RATE = 1_500;

const options = parseArgs(Deno.args, {
  string: ["contact-points", "seconds", "rounds", "latte"],
  boolean: ["null"],
});
const { latte = "latte" } = options;
const seconds = Number(options.seconds ?? 8);
const rounds = Number(options.rounds ?? 5);

await using nullServer = options.null ? await startNullServer() : undefined;
await using cluster = await openCluster(POOL_SIZE, nullServer?.contactPoint);
const { host, port } = cluster;
const load: SideLoad = { host, port, poolSize: POOL_SIZE, seconds, warmupSeconds: WARMUP_SECONDS };

async function ownProcess(file: string, ...args: string[]): Promise<SideReading> {
  const path = fileURLToPath(new URL(`side_by_side/${file}`, import.meta.url));
  const deno = ["run", "-A", "--quiet", path, JSON.stringify(load), ...args];
  return JSON.parse(await capture(Deno.execPath(), deno));
}

const ways: Record<string, () => Promise<SideReading>> = {
  "bare driver on Deno": () => ownProcess("bare_driver.ts"),
  "cassbench, driver": () => ownProcess("cassbench.ts", "driver", "1"),
  "cassbench, driver, 2 threads": () => ownProcess("cassbench.ts", "driver", "2"),
  "cassbench, wire": () => ownProcess("cassbench.ts", "wire", "1"),
  "cassbench, wire, 2 threads": () => ownProcess("cassbench.ts", "wire", "2"),
};
const hasLatte = await isThere(latte, "--version");
if (hasLatte) ways["latte"] = () => runLatte(latte, load);
const python = options.null ? undefined : await findPython().catch(() => undefined);
if (python !== undefined) {
  const size = { operations: seconds * ORIGINAL_RATE, poolSize: POOL_SIZE };
  ways["Python original"] = () => runOriginal(python, cluster, size);
}

const measured = await interleave(rounds, ways);
const of = (way: string, field: keyof SideReading) =>
  (measured[way] ?? []).map((reading) => reading[field]);
const base = hasLatte ? "latte" : "bare driver on Deno";

printPage({
  titles: [
    "creates, pool 100",
    "creates/s",
    "p50 ms",
    "p99 ms",
    "CPU µs each",
    `creates/s to ${base}`,
    `CPU to ${base}`,
  ],
  rows: Object.keys(ways).map((way) => [
    way,
    formatCount(median(of(way, "throughput"))),
    formatMs(median(of(way, "p50"))),
    formatMs(median(of(way, "p99"))),
    median(of(way, "cpu")).toFixed(1),
    formatRatios(ratios(of(way, "throughput"), of(base, "throughput"))),
    formatRatios(ratios(of(way, "cpu"), of(base, "cpu"))),
  ]),
  method:
    `Medians of ${rounds} rounds of ${seconds} s each, after one that warms Cassandra up; ratios are of the ` +
    "same round, median and range; CPU time is the whole process's",
  server: options.null ? "a server that answers at once" : `Cassandra ${cluster.version}`,
});
