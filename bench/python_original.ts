// How much faster is cassbench than the Python experiment it comes from?
//
// deno run -A bench/python_original.ts [--contact-points HOST:PORT]
//
// The original (cqlengine's Model, a gevent pool) and cassbench create users on the same Cassandra, in turn: the experiment's
// own 1,000 creates, and enough at pool 100 and 0 ms that starting to run no longer counts. Goal there: ten times as many
// creates per second.

import { formatCount, formatDuration, formatPool } from "../src/report/format.ts";
import { createSession } from "../src/target/session.ts";
import { openCluster } from "./lib/cluster.ts";
import { formatRatios, printPage } from "./lib/page.ts";
import { interleave, median, ratios } from "./lib/rounds.ts";
import { createThroughCassbench, makeUsers, type Size } from "./lib/users.ts";
import { findPython, runOriginal } from "./python_original/run.ts";

const SUSTAINED: Size = { operations: 10_000, poolSize: 100, latency: 0 };
const ROUNDS = 5;
const EXPERIMENT: readonly Size[] = [0, 1, 5, 10].flatMap((latency) =>
  [1, 100].map((poolSize) => ({ operations: 1_000, poolSize, latency }))
);

const python = await findPython();
await using cluster = await openCluster(100);
const session = createSession(cluster.client);
const users = makeUsers(SUSTAINED.operations);

/** How long each takes, in milliseconds. */
function ways(size: Size) {
  return {
    original: () => runOriginal(python, cluster, size),
    async cassbench(): Promise<number> {
      const inputs = users.slice(0, size.operations);
      return (await createThroughCassbench(session, inputs, size)).elapsed;
    },
  };
}

function row(size: Size, original: number, cassbench: number, ratio: string): string[] {
  const { operations, poolSize, latency } = size;
  return [
    `${formatCount(operations)}, ${formatPool(poolSize)}, ${latency} ms`,
    ...[original, cassbench].flatMap((elapsed) => [
      formatDuration(elapsed),
      formatCount(operations / elapsed * 1_000),
    ]),
    ratio,
  ];
}

const sustained = await interleave(ROUNDS, ways(SUSTAINED));
const ratio = formatRatios(ratios(sustained.original, sustained.cassbench));
const rows = [row(SUSTAINED, median(sustained.original), median(sustained.cassbench), ratio)];
for (const size of EXPERIMENT) {
  const { original, cassbench } = ways(size);
  const elapsed = [await original(), await cassbench()] as const;
  rows.push(row(size, ...elapsed, (elapsed[0] / elapsed[1]).toFixed(2)));
}

printPage({
  titles: ["creates", "original", "creates/s", "cassbench", "creates/s", "times as fast"],
  rows,
  method: `The first line: medians (and range) of ${ROUNDS} rounds; then one run each`,
  server: `Cassandra ${cluster.version}`,
});
