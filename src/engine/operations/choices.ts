import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Recorder } from "../../measure/recorder.ts";
import type { Extent } from "../../scenario/planned.ts";
import { mixSeed } from "./inputs.ts";

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
