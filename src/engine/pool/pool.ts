import { pooledMap } from "@std/async";
import { endsInTime } from "./grace.ts";

/**
 * Runs as many slots as the pool is large, until all have ended, or a while after the signal.
 *
 * pooledMap's cost per item grows with the pool, so its items are slots and not operations: each takes one input after
 * another from what all share. `bench/pooled_map.ts` shows the difference.
 *
 * @param slot is told its place in the pool; ends when there are no inputs, or the signal says so; it never rejects
 */
export async function runPool(
  poolSize: number,
  slot: (user: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await endsInTime(runAll(poolSize, slot), signal);
}

async function runAll(poolSize: number, slot: (user: number) => Promise<void>): Promise<void> {
  const users = Array.from({ length: poolSize }, (_, user) => user);
  for await (const _ of pooledMap(poolSize, users, slot));
}
