// Does cassbench keep up with a plain loop when 1,000 operations are in flight, each after 5 ms of injected latency?
//
// deno run -A bench/pool_1000.ts [--contact-points HOST:PORT]
//
// In the plain loop each of 1,000 workers sleeps 5 ms with setTimeout and then creates a user. Goal: at least 0.95 of its
// throughput. Here pooledMap per operation, and a timer per sleeper, would show.

import { createSession } from "../src/cluster/driver/session.ts";
import { formatCount } from "../src/result/format.ts";
import { openCluster } from "./lib/cluster.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, pick, ratios, read, type Reading } from "./lib/rounds.ts";
import { createThroughCassbench, makeUsers } from "./lib/users.ts";
import { bareCreate, runWorkers } from "./lib/workers.ts";

const OPERATIONS = 50_000;
const POOL_SIZE = 1_000;
const LATENCY = 5;
const ROUNDS = 5;

await using cluster = await openCluster(POOL_SIZE);
const { client } = cluster;
const session = createSession(client, 0);
const users = makeUsers(OPERATIONS);

const { cassbench, plain } = await interleave(ROUNDS, {
  cassbench: () =>
    read(
      OPERATIONS,
      () => createThroughCassbench(session, users, { poolSize: POOL_SIZE, latency: LATENCY }),
    ),
  plain: () =>
    read(OPERATIONS, () =>
      runWorkers(POOL_SIZE, users, async (user) => {
        await new Promise((wake) => setTimeout(wake, LATENCY));
        await bareCreate(client, user);
      })),
});

function row(name: string, readings: readonly Reading[]): string[] {
  const cpu = median(pick(readings, "cpu"));
  return [name, cpu.toFixed(1), formatCount(median(pick(readings, "throughput")))];
}

printPage({
  titles: [
    `creates, pool ${formatCount(POOL_SIZE)}, ${LATENCY} ms`,
    "CPU µs per operation",
    "operations/s",
  ],
  rows: [
    row("cassbench", cassbench),
    row("plain loop", plain),
    [
      "ratio: median (range)",
      formatRatios(ratios(pick(cassbench, "cpu"), pick(plain, "cpu"))),
      formatRatios(ratios(pick(cassbench, "throughput"), pick(plain, "throughput"))),
    ],
  ],
  method: `Medians of ${ROUNDS} rounds of ${formatCount(OPERATIONS)} operations each`,
  server: `Cassandra ${cluster.version}`,
});
