import { pooledMap } from "@std/async";
import { endsInTime, GRACE } from "../../runtime/grace.ts";

/**
 * Runs as many slots as the pool is large, until all have ended, or until a while after the signal.
 *
 * The cost of pooledMap per item grows with the pool, so its items are slots and not operations: each slot takes one
 * operation after another from a source that all share. `bench/pooled_map.ts` shows the difference.
 *
 * @param runSlot gets the slot's number, from 0, and resolves when there are no more operations or the signal stops
 * them; it never rejects
 */
export async function runPool(
  poolSize: number,
  runSlot: (slot: number) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await endsInTime(runAll(poolSize, runSlot), signal, GRACE.operations);
}

async function runAll(poolSize: number, runSlot: (slot: number) => Promise<void>): Promise<void> {
  const slots = Array.from({ length: poolSize }, (_, slot) => slot);
  for await (const _ of pooledMap(poolSize, slots, runSlot));
}
