import type { Interval } from "../../document.ts";
import { studentCritical } from "../student.ts";
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

type Share = "sigma" | "kappa";

/** The shares that a curve can have. */
const BOTH: readonly Share[] = ["sigma", "kappa"];

/** Those of a curve at whose bounds a fit can lie, where the one with both shares has a negative one. */
const FEWER: readonly (readonly Share[])[] = [["sigma"], ["kappa"], []];

/** A fit of a curve with some of the shares. */
interface ShapedFit extends LeastSquares {
  readonly shape: readonly Share[];
}

/**
 * Fits the law to throughputs by least squares, with neither share below 0. Where the best curve with both shares has a
 * negative one, it takes the best of those with one or none that has no negative share.
 */
export function fitUsl(points: readonly Point[]): UslFit {
  const start = startOf(points);
  const fit = (shape: readonly Share[]): ShapedFit => ({
    shape,
    ...fitLeastSquares(points, modelOf(shape), [
      start.lambda,
      ...shape.map((name) => start[name]),
    ]),
  });
  const both = fit(BOTH);
  const isPossible = ({ parameters }: ShapedFit) => parameters.every((value) => value >= 0);
  const best = isPossible(both)
    ? both
    : FEWER.map(fit).filter(isPossible).reduce((a, b) => b.residual < a.residual ? b : a);
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
function modelOf(shape: readonly Share[]): Curve {
  return (x, [lambda = 0, ...shares]) => {
    const factors = shape.map((name) => name === "sigma" ? x - 1 : x * (x - 1));
    const slowing = factors.reduce((sum, factor, at) => sum + factor * (shares[at] ?? 0), 1);
    const value = lambda * x / slowing;
    return { value, gradient: [x / slowing, ...factors.map((f) => -value * f / slowing)] };
  };
}

function intervalsOf(
  points: readonly Point[],
  fit: ShapedFit,
): UslParameters {
  const reach = studentCritical(0.05, points.length - fit.parameters.length);
  const intervalAt = (at: number): Interval => {
    const [mean = NaN, error = NaN] = [fit.parameters[at], fit.errors[at]];
    return { mean, low: Math.max(0, mean - reach * error), high: mean + reach * error };
  };
  const share = (name: Share) => {
    const at = fit.shape.indexOf(name);
    return at < 0 ? boundOf(points, fit, name) : intervalAt(at + 1);
  };
  return { lambda: intervalAt(0), sigma: share("sigma"), kappa: share("kappa") };
}

/** How far above 0 a share can be that the points put at 0 or below: as far as the full curve's error reaches there. */
function boundOf(
  points: readonly Point[],
  { shape, parameters, residual }: ShapedFit,
  name: Share,
): Interval {
  const [lambda = NaN, ...shares] = parameters;
  const full = [lambda, ...BOTH.map((share) => shares[shape.indexOf(share)] ?? 0)];
  const errors = standardErrors(points, modelOf(BOTH), full, residual);
  const error = errors[name === "sigma" ? 1 : 2] ?? NaN;
  return { mean: 0, low: 0, high: studentCritical(0.05, points.length - full.length) * error };
}
