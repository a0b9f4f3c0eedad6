import type { CaseResult } from "../case.ts";
import type { PoolSpeedup, Result, Speedup } from "../document.ts";
import { coordinates, meanOf, ratioInterval } from "./estimates.ts";
import { findModeSpeedups } from "./mode_speedups.ts";

/**
 * How much faster pages were in each mode than serially; without modes, how much faster a closed load was in each pool
 * than in the first. `undefined` for cases that compare neither.
 *
 * @param poolSizes the pool sizes in the order of the settings
 */
export function findSpeedups(
  cases: readonly CaseResult[],
  poolSizes: readonly number[],
): Speedup[] | undefined {
  if (cases.some(({ parameters }) => parameters.mode !== undefined)) return findModeSpeedups(cases);
  const closed = cases.filter(({ schedule }) => schedule === null);
  const found = new Set(closed.map(({ parameters }) => parameters.poolSize));
  return found.size > 1 ? findPoolSpeedups(closed, poolSizes[0] ?? 1) : undefined;
}

/** The speedups of a result; those of a document from before it held them are found now. */
export function speedupsOf(
  { cases, environment: { settings }, speedups }: Result,
): readonly Speedup[] {
  return speedups ?? findSpeedups(cases, settings.poolSizes) ?? [];
}

/** For each combination of the other parameters, in the order of the cases. */
function findPoolSpeedups(cases: readonly CaseResult[], over: number): PoolSpeedup[] {
  const groups = Map.groupBy(
    cases,
    ({ parameters: { poolSize: _, ...others } }) => coordinates(others),
  );
  return [...groups.values()].flatMap((cases) => {
    const pools = Map.groupBy(cases, ({ parameters }) => Number(parameters.poolSize));
    const base = pools.get(over) ?? [];
    return [...pools].filter(([poolSize]) => poolSize !== over).flatMap(([poolSize, others]) => {
      const compared = compareThroughputs(base, others);
      if (compared === undefined) return [];
      const { poolSize: _, ...parameters } = others[0]?.parameters ?? {};
      return [{ parameters, poolSize, over, ...compared }];
    });
  });
}

/** Goes by throughput: it counts the operations that succeeded, so that failing fast is no speedup. */
function compareThroughputs(
  base: readonly CaseResult[],
  others: readonly CaseResult[],
): Pick<PoolSpeedup, "speedup" | "interval"> | undefined {
  const partners = new Map(others.map((other) => [other.repetition, other]));
  const pairs = base.flatMap((first) => {
    const other = partners.get(first.repetition);
    return other === undefined ? [] : [[first.throughput, other.throughput] as const];
  });
  const [from, to] = [pairs.map(([from]) => from), pairs.map(([, to]) => to)];
  const interval = ratioInterval(from, to) ?? null;
  const speedup = interval?.mean ?? meanOf(to) / meanOf(from);
  return Number.isFinite(speedup) ? { speedup, interval } : undefined;
}
