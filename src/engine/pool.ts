import { pooledMap } from "@std/async";

/** What a source says when it has no more inputs. */
export const END: unique symbol = Symbol("end");

/** Gives the next input, or {@linkcode END}. */
export type Take = () => unknown;

/** After a stop, operations in flight get this long to end. */
const DRAIN = 1_000;

/**
 * Puts inputs through a pool of operations in flight, until there are none or the signal stops it.
 *
 * pooledMap's cost per item grows with the pool, so its items are lanes and not operations: as many lanes as the pool
 * is large, each taking the next input when its operation ends. `bench/pooled_map.ts` shows the difference.
 *
 * @param operate one operation; it catches its own errors
 */
export async function runPool(
  poolSize: number,
  take: Take,
  signal: AbortSignal,
  operate: (input: unknown) => Promise<void>,
): Promise<void> {
  async function lane(): Promise<void> {
    while (!signal.aborted) {
      const input = take();
      if (input === END) return;
      await operate(input);
    }
  }

  const lanes = Array.from({ length: poolSize }, () => lane);
  const drained = Promise.withResolvers<void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drain = () => timer = setTimeout(drained.resolve, DRAIN);
  signal.addEventListener("abort", drain);
  try {
    await Promise.race([runAll(poolSize, lanes), drained.promise]);
  } finally {
    signal.removeEventListener("abort", drain);
    clearTimeout(timer);
  }
}

async function runAll(poolSize: number, lanes: readonly (() => Promise<void>)[]): Promise<void> {
  for await (const _ of pooledMap(poolSize, lanes, (lane) => lane()));
}
