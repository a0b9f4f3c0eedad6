import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Recorder } from "../../measure/recorder.ts";
import type { Extent } from "../../scenario/planned.ts";

/** Chooses the operations of a mix by their weights: which one comes at an index depends on seed and index alone. */
export function createMixChoice(
  weights: readonly number[],
  seed: number,
): (index: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const bounds = weights.map((weight) => (sum += weight) / total);
  return (index) => {
    const drawn = uniformFloat64(xoroshiro128plus(mixSeed(~seed, index)));
    return bounds.findIndex((bound) => drawn < bound);
  };
}

/** Chooses `count` operations to run with Cassandra's tracing on, evenly over the case. It is asked before each operation. */
export function createTraceChoice(
  count: number,
  { operations, duration }: Extent,
  recorder: Recorder,
): () => boolean {
  let started = 0, chosen = 0;
  return () => {
    if (chosen === count) return false;
    const progress = Math.max(
      started++ / operations,
      duration === Infinity ? 0 : recorder.elapsed(performance.now()) / duration,
    );
    if (progress < chosen / count) return false;
    chosen++;
    return true;
  };
}

/** Spreads neighbouring indexes over all 32-bit seeds, one to one (the finalizer of MurmurHash3). */
export function mixSeed(seed: number, index: number): number {
  let hash = Math.imul(seed, 0x9e3779b1) + index;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
