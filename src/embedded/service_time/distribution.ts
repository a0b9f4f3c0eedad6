import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** How long the server takes for its answers. Times are milliseconds. */
export type ServiceTimeDistribution =
  /**
   * The same time for all. Answers are at least `apart` apart: otherwise requests that were once answered together would
   * keep coming together.
   */
  | { readonly kind: "constant"; readonly ms: number; readonly apart?: number }
  /** `slow` for a `share` of the requests, from 0 to 1, and `ms` for the others. */
  | {
    readonly kind: "bimodal";
    readonly ms: number;
    readonly slow: number;
    readonly share: number;
  }
  /** `sigma` is the standard deviation of the time's natural logarithm. */
  | { readonly kind: "lognormal"; readonly median: number; readonly sigma: number }
  /**
   * No time at all but for one stall: what comes between `from` and `from + length`, counted from the first request, is
   * answered at the end of the stall.
   */
  | { readonly kind: "stall"; readonly from: number; readonly length: number };

/** Returns when the request that was read at `readAt` is to be answered; both are instants of `performance.now()`. */
export type DueTimes = (readAt: number) => number;

/** A seed with many bits: the generator's first numbers after a small one are close to the ends of its range. */
const SEED = 0x9e3779b1;

/** Starts to draw from a distribution. Each start draws the same times in the same order. */
export function drawDueTimes(distribution: ServiceTimeDistribution): DueTimes {
  const random = seededRandom();
  switch (distribution.kind) {
    case "constant":
      return constant(distribution);
    case "bimodal": {
      const { ms, slow, share } = distribution;
      return (readAt) => readAt + (random() < share ? slow : ms);
    }
    case "lognormal": {
      const { median, sigma } = distribution;
      return (readAt) => readAt + median * Math.exp(sigma * normal(random));
    }
    case "stall":
      return stall(distribution);
  }
}

function constant(
  { ms, apart = 0 }: Extract<ServiceTimeDistribution, { kind: "constant" }>,
): DueTimes {
  let last = -Infinity;
  return (readAt) => last = Math.max(readAt + ms, last + apart);
}

function stall({ from, length }: Extract<ServiceTimeDistribution, { kind: "stall" }>): DueTimes {
  let start: number | undefined;
  return (readAt) => {
    start ??= readAt;
    const isWithin = readAt >= start + from && readAt < start + from + length;
    return isWithin ? start + from + length : readAt;
  };
}

/** Draws from the standard normal distribution, by the method of Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Draws numbers from 0 to below 1. */
function seededRandom(): () => number {
  const generator = xoroshiro128plus(SEED);
  return () => uniformFloat64(generator);
}
