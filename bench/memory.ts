// Does cassbench's memory grow with the number of operations?
//
// deno run -A bench/memory.ts [--contact-points HOST:PORT]
//
// Three million creates in a pool of 100, inputs made as in a run, the server in another process. Every 50,000 operations, while
// no request is in flight, garbage is collected and memory read. What grows after the first 500,000 would be a leak. A server
// that is too slow for three million in six minutes gets fewer.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createSession } from "../src/cluster/driver/session.ts";
import { runLoad } from "../src/engine/load.ts";
import { formatCount } from "../src/result/format.ts";
import type { InputContext } from "../src/scenario/scenario.ts";
import { openCluster } from "./lib/cluster.ts";
import { printPage } from "./lib/page.ts";
import { mean } from "./lib/rounds.ts";
import { assertNoErrors, users, usersLoad } from "./lib/users.ts";

const OPERATIONS = 3_000_000;
const SAMPLE_EVERY = 50_000;
const SETTLED = 500_000;
const SHOWN_EVERY = 500_000;
/** Milliseconds. */
const LONGEST = 360_000;
const MEBIBYTE = 2 ** 20;

interface Sample {
  readonly operations: number;
  /** In MiB. */
  readonly rss: number;
  /** In MiB, of live objects. */
  readonly heap: number;
}

const samples: Sample[] = [];

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function sample(operations: number): void {
  collectGarbage();
  const { rss, heapUsed } = Deno.memoryUsage();
  samples.push({ operations, rss: rss / MEBIBYTE, heap: heapUsed / MEBIBYTE });
}

/** MiB per 100,000 operations: the slope of the line through the settled samples. */
function trend(field: "rss" | "heap"): number {
  const settled = samples.filter(({ operations }) => operations >= SETTLED);
  const x = mean(settled.map(({ operations }) => operations));
  const y = mean(settled.map((sample) => sample[field]));
  const slope = mean(settled.map((s) => (s.operations - x) * (s[field] - y))) /
    mean(settled.map((s) => (s.operations - x) ** 2));
  return slope * 100_000;
}

function growth(field: "rss" | "heap"): number {
  const settled = samples.filter(({ operations }) => operations >= SETTLED);
  return (settled.at(-1)?.[field] ?? NaN) - (settled[0]?.[field] ?? NaN);
}

await using cluster = await openCluster(100);
const session = createSession(cluster.client, 0);
const sampled = {
  ...users,
  // The engine makes inputs a block at a time, between two stretches of operations.
  input(context: InputContext) {
    if (context.index % SAMPLE_EVERY === 0) sample(context.index);
    return users.input?.(context);
  },
};
const load = usersLoad(session, { poolSize: 100, operations: OPERATIONS }, sampled);
const result = await runLoad({ ...load, signal: AbortSignal.timeout(LONGEST) });
assertNoErrors(result);

printPage({
  titles: ["operations", "rss MiB", "heap MiB"],
  rows: [
    ...samples.filter(({ operations }) => operations % SHOWN_EVERY === 0)
      .map((s) => [formatCount(s.operations), s.rss.toFixed(1), s.heap.toFixed(1)]),
    [
      `from ${formatCount(SETTLED)} on: growth`,
      growth("rss").toFixed(1),
      growth("heap").toFixed(2),
    ],
    ["trend per 100,000", trend("rss").toFixed(2), trend("heap").toFixed(3)],
  ],
  method: `${formatCount(result.operations)} operations, ${
    formatCount(result.throughput)
  } per second, a sample every ${
    formatCount(SAMPLE_EVERY)
  } operations; the trend is a straight line's through them`,
  server: `Cassandra ${cluster.version}`,
});
