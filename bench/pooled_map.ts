// What does running the pool cost, if pooledMap gets every operation, or a slot per place in the pool, against a bare worker loop?
//
// deno run -A bench/pooled_map.ts
//
// An operation sleeps 5 ms, so what a way costs shows twice: as the process's CPU time per operation (the timer's own included,
// the same for all), and as what the sleep reads as once the ways keep the event loop from its timers.

import { pooledMap } from "@std/async";
import { cpuUsage } from "node:process";

const IN_FLIGHT = [1, 32, 100, 256, 1_000];
const ROUNDS = 5;
const SLEEP = 5;

/** Runs `count` operations, `poolSize` of them at once. */
type Way = (count: number, poolSize: number, operation: () => Promise<void>) => Promise<void>;

const WAYS: Record<string, Way> = {
  async "pooledMap per operation"(count, poolSize, operation) {
    for await (const _ of pooledMap(poolSize, new Array(count).keys(), operation));
  },
  async "pooledMap over slots"(count, poolSize, operation) {
    const drain = slot(count, operation);
    for await (const _ of pooledMap(poolSize, new Array(poolSize).keys(), drain));
  },
  async "plain worker loop"(count, poolSize, operation) {
    const drain = slot(count, operation);
    await Promise.all(Array.from({ length: poolSize }, drain));
  },
};

/** What each slot runs: operations from a source that all slots share, until it ends. */
function slot(count: number, operation: () => Promise<void>): () => Promise<void> {
  let left = count;
  return async () => {
    while (left-- > 0) {
      try {
        await operation();
      } catch {
        // An operation that fails must not end its slot, let alone the pool.
      }
    }
  };
}

interface Reading {
  cpu: number;
  sleep: number;
}

async function measure(way: Way, poolSize: number): Promise<Reading> {
  const count = Math.min(50 * poolSize, Math.max(1_000, 3 * poolSize));
  const sleeps: number[] = [];
  const before = cpuUsage();
  await way(count, poolSize, async () => {
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, SLEEP));
    sleeps.push(performance.now() - begun);
  });
  const { user, system } = cpuUsage(before);
  if (sleeps.length !== count) throw new Error(`Ran ${sleeps.length} of ${count} operations`);
  return { cpu: (user + system) / count, sleep: median(sleeps) };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const readings = new Map<string, Reading[]>();

// One round of everything before the next, so that what the machine does meanwhile falls on all alike. The first only warms up.
for (let round = 0; round <= ROUNDS; round++) {
  for (const poolSize of IN_FLIGHT) {
    for (const [name, way] of Object.entries(WAYS)) {
      const reading = await measure(way, poolSize);
      const cell = `${poolSize} ${name}`;
      if (round > 0) readings.set(cell, [...readings.get(cell) ?? [], reading]);
    }
  }
}

const lines = [
  `| in flight | ${Object.keys(WAYS).flatMap((name) => [`${name}: µs`, "sleep ms"]).join(" | ")} |`,
  `|${" ---: |".repeat(1 + 2 * Object.keys(WAYS).length)}`,
];
for (const poolSize of IN_FLIGHT) {
  const cells = Object.keys(WAYS).flatMap((name) => {
    const cell = readings.get(`${poolSize} ${name}`) ?? [];
    return [median(cell.map(({ cpu }) => cpu)), median(cell.map(({ sleep }) => sleep))];
  });
  lines.push(`| ${poolSize} | ${cells.map((value) => value.toFixed(1)).join(" | ")} |`);
}
await Deno.stdout.write(new TextEncoder().encode(`${lines.join("\n")}\n`));
