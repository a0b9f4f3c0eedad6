/**
 * Draws ranks from 0, the rank r in proportion to 1 / (r + 1)^exponent, with nothing to set up and in the same time
 * for any count. This is rejection-inversion: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates
 * from monotone discrete distributions", ACM Transactions on Modeling and Computer Simulation 6 (1996), pp. 169-184.
 */
export function zipfRank(count: number, exponent: number): (random: () => number) => number {
  const slope = 1 - exponent;
  /** The area below x^-exponent from 1 to `x`, and the `x` of an area. */
  const areaTo = (x: number) => slope === 0 ? Math.log(x) : Math.expm1(slope * Math.log(x)) / slope;
  const placeOf = (area: number) =>
    Math.exp(slope === 0 ? area : Math.log1p(Math.max(-1, slope * area)) / slope);

  // The bar of 1 is as wide as it is high, so that its area is its probability and it is never rejected.
  const least = areaTo(1.5) - 1;
  const most = areaTo(count + 0.5);
  return (random) => {
    while (true) {
      const area = most - random() * (most - least);
      const place = Math.min(count, Math.max(1, Math.floor(placeOf(area) + 0.5)));
      // The curve is convex, so the area over a bar is larger than the bar: what is over it is drawn again.
      if (area >= areaTo(place + 0.5) - place ** -exponent) return place - 1;
    }
  };
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

/** Gives each of `count` keys a place of its own, neighbours far apart: by steps of the golden ratio, round and round. */
export function scatter(count: number): (key: number) => number {
  const keys = BigInt(count);
  let step = BigInt(Math.round(count * GOLDEN_RATIO));
  while (commonDivisor(step, keys) > 1n) step++;
  return (key) => Number(BigInt(key) * step % keys);
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}
