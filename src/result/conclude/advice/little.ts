import type { BestPool, LittleCheck, LittlePredictions } from "../../advice.ts";
import { coordinates, meanOf } from "../estimates.ts";
import type { PoolSweep, SweptPool } from "./pools.ts";

/** Latencies that are predicted where they were not measured, in milliseconds. */
const USUAL = [1, 10, 100];

/** The assumption holds where no throughput is further off than this share. */
const NEAR = 0.2;

/** A sweep and the pool that is advised for it. */
export interface AdvisedSweep {
  readonly sweep: PoolSweep;
  readonly poolSize: number | null;
  readonly best: BestPool | null;
}

/**
 * The pools that other injected latencies need, by Little's law; `undefined` for pages, whose requests do not follow one
 * after the other, and where nothing is advised.
 */
export function predictPools(
  { sweep, poolSize }: AdvisedSweep,
  all: readonly AdvisedSweep[],
): LittlePredictions | undefined {
  const advised = sweep.pools.find((pool) => pool.poolSize === poolSize);
  if (advised === undefined || "mode" in sweep.parameters) return undefined;
  const siblings = all.filter((other) => other.sweep !== sweep && isSibling(other.sweep, sweep));
  const requests = requestsOf([sweep, ...siblings.map(({ sweep }) => sweep)]);
  const own = latencyOf(sweep);
  const measured = new Map(siblings.map((other) => [latencyOf(other.sweep), foundBy(other)]));
  const latencies = [...new Set([...measured.keys(), ...USUAL])].filter((one) => one !== own);
  return {
    requests,
    predictions: latencies.toSorted((a, b) => a - b).map((latency) => {
      const inFlight = move(advised, requests * (latency - own)).inFlight;
      return {
        ...{ latency, poolSize: Math.max(1, Math.ceil(inFlight)) },
        advised: measured.get(latency) ?? null,
      };
    }),
    check: check(sweep, siblings.map(({ sweep }) => sweep), requests),
  };
}

/** The pool that a sweep found; `null` where the largest that was tried was not enough. */
function foundBy({ poolSize, best }: AdvisedSweep): number | null {
  return best?.isLargest && best.poolSize === poolSize ? null : poolSize;
}

function latencyOf({ parameters: { latency = 0 } }: PoolSweep): number {
  return Number(latency);
}

function isSibling(one: PoolSweep, other: PoolSweep): boolean {
  const [a, b] = [one, other].map(({ parameters: { latency: _, ...others } }) =>
    coordinates(others)
  );
  return a === b;
}

/** The requests of an operation that were held back; 1 where none was. */
function requestsOf(sweeps: readonly PoolSweep[]): number {
  const counts = sweeps.flatMap(({ pools }) => pools.flatMap(({ cases }) => cases))
    .flatMap(({ injectedLatency, operations }) =>
      injectedLatency === null ? [] : [injectedLatency.count / operations]
    );
  return counts.length === 0 ? 1 : Math.max(1, Number(meanOf(counts).toPrecision(2)));
}

/** A pool's throughput, and how many in flight it takes where each operation takes that much longer, in milliseconds. */
function move({ poolSize, throughput }: SweptPool, longer: number) {
  return { inFlight: poolSize + throughput * longer / 1_000, throughput };
}

function check(
  sweep: PoolSweep,
  siblings: readonly PoolSweep[],
  requests: number,
): LittleCheck | null {
  const off = siblings.flatMap((sibling) => {
    const longer = requests * (latencyOf(sibling) - latencyOf(sweep));
    const curve = sweep.pools.map((pool) => move(pool, longer));
    return sibling.pools.flatMap(({ poolSize, throughput }) => {
      const predicted = throughputAt(poolSize, curve);
      return predicted === undefined ? [] : [offBy(throughput, predicted)];
    });
  });
  if (off.length === 0) return null;
  const worst = Math.max(...off);
  return { cases: off.length, worst, holds: worst <= NEAR };
}

/**
 * The throughputs between which a curve is with so many in flight: those of the pools beside it, as the curve may bend
 * between them; below the first in proportion. `undefined` beyond the last, and for a curve that turns back.
 */
function throughputAt(
  inFlight: number,
  curve: readonly { readonly inFlight: number; readonly throughput: number }[],
): readonly [number, number] | undefined {
  const [first] = curve;
  if (first === undefined) return undefined;
  if (inFlight <= first.inFlight) {
    const throughput = first.throughput * inFlight / first.inFlight;
    return [throughput, throughput];
  }
  for (const [at, to] of curve.entries()) {
    const from = curve[at - 1];
    if (from === undefined) continue;
    if (to.inFlight <= from.inFlight) return undefined;
    if (inFlight <= to.inFlight) return [from.throughput, to.throughput];
  }
  return undefined;
}

/** How far a throughput is from the nearer of the two that it lies between, as a share; 0 between them. */
function offBy(throughput: number, [from, to]: readonly [number, number]): number {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  if (throughput < low) return 1 - throughput / low;
  return throughput > high ? throughput / high - 1 : 0;
}
