import type { Interval } from "../../document.ts";
import { studentQuantile } from "../student.ts";
import {
  type Curve,
  fitLeastSquares,
  type LeastSquares,
  type Point,
  standardErrors,
} from "./least_squares.ts";

/** The parameters of the Universal Scalability Law, with 95 % confidence. */
export interface UslParameters {
  /** Operations per second of one in flight. */
  readonly lambda: Interval;
  /** The share of contention: what is done one after the other. */
  readonly sigma: Interval;
  /** The share of coherency: what each has to settle with each other. */
  readonly kappa: Interval;
}

/** A fit, and how well it describes the points. */
export interface UslFit extends UslParameters {
  /** The share of the points' variance that the curve describes. */
  readonly r2: number;
}

/** Throughput with so many in flight: N. Gunther, "A General Theory of Computational Scalability" (2008). */
export function uslThroughput(inFlight: number, lambda: number, sigma: number, kappa: number) {
  const others = inFlight - 1;
  return lambda * inFlight / (1 + sigma * others + kappa * inFlight * others);
}

/** Which of contention and coherency a curve has; where it has neither, it is a line. */
const SHAPES = [
  ["sigma", "kappa"],
  ["sigma"],
  ["kappa"],
  [],
] as const satisfies readonly (readonly ("sigma" | "kappa")[])[];

/**
 * Fits the law to throughputs by least squares, with neither share below 0. It fits the curve with both shares, with either,
 * and with none, and takes the best of those without a negative share: a share that would be negative is 0 then.
 */
export function fitUsl(points: readonly Point[]): UslFit {
  const start = startOf(points);
  const fits = SHAPES.map((shape) => ({
    shape,
    ...fitLeastSquares(points, modelOf(shape), [
      start.lambda,
      ...shape.map((name) => start[name]),
    ]),
  })).filter(({ parameters }) => parameters.every((value) => value >= 0));
  const best = fits.reduce((best, fit) => fit.residual < best.residual ? fit : best);
  const mean = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const total = points.reduce((sum, { y }) => sum + (y - mean) ** 2, 0);
  return { ...intervalsOf(points, best), r2: 1 - best.residual / total };
}

/** The shares that N/X, a polynomial of the law, is best described by; at least a little, so that no fit starts at 0. */
function startOf(points: readonly Point[]): { lambda: number; sigma: number; kappa: number } {
  const polynomial: Curve = (x, [a = 0, b = 0, c = 0]) => ({
    value: a + b * (x - 1) + c * x * (x - 1),
    gradient: [1, x - 1, x * (x - 1)],
  });
  const inverse = points.map(({ x, y }) => ({ x, y: x / y }));
  const { parameters: [a = 0, b = 0, c = 0] } = fitLeastSquares(inverse, polynomial, [1, 1, 1]);
  const fastest = Math.max(...points.map(({ x, y }) => y / x));
  const most = Math.max(...points.map(({ x }) => x));
  const lambda = a > 0 ? 1 / a : fastest;
  return {
    lambda,
    sigma: Math.max(b * lambda, 0.01 / most),
    kappa: Math.max(c * lambda, 0.01 / most ** 2),
  };
}

/** The law with those of its shares. */
function modelOf(shape: readonly ("sigma" | "kappa")[]): Curve {
  return (x, [lambda = 0, ...shares]) => {
    const factors = shape.map((name) => name === "sigma" ? x - 1 : x * (x - 1));
    const slowing = factors.reduce((sum, factor, at) => sum + factor * (shares[at] ?? 0), 1);
    const value = lambda * x / slowing;
    return { value, gradient: [x / slowing, ...factors.map((f) => -value * f / slowing)] };
  };
}

function intervalsOf(
  points: readonly Point[],
  fit: LeastSquares & { readonly shape: readonly ("sigma" | "kappa")[] },
): UslParameters {
  const reach = studentQuantile(points.length - fit.parameters.length);
  const intervalAt = (at: number): Interval => {
    const [mean = NaN, error = NaN] = [fit.parameters[at], fit.errors[at]];
    return { mean, low: Math.max(0, mean - reach * error), high: mean + reach * error };
  };
  const share = (name: "sigma" | "kappa") => {
    const at = fit.shape.indexOf(name);
    return at < 0 ? boundOf(points, fit, name) : intervalAt(at + 1);
  };
  return { lambda: intervalAt(0), sigma: share("sigma"), kappa: share("kappa") };
}

/** How far above 0 a share can be that the points put at 0 or below: as far as the full curve's error reaches there. */
function boundOf(
  points: readonly Point[],
  { shape, parameters, residual }: LeastSquares & {
    readonly shape: readonly ("sigma" | "kappa")[];
  },
  name: "sigma" | "kappa",
): Interval {
  const [lambda = NaN, ...shares] = parameters;
  const full = [lambda, ...SHAPES[0].map((share) => shares[shape.indexOf(share)] ?? 0)];
  const errors = standardErrors(points, modelOf(SHAPES[0]), full, residual);
  const error = errors[name === "sigma" ? 1 : 2] ?? NaN;
  return { mean: 0, low: 0, high: studentQuantile(points.length - full.length) * error };
}
