import type { BestPool, PoolAdvice } from "../../advice.ts";
import type { Sweep } from "./pools.ts";

/** A client that is this busy can slow operations down, though its figures are valid. */
const NEARLY = 0.7;

/** What kept the throughput of a sweep from rising further. */
export function findLimit({ pools, leftOut }: Sweep, best: BestPool | null): PoolAdvice["limit"] {
  const beyond = leftOut.filter(({ poolSize }) => best === null || poolSize > best.poolSize);
  if (beyond.some(({ isClient }) => isClient)) return "client";
  if (best === null) return "unclear";
  if (best.isLargest) return "pool";
  return busyOf(pools, best.poolSize) >= NEARLY ? "unclear" : "server";
}

/** How busy the client was with a pool size: a share of one core, of several repetitions the most. */
export function busyOf(pools: Sweep["pools"], poolSize: number): number {
  const cases = pools.find((pool) => pool.poolSize === poolSize)?.cases ?? [];
  return Math.max(0, ...cases.map(({ client: { cpu, spinning } }) => cpu - spinning));
}
