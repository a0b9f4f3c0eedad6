// What does cassbench cost per operation, on top of the driver it drives?
//
// deno run -A bench/harness_cost.ts [--contact-points HOST:PORT]
//
// The same creates by the same client, through cassbench and by a bare loop of workers, in turn; making the inputs is outside.
// CPU time is the main thread's, where both do all their work. Then both again with a client that answers at once, which
// measures what cassbench adds without the server's noise. Goal: at most 1.05 times the bare loop's CPU time.

import type cassandra from "cassandra-driver";
import { createSession } from "../src/cluster/driver/session.ts";
import { formatCount } from "../src/result/format.ts";
import { openCluster } from "./lib/cluster.ts";
import { instantClient } from "./lib/instant_client.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, mean, median, pick, ratios, read } from "./lib/rounds.ts";
import { createThroughCassbench, makeUsers } from "./lib/users.ts";
import { bareCreate, runWorkers } from "./lib/workers.ts";

const OPERATIONS = 30_000;
const POOL_SIZE = 100;
const ROUNDS = 9;
const INSTANT_ROUNDS = 99;

await using cluster = await openCluster(POOL_SIZE);
const users = makeUsers(OPERATIONS);

function ways(client: cassandra.Client) {
  const session = createSession(client, 0);
  return {
    cassbench: () =>
      read(OPERATIONS, () => createThroughCassbench(session, users, { poolSize: POOL_SIZE })),
    bare: () =>
      read(OPERATIONS, () => runWorkers(POOL_SIZE, users, (user) => bareCreate(client, user))),
  };
}

const served = await interleave(ROUNDS, ways(cluster.client));
const [first] = users;
const answer = await bareCreate(cluster.client, first!);
const instant = await interleave(INSTANT_ROUNDS, ways(instantClient(cluster.client, answer)));

type Way = keyof typeof served;
const cpu = (way: Way) => pick(served[way], "cpu");
const throughput = (way: Way) => pick(served[way], "throughput");
const around = (way: Way) => mean(pick(instant[way], "cpu"));
const added = around("cassbench") - around("bare");

const row = (title: string, way: Way) => [
  title,
  median(cpu(way)).toFixed(1),
  formatCount(median(throughput(way))),
  around(way).toFixed(2),
];

printPage({
  titles: [
    `creates, pool ${POOL_SIZE}`,
    "CPU µs per operation",
    "operations/s",
    "CPU µs, answered at once",
  ],
  rows: [
    row("cassbench", "cassbench"),
    row("bare loop over client.execute", "bare"),
    [
      "ratio: median (range)",
      formatRatios(ratios(cpu("cassbench"), cpu("bare"))),
      formatRatios(ratios(throughput("cassbench"), throughput("bare"))),
      `${added.toFixed(2)} more`,
    ],
    ["ratio, server's noise left out", (1 + added / median(cpu("bare"))).toFixed(2), "", ""],
  ],
  method: `Medians of ${ROUNDS} rounds of ${formatCount(OPERATIONS)} operations each, ` +
    `mean of ${INSTANT_ROUNDS} where answered at once; the last line is what these add to the bare loop's CPU time`,
  server: `Cassandra ${cluster.version}`,
});
