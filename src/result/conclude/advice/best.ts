import type { BestPool, PoolAdvice } from "../../advice.ts";
import { ratioInterval } from "../estimates.ts";
import type { PoolSweep, SweptPool } from "./pools.ts";

/** The share of the best throughput that is as good as the best. */
export const ENOUGH = 0.95;

/** The smallest pool that reaches 95 % of the best throughput, and the best; `null` for fewer than two valid pools. */
export function findBest(
  { pools, leftOut }: PoolSweep,
): Pick<PoolAdvice, "poolSize" | "interval" | "best"> {
  const [top] = pools.toSorted((a, b) => b.throughput - a.throughput);
  if (top === undefined || pools.length < 2) return { poolSize: null, interval: null, best: null };
  const ratios = pools.map((pool) => ({ pool, ...compare(top, pool) }));
  const first = (reaches: (ratio: Ratio) => boolean) =>
    ratios.find((ratio) => ratio.pool === top || reaches(ratio))?.pool.poolSize ?? top.poolSize;
  const isRepeated = ratios.every(({ pool, low }) => pool === top || low !== null);
  const tied = ratios.filter(({ pool, mean, low, high }) =>
    pool !== top && (low === null || high === null ? mean >= ENOUGH : low <= 1 && high >= 1)
  ).map(({ pool }) => pool.poolSize);
  return {
    poolSize: first(({ mean }) => mean >= ENOUGH),
    interval: isRepeated
      ? {
        low: first(({ high }) => (high ?? 0) >= ENOUGH),
        high: first(({ low }) => (low ?? 0) >= ENOUGH),
      }
      : null,
    best: describeTop(top, tied, Math.max(...[...pools, ...leftOut].map((one) => one.poolSize))),
  };
}

function describeTop(
  { poolSize, throughput, interval }: SweptPool,
  tied: readonly number[],
  largest: number,
): BestPool {
  return { poolSize, throughput, interval, tied, isLargest: poolSize === largest };
}

/** A pool's throughput as a share of the best: the mean, and its interval over repetitions. */
interface Ratio {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Pairs the repetitions, as a drift of the machine is in both of a pair. */
function compare(top: SweptPool, other: SweptPool): Ratio {
  const partners = new Map(other.cases.map((measured) => [measured.repetition, measured]));
  const pairs = top.cases.flatMap((best) => {
    const partner = partners.get(best.repetition);
    return partner === undefined ? [] : [[best.throughput, partner.throughput] as const];
  });
  return ratioInterval(pairs.map(([best]) => best), pairs.map(([, partner]) => partner)) ??
    { mean: other.throughput / top.throughput, low: null, high: null };
}
