import { pooledMap } from "@std/async";

/** After a stop, operations in flight get this many milliseconds to end. */
const DRAIN = 1_000;

/**
 * Runs as many lanes as the pool is large, until all have ended, or a while after the signal.
 *
 * pooledMap's cost per item grows with the pool, so its items are lanes and not operations: each takes one input after
 * another from what all share. `bench/pooled_map.ts` shows the difference.
 *
 * @param lane ends when there are no inputs, or the signal says so; it never rejects
 */
export async function runPool(
  poolSize: number,
  lane: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const drained = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drain = () => timer = setTimeout(drained.resolve, DRAIN);
  signal.addEventListener("abort", drain);
  try {
    await Promise.race([runAll(poolSize, lane), drained.promise]);
  } finally {
    signal.removeEventListener("abort", drain);
    clearTimeout(timer);
  }
}

async function runAll(poolSize: number, lane: () => Promise<void>): Promise<void> {
  const lanes = Array.from({ length: poolSize }, () => lane);
  for await (const _ of pooledMap(poolSize, lanes, (lane) => lane()));
}
