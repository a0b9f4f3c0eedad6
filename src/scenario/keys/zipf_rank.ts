/**
 * Draws ranks from 0, the rank r in proportion to 1 / (r + 1)^exponent. It sets nothing up, and takes the same time for any
 * count. This is rejection-inversion: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates
 * from monotone discrete distributions", ACM Transactions on Modeling and Computer Simulation 6 (1996), pp. 169-184.
 */
export function zipfRank(count: number, exponent: number): (random: () => number) => number {
  const slope = 1 - exponent;
  /** The area below x^-exponent from 1 to `x`; below, its inverse: the `x` of an area. */
  const areaTo = (x: number) => slope === 0 ? Math.log(x) : Math.expm1(slope * Math.log(x)) / slope;
  const xOf = (area: number) =>
    Math.exp(slope === 0 ? area : Math.log1p(Math.max(-1, slope * area)) / slope);

  // The bar of rank 0 has exactly its probability as its area, so it is never rejected.
  const least = areaTo(1.5) - 1;
  const most = areaTo(count + 0.5);
  return (random) => {
    while (true) {
      const area = most - random() * (most - least);
      const bar = Math.min(count, Math.max(1, Math.floor(xOf(area) + 0.5)));
      // The curve is convex, so the area under it is larger than the bar. What falls between the two is drawn again.
      if (area >= areaTo(bar + 0.5) - bar ** -exponent) return bar - 1;
    }
  };
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Maps the keys from 0 to below `count` one to one to each other, neighbours far apart: in steps of the golden ratio. */
export function scatter(count: number): (key: number) => number {
  const keys = BigInt(count);
  let step = BigInt(Math.round(count * GOLDEN_RATIO));
  while (commonDivisor(step, keys) > 1n) step++;
  return (key) => Number(BigInt(key) * step % keys);
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}
