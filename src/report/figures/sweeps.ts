import type { CaseResult } from "../../result/case.ts";
import { coordinates, meanOf } from "../../result/conclude/estimates.ts";
import type { Result } from "../../result/document.ts";
import { formatPool, formatRate } from "../../result/format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** Cases that differ in nothing but how much load they are: pool sizes, or rates. */
export interface Sweep {
  /** What the cases have in common, without what all sweeps have. */
  readonly label: string;
  readonly axis: "poolSize" | "rate";
  /** From the smallest load; the means over repetitions. */
  readonly steps: readonly SweepStep[];
}

/** One load of a sweep. */
export interface SweepStep {
  /** The pool size, or the rate. */
  readonly load: number;
  /** Such as `pool 40`, or `pool 40, not valid`. */
  readonly label: string;
  readonly isValid: boolean;
  readonly throughput: number;
  readonly responseTime: { readonly mean: number; readonly p50: number; readonly p99: number };
}

/** The sweeps of a result that have two loads or more, among cases in which something succeeded. */
export function findSweeps({ cases, scenario }: Result): Sweep[] {
  return (["poolSize", "rate"] as const).flatMap((axis) => {
    const fitting = cases.filter(({ parameters, schedule, responseTime }) =>
      axis in parameters && responseTime !== null && (axis === "rate") === (schedule !== null)
    );
    const others = ({ parameters: { [axis]: _, ...others } }: CaseResult) => others;
    const groups = [
      ...Map.groupBy(fitting, (measured) => coordinates(others(measured))).values(),
    ];
    const { label } = coordinatesOf(
      groups.flatMap(([first]) => first ? [{ parameters: others(first) }] : []),
    );
    return groups.map((group) => ({
      axis,
      label: (group[0] && label({ parameters: others(group[0]) })) || scenario.name,
      steps: stepsOf(group, axis),
    })).filter(({ steps }) => steps.length > 1);
  });
}

function stepsOf(cases: readonly CaseResult[], axis: Sweep["axis"]): SweepStep[] {
  const loads = Map.groupBy(cases, ({ parameters }) => Number(parameters[axis]));
  return [...loads].sort(([a], [b]) => a - b).map(([load, repetitions]) => {
    const isValid = repetitions.every(({ verdict }) => verdict.valid);
    const name = axis === "poolSize" ? formatPool(load) : `${formatRate(load)}/s`;
    const mean = (of: "mean" | "p50" | "p99") =>
      meanOf(repetitions.flatMap(({ responseTime }) => responseTime?.[of] ?? []));
    return {
      load,
      isValid,
      label: isValid ? name : `${name}, not valid`,
      throughput: meanOf(repetitions.map(({ throughput }) => throughput)),
      responseTime: { mean: mean("mean"), p50: mean("p50"), p99: mean("p99") },
    };
  });
}

/**
 * The knee of a sweep: where throughput divided by mean response time, which Kleinrock calls power, is largest. Up to
 * there more load gains more throughput than it costs in response time, past it the other way round (L. Kleinrock, Power
 * and deterministic rules of thumb for probabilistic problems in computer communications, ICC 1979; R. Jain, The art of
 * computer systems performance analysis, 1991, 3.3). It needs no smoothing and no parameter. A server that takes as long
 * for each request until it is full has it at the smallest pool with which it is full. Steps that are not valid are
 * left out, as there the client bends the curve.
 *
 * @returns `undefined` with fewer than three steps, or where the last one has the most power, as nothing bent yet
 */
export function kneeOf({ steps }: Sweep): SweepStep | undefined {
  const valid = steps.filter(({ isValid }) => isValid);
  if (valid.length < 3) return undefined;
  const power = ({ throughput, responseTime }: SweepStep) => throughput / responseTime.mean;
  const best = valid.reduce((best, step) => power(step) > power(best) ? step : best);
  return best === valid.at(-1) ? undefined : best;
}
