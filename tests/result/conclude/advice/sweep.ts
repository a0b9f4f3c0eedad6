import type { CaseResult } from "../../../../src/result/case.ts";
import { uslThroughput } from "../../../../src/result/conclude/advice/usl_fit.ts";
import { seededRandom } from "../../../support/random.ts";
import { caseOf, type CaseParts, summaryOf } from "../../fixture.ts";

/** The pool sizes of a sweep from one to a thousand. */
export const POOLS: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/** What a synthetic sweep is made of. */
export interface SweepParts extends Omit<CaseParts, "poolSize"> {
  readonly pools?: readonly number[];
  readonly repetitions?: number;
  /** The standard deviation of throughputs, as a share of them. */
  readonly noise?: number;
  /** Operations per second of a pool. */
  readonly of: (poolSize: number) => number;
  /** What is otherwise with a pool size. */
  readonly but?: (poolSize: number) => CaseParts;
}

/** The cases of a sweep whose response times are as Little's law has them. */
export function sweepOf(
  { pools = POOLS, repetitions = 1, noise = 0, of, but = () => ({}), ...parts }: SweepParts,
): CaseResult[] {
  const random = normal(seededRandom(15).number);
  return Array.from({ length: repetitions }, (_, at) =>
    pools.map((poolSize) => {
      const throughput = of(poolSize) * (1 + noise * random());
      const mean = poolSize / throughput * 1_000;
      const time = { ...summaryOf(mean), mean };
      return caseOf({
        ...{ poolSize, throughput, serviceTime: time, responseTime: time },
        ...repetitions > 1 && { repetition: at + 1 },
        ...parts,
        ...but(poolSize),
      });
    })).flat();
}

/** A server that takes `ms` for each and does at most `most` a second: as many as fit wait for nothing, the others queue. */
export function bounded(ms: number, most: number): (poolSize: number) => number {
  return (poolSize) => Math.min(poolSize / ms * 1_000, most);
}

/** A curve of the Universal Scalability Law. */
export function law(lambda: number, sigma: number, kappa: number): (poolSize: number) => number {
  return (poolSize) => uslThroughput(poolSize, lambda, sigma, kappa);
}

/** By G. Box and M. Muller. */
function normal(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
