import type { CaseResult } from "./case.ts";
import type { Interval } from "./estimate.ts";

/**
 * Which pool size to use, for one combination of the other parameters of a closed load: what a sweep of at least three
 * pool sizes shows.
 */
export interface PoolAdvice {
  /** The cases' common coordinates, without the pool size. */
  readonly parameters: CaseResult["parameters"];
  /** The advice in words: `At 10 ms use a pool of 40: more gains nothing.` */
  readonly message: string;
  /** The smallest pool that reaches 95 % of the best throughput; `null` where fewer than two pool sizes are valid. */
  readonly poolSize: number | null;
  /**
   * From the smallest pool that may reach it to the smallest that surely does, with 95 % confidence over repetitions; `null`
   * without repetitions.
   */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** The pool with the highest throughput; `null` where `poolSize` is. */
  readonly best: BestPool | null;
  /** The pool sizes that are valid, in ascending order. */
  readonly pools: readonly PoolThroughput[];
  /** The pool sizes that are left out as no repetition is valid, in ascending order. */
  readonly leftOut: readonly LeftOutPool[];
  /** Repetitions of the other pool sizes that are left out as they are not valid. */
  readonly leftOutRepetitions: number;
  /** What Little's law says of other injected latencies; absent where it has nothing to say, as for pages. */
  readonly little?: LittlePredictions;
  /** A fit of the Universal Scalability Law; absent where fewer than six pool sizes were tried. */
  readonly usl?: UslCurve | UslRefusal;
  /**
   * What kept the throughput from rising further: the client; the server, or the way to it; the pool, where a larger one
   * than was tried would do more; or `unclear`, where the client was nearly the limit.
   */
  readonly limit: "client" | "server" | "pool" | "unclear";
  /** How busy the client was with the best pool: a share of one core, of repetitions and threads the most. */
  readonly busy: number;
}

/** What one pool size did. */
export interface PoolThroughput {
  /** The pool size. */
  readonly poolSize: number;
  /** Operations per second; of repetitions, the mean of those that are valid. */
  readonly throughput: number;
  /** Where the true one lies with 95 % confidence; `null` for fewer than two repetitions. */
  readonly interval: Interval | null;
  /** The mean response time in milliseconds. */
  readonly responseTime: number;
}

/** The pool with the highest throughput. */
export interface BestPool extends Omit<PoolThroughput, "responseTime"> {
  /** Other pools that cannot be told from it: by the repetitions; without any, those within 5 %. */
  readonly tied: readonly number[];
  /** Whether it is the largest that was tried, so that a larger one may be better. */
  readonly isLargest: boolean;
}

/** A pool size that is not counted, and why. */
export interface LeftOutPool {
  /** The pool size. */
  readonly poolSize: number;
  /** Why, in words: `the client was the limit`. */
  readonly reason: string;
  /** Whether the client was the limit. */
  readonly isClient: boolean;
}

/**
 * The pool that another injected latency needs for the throughput of the advised one, by Little's law (operations in flight
 * = throughput × response time). It assumes that the server takes as long as here when it does as much.
 */
export interface LittlePredictions {
  /** Requests of an operation, one after the other, which the injected latency is before. */
  readonly requests: number;
  /** From the lowest latency. */
  readonly predictions: readonly LittlePrediction[];
  /** The assumption, checked by the cases at other latencies; `null` where there are none. */
  readonly check: LittleCheck | null;
}

/** A latency and the pool that it needs. */
export interface LittlePrediction {
  /** Injected milliseconds. */
  readonly latency: number;
  /** Rounded up. */
  readonly poolSize: number;
  /**
   * The pool that is advised by what was measured at that latency; `null` where it was not measured, or the largest pool
   * that was tried was not enough.
   */
  readonly advised: number | null;
}

/** How far off the assumption is. */
export interface LittleCheck {
  /** How many pool sizes at other latencies were predicted. */
  readonly cases: number;
  /**
   * The largest difference between a measured throughput and the predicted, as a share of the predicted. The prediction is
   * as exact as the steps between the pool sizes: it is a range where it lies between two of them.
   */
  readonly worst: number;
  /** Whether it is at most 20 %. */
  readonly holds: boolean;
}

/** A curve of the Universal Scalability Law: throughput = λN ÷ (1 + σ(N − 1) + κN(N − 1)). */
export interface UslCurve {
  /** λ, operations per second of one in flight, with 95 % confidence. */
  readonly lambda: Interval;
  /** σ, the share of contention: what is done one after the other. */
  readonly sigma: Interval;
  /** κ, the share of coherency: what each in flight has to settle with each other. */
  readonly kappa: Interval;
  /** The pool size at which the curve is highest, √((1 − σ) ÷ κ); `null` where it rises without end. */
  readonly peak: number | null;
  /** Which share slows the largest pool more; `neither` where both together slow it by less than 5 %. */
  readonly bends: "contention" | "coherency" | "neither";
  /** The share of the throughputs' variance that the curve describes. */
  readonly r2: number;
}

/** A fit that is not shown. */
export interface UslRefusal {
  /** Why, in words. */
  readonly refused: string;
}
