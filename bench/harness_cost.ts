// What does cassbench cost per operation, on top of the driver it drives?
//
// deno run -A bench/harness_cost.ts [--contact-points HOST:PORT]
//
// The same creates by the same client, through cassbench and by a bare loop of workers, in turn. CPU time is the main
// thread's, where both do all their work; making the inputs is outside. Goal: cassbench takes at most 1.05 times the loop's.

import { formatCount } from "../src/report/format.ts";
import { createSession } from "../src/target/session.ts";
import { openCluster } from "./lib/cluster.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, pick, ratios, read, type Reading } from "./lib/rounds.ts";
import { createThroughCassbench, makeUsers } from "./lib/users.ts";
import { bareCreate, runWorkers } from "./lib/workers.ts";

const OPERATIONS = 50_000;
const POOL_SIZE = 100;
const ROUNDS = 5;

await using cluster = await openCluster(POOL_SIZE);
const { client } = cluster;
const session = createSession(client);
const users = makeUsers(OPERATIONS);

const { cassbench, bare } = await interleave(ROUNDS, {
  cassbench: () =>
    read(OPERATIONS, () => createThroughCassbench(session, users, { poolSize: POOL_SIZE })),
  bare: () =>
    read(OPERATIONS, () => runWorkers(POOL_SIZE, users, (user) => bareCreate(client, user))),
});

function row(name: string, readings: readonly Reading[]): string[] {
  const cpu = median(pick(readings, "cpu"));
  return [name, cpu.toFixed(1), formatCount(median(pick(readings, "throughput")))];
}

printPage({
  titles: [`creates, pool ${POOL_SIZE}`, "CPU µs per operation", "operations/s"],
  rows: [
    row("cassbench", cassbench),
    row("bare loop over client.execute", bare),
    [
      "ratio: median (range)",
      formatRatios(ratios(pick(cassbench, "cpu"), pick(bare, "cpu"))),
      formatRatios(ratios(pick(cassbench, "throughput"), pick(bare, "throughput"))),
    ],
  ],
  method: `Medians of ${ROUNDS} rounds of ${formatCount(OPERATIONS)} operations each`,
  server: `Cassandra ${cluster.version}`,
});
