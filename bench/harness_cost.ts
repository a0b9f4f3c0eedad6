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

const cpu = { cassbench: pick(cassbench, "cpu"), bare: pick(bare, "cpu") };
const leastRatio = Math.min(...cpu.cassbench) / Math.min(...cpu.bare);

function row(name: string, readings: readonly Reading[]): string[] {
  const cpu = pick(readings, "cpu");
  const throughput = median(pick(readings, "throughput"));
  return [name, median(cpu).toFixed(1), Math.min(...cpu).toFixed(1), formatCount(throughput)];
}

printPage({
  titles: [`creates, pool ${POOL_SIZE}`, "CPU µs per operation", "least", "operations/s"],
  rows: [
    row("cassbench", cassbench),
    row("bare loop over client.execute", bare),
    [
      "ratio: median (range)",
      formatRatios(ratios(cpu.cassbench, cpu.bare)),
      leastRatio.toFixed(2),
      formatRatios(ratios(pick(cassbench, "throughput"), pick(bare, "throughput"))),
    ],
  ],
  method: `Medians of ${ROUNDS} rounds of ${formatCount(OPERATIONS)} operations each; the least ` +
    "of them is what other load on the machine disturbed least",
  server: `Cassandra ${cluster.version}`,
});
