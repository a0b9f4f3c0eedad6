// How precisely are the operations of an open load sent, and what does waiting for the instant cost?
//
// deno run -A bench/pacing.ts
//
// Open loads whose operations end at once, so that only the sending is measured: wait time is from due to sent. Goal: a median of at
// most 0.2 ms at 1,000 a second, by one core at most.

import { run, scenario } from "@cassbench/cassbench";
import { formatCount, formatRate } from "../src/result/format.ts";
import { printPage } from "./lib/page.ts";

const nothing = scenario({ name: "nothing", operation: () => Promise.resolve() });
const { cases } = await run(nothing, {
  rate: [100, 1_000, 5_000, 20_000],
  duration: 5_000,
});

printPage({
  titles: [
    "a second",
    "sent",
    "wait p50 ms",
    "p90",
    "p99",
    "max",
    "CPU of a core",
    "of it waiting",
  ],
  rows: cases.map(({ schedule, waitTime, client }) => [
    formatCount(schedule?.rate ?? 0),
    formatRate(schedule?.achieved ?? 0),
    ...[waitTime?.p50, waitTime?.p90, waitTime?.p99, waitTime?.max].map((ms) =>
      Number(ms).toFixed(3)
    ),
    client.cpu.toFixed(2),
    client.spinning.toFixed(2),
  ]),
  method: "One run of 5 s each",
  server: "no server",
});
Deno.exit();
