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

const EXPERIMENT: readonly Size[] = [0, 1, 5, 10].flatMap((latency) =>
  [1, 100].map((poolSize) => ({ operations: 1_000, poolSize, latency }))
);
const SUSTAINED: Size = { operations: 20_000, poolSize: 100, latency: 0 };
const ROUNDS = 3;

const python = await findPython();
await using cluster = await openCluster(100);
const session = createSession(cluster.client);
const users = makeUsers(SUSTAINED.operations);

/** Milliseconds of each round. */
function measure(size: Size, rounds: number): Promise<Record<"original" | "cassbench", number[]>> {
  return interleave(rounds, {
    original: () => runOriginal(python, cluster, size),
    async cassbench() {
      const inputs = users.slice(0, size.operations);
      return (await createThroughCassbench(session, inputs, size)).elapsed;
    },
  });
}

async function row(size: Size, rounds: number): Promise<string[]> {
  const { original, cassbench } = await measure(size, rounds);
  return [
    `${formatCount(size.operations)}, ${formatPool(size.poolSize)}, ${size.latency} ms`,
    ...[original, cassbench].flatMap((elapsed) => [
      formatDuration(median(elapsed)),
      formatCount(size.operations / median(elapsed) * 1_000),
    ]),
    formatRatios(ratios(original, cassbench)),
  ];
}

const rows = [await row(SUSTAINED, ROUNDS)];
// Once each, warmed up by the above: with latency, sleeping is nearly all of it.
for (const size of EXPERIMENT) rows.push(await row(size, 1));

printPage({
  titles: ["creates", "original", "creates/s", "cassbench", "creates/s", "cassbench is faster by"],
  rows,
  method: `The first line: medians (and range) of ${ROUNDS} rounds; the others: one run each`,
  server: `Cassandra ${cluster.version}`,
});
