import type { LeftOutPool, PoolThroughput } from "../../advice.ts";
import type { CaseResult } from "../../case.ts";
import { causesOf, isClientsFault } from "../belief.ts";
import { coordinates, meanInterval, meanOf } from "../estimates.ts";

/** The cases of a sweep: those that differ in the pool size alone. */
export interface PoolSweep {
  /** What they have in common. */
  readonly parameters: CaseResult["parameters"];
  /** Those that count, by their pool size, from the smallest. */
  readonly pools: readonly SweptPool[];
  /** Pool sizes of which no case counts. */
  readonly leftOut: readonly LeftOutPool[];
  /** How many cases of the pool sizes that count do not. */
  readonly leftOutRepetitions: number;
}

/** The valid repetitions of a pool size. */
export interface SweptPool extends PoolThroughput {
  readonly cases: readonly CaseResult[];
}

/** Fewer pool sizes than these are a comparison and no sweep. */
const FEWEST = 3;

/** The sweeps over pool sizes among closed loads that ran to their end, in the order of the cases. */
export function findSweeps(cases: readonly CaseResult[]): PoolSweep[] {
  const ended = cases.filter(({ schedule, status }) => schedule === null && status === "completed");
  const withoutPool = ({ parameters: { poolSize: _, ...others } }: CaseResult) => others;
  const groups = Map.groupBy(ended, (measured) => coordinates(withoutPool(measured)));
  return [...groups.values()].flatMap((cases) => {
    const sizes = [...Map.groupBy(cases, ({ parameters }) => Number(parameters.poolSize))]
      .toSorted(([a], [b]) => a - b);
    const [first] = cases;
    if (first === undefined || sizes.length < FEWEST) return [];
    return [{
      parameters: withoutPool(first),
      pools: sizes.flatMap(([poolSize, cases]) => sweptPool(poolSize, cases.filter(counts))),
      leftOut: sizes.flatMap(([poolSize, cases]) =>
        cases.some(counts) ? [] : [leaveOut(poolSize, cases)]
      ),
      leftOutRepetitions: sizes.reduce(
        (sum, [, cases]) =>
          cases.some(counts) ? sum + cases.filter((one) => !counts(one)).length : sum,
        0,
      ),
    }];
  });
}

function counts({ verdict, throughput, responseTime }: CaseResult): boolean {
  return verdict.valid && throughput > 0 && responseTime !== null;
}

function sweptPool(poolSize: number, cases: readonly CaseResult[]): SweptPool[] {
  if (cases.length === 0) return [];
  const throughputs = cases.map(({ throughput }) => throughput);
  return [{
    poolSize,
    throughput: meanOf(throughputs),
    interval: cases.length > 1 ? meanInterval(throughputs) : null,
    responseTime: meanOf(cases.map(({ responseTime }) => responseTime?.mean ?? NaN)),
    cases,
  }];
}

function leaveOut(poolSize: number, cases: readonly CaseResult[]): LeftOutPool {
  return {
    poolSize,
    reason: cases.every(({ verdict }) => verdict.valid) ? "nothing succeeded" : causesOf(cases),
    isClient: cases.some(isClientsFault),
  };
}
