// Does the verdict tell a client that is the limit from one that is not?
//
// deno run -A bench/verdicts.ts [--contact-points HOST:PORT]
//
// Loads that a client carries easily, and loads that overburden it each in a way of its own, on a Cassandra: what the verdict says,
// and how the schedule was met.

import { type CaseResult, run, type RunOptions, type Scenario } from "@cassbench/cassbench";
import { formatCount, formatMs } from "../src/result/format.ts";
import { openCluster } from "./lib/cluster.ts";
import { printPage } from "./lib/page.ts";
import users from "./side_by_side/users.ts";

/** A load, and whether the client can carry it. */
interface Trial {
  readonly name: string;
  readonly isCarried: boolean;
  readonly options: RunOptions;
  readonly scenario?: Scenario;
}

const stalling = {
  name: "stalling",
  rate: [200],
  async operation() {
    await Promise.resolve();
    if (Math.random() < 0.005) {
      for (const start = performance.now(); performance.now() < start + 300;);
    }
  },
} satisfies Scenario;

const TRIALS: readonly Trial[] = [
  { name: "one at a time", isCarried: true, options: { poolSizes: [1] } },
  {
    name: "10 at a time, 5 ms injected",
    isCarried: true,
    options: { poolSizes: [10], latency: [5] },
  },
  {
    name: "100 at a time, 100 ms injected",
    isCarried: true,
    options: { poolSizes: [100], latency: [100] },
  },
  ...[100, 500, 1_000].map((rate) => ({
    name: `${rate} a second`,
    isCarried: true,
    options: { rate: [rate] },
  })),
  { name: "100,000 a second", isCarried: false, options: { rate: [100_000] } },
  {
    name: "100,000 a second, dropping",
    isCarried: false,
    options: { rate: [100_000], overflow: "drop" },
  },
  {
    name: "1,000 a second with 1 in flight and 5 ms",
    isCarried: false,
    options: { rate: [1_000], poolSizes: [1], latency: [5] },
  },
  { name: "stalls of 300 ms", isCarried: false, options: {}, scenario: stalling },
];

await using cluster = await openCluster(1_000);
const target = { contactPoints: [`${cluster.host}:${cluster.port}`] };

async function measure({ scenario = users as Scenario, options }: Trial): Promise<CaseResult> {
  const { cases: [measured] } = await run(scenario, {
    duration: 3_000,
    warmup: 500,
    ...options,
    target,
  });
  return measured!;
}

const rows: string[][] = [];
for (const trial of TRIALS) {
  const { verdict, throughput, client, responseTime } = await measure(trial);
  rows.push([
    trial.name,
    trial.isCarried ? "yes" : "no",
    verdict.valid ? "valid" : verdict.reasons.map(({ code }) => code).join(", "),
    formatCount(throughput),
    ((client.cpu - client.spinning) * 100).toFixed(0),
    (client.eventLoopLag?.p99 ?? 0).toFixed(1),
    responseTime === null ? "–" : formatMs(responseTime.p99),
  ]);
}

printPage({
  titles: ["load", "carried", "verdict", "ops/s", "busy %", "lag p99 ms", "p99 ms"],
  rows,
  method: "One run of 3 s each",
  server: `Cassandra ${cluster.version}`,
});
Deno.exit();
