// How much faster is cassbench than the Python experiment it comes from?
//
// deno run -A bench/python_original.ts [--contact-points HOST:PORT]
//
// The original (cqlengine's Model, a gevent pool) and cassbench create users on the same Cassandra, in turn: the experiment's
// own 1,000 creates, and some seconds of them at pool 100 and 0 ms, so that neither the start of a client nor a Cassandra that
// still compiles itself counts. Goal there: ten times as many creates per second.

import { createSession } from "../src/cluster/driver/session.ts";
import { formatCount, formatPool } from "../src/result/format.ts";
import { openCluster } from "./lib/cluster.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import { createThroughCassbench, makeUsers, type Size } from "./lib/users.ts";
import { findPython, runOriginal } from "./python_original/run.ts";

/** Creates that take each about five seconds. */
const SUSTAINED = { original: 10_000, cassbench: 100_000 };
const ROUNDS = 5;
const EXPERIMENT: readonly Size[] = [0, 1, 5, 10].flatMap((latency) =>
  [1, 100].map((poolSize) => ({ operations: 1_000, poolSize, latency }))
);

const python = await findPython();
await using cluster = await openCluster(100);
const session = createSession(cluster.client, 0);
const users = makeUsers(SUSTAINED.cassbench);

/** How long each takes, in milliseconds. */
function ways(size: Size) {
  return {
    original: async () => (await runOriginal(python, cluster, size)).seconds * 1_000,
    async cassbench(): Promise<number> {
      const inputs = users.slice(0, size.operations);
      return (await createThroughCassbench(session, inputs, size)).elapsed;
    },
  };
}

function rate(operations: number, elapsed: number): number {
  return operations / elapsed * 1_000;
}

function row(title: string, rates: readonly [number, number], ratio: string): string[] {
  return [title, ...rates.map(formatCount), ratio];
}

function sized(operations: number) {
  return ways({ operations, poolSize: 100, latency: 0 });
}

const sustained = await interleave(ROUNDS, {
  original: async () => rate(SUSTAINED.original, await sized(SUSTAINED.original).original()),
  cassbench: async () => rate(SUSTAINED.cassbench, await sized(SUSTAINED.cassbench).cassbench()),
});
const rows = [row(
  "seconds of them, pool 100, 0 ms",
  [median(sustained.original), median(sustained.cassbench)],
  formatRatios(ratios(sustained.cassbench, sustained.original)),
)];
for (const size of EXPERIMENT) {
  const { operations, poolSize, latency } = size;
  const { original, cassbench } = ways(size);
  const elapsed = [await original(), await cassbench()] as const;
  const title = `${formatCount(operations)}, ${formatPool(poolSize)}, ${latency} ms`;
  const rates = [rate(operations, elapsed[0]), rate(operations, elapsed[1])] as const;
  rows.push(row(title, rates, (elapsed[0] / elapsed[1]).toFixed(2)));
}

printPage({
  titles: ["creates", "original, creates/s", "cassbench, creates/s", "times as fast"],
  rows,
  method:
    `The first line: medians (and range) of ${ROUNDS} rounds of ${
      formatCount(SUSTAINED.original)
    } and ` +
    `${formatCount(SUSTAINED.cassbench)} creates, after one that warms up; then one run each`,
  server: `Cassandra ${cluster.version}`,
});
