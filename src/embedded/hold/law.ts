import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** How long answers are held. Times are milliseconds. */
export type Law =
  /** No two answers are less than `apart` apart: requests that are answered together come together ever after. */
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
  /** Counted from the first request: what comes between `from` and `from + length` is answered at its end. */
  | { readonly kind: "stall"; readonly from: number; readonly length: number };

/** Says when what came at `readAt` is to be answered; both are of `performance.now()`. */
export type DueAt = (readAt: number) => number;

/** One with many bits: a small one starts with numbers near the limits. */
const SEED = 0x9e3779b1;

/** Starts a law anew: the same one draws the same times in the same order. */
export function startLaw(law: Law): DueAt {
  const random = seededRandom();
  switch (law.kind) {
    case "constant":
      return constant(law);
    case "bimodal":
      return (readAt) => readAt + (random() < law.share ? law.slow : law.ms);
    case "lognormal":
      return (readAt) => readAt + law.median * Math.exp(law.sigma * normal(random));
    case "stall":
      return stall(law);
  }
}

function constant({ ms, apart = 0 }: Extract<Law, { kind: "constant" }>): DueAt {
  let last = -Infinity;
  return (readAt) => last = Math.max(readAt + ms, last + apart);
}

function stall({ from, length }: Extract<Law, { kind: "stall" }>): DueAt {
  let start: number | undefined;
  return (readAt) => {
    start ??= readAt;
    const isWithin = readAt >= start + from && readAt < start + from + length;
    return isWithin ? start + from + length : readAt;
  };
}

/** From the standard normal distribution, after Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** From 0 to below 1. */
function seededRandom(): () => number {
  const generator = xoroshiro128plus(SEED);
  return () => uniformFloat64(generator);
}
