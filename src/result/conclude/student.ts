/**
 * Student's t for any number of degrees of freedom, by the incomplete beta function: M. Abramowitz and I. A. Stegun,
 * "Handbook of Mathematical Functions" (1964), 26.7.1; NIST's Digital Library of Mathematical Functions, 8.17.
 */

/** The probability that Student's t is at least so far from 0, on either side. */
export function studentTail(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? NaN : 0;
  const square = t * t;
  // The smaller of both arguments is computed without a difference from 1, which would lose its digits.
  return square > degrees
    ? incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5)
    : 1 - incompleteBeta(square / (degrees + square), 0.5, degrees / 2);
}

/**
 * How far from 0 Student's t is with this probability, on either side: by Newton's method, which comes from 0 and passes
 * no root, as the tail is convex.
 */
export function studentCritical(probability: number, degrees: number): number {
  // The density at 0, and how it falls.
  const peak = Math.exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) /
    Math.sqrt(degrees * Math.PI);
  const densityAt = (t: number) => peak * (1 + t * t / degrees) ** (-(degrees + 1) / 2);
  let t = 0;
  for (let steps = 0; steps < 1_000; steps++) {
    const next = t + (studentTail(t, degrees) - probability) / (2 * densityAt(t));
    // At the last digit it no longer grows.
    if (!(next > t)) break;
    t = next;
  }
  return t;
}

/** The regularized incomplete beta function I_x(a, b): DLMF 8.17.22, evaluated by the modified method of Lentz. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The continued fraction converges fast on this side only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  ) / a;
  let [c, d] = [1, 1 / tiny(1 - (a + b) * x / (a + 1))];
  let fraction = d;
  for (let m = 1; m < 1_000; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / tiny(1 + term * d);
      c = tiny(1 + term / c);
      step = c * d;
      fraction *= step;
    }
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return front * fraction;
}

/** Keeps a denominator away from 0. */
function tiny(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/** The coefficients of Stirling's series (DLMF 5.11.1): B_2k / (2k (2k − 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1_260, -1 / 1_680, 1 / 1_188, -691 / 360_360, 1 / 156];

/** The logarithm of the gamma function, by Stirling's series from where it is exact. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const series = STIRLING.reduce((sum, term, k) => sum + term / x ** (2 * k + 1), 0);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}
