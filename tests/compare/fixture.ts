import { drawing, simulateRuns, simulateSeconds, uniform } from "../../bench/lib/simulated.ts";
import type { Scatter } from "../../bench/lib/simulated.ts";
import type { CaseResult } from "../../src/result/case.ts";
import type { Result } from "../../src/result/document.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";
import {
  caseOf,
  type CaseParts,
  resultOf,
  type ResultParts,
  summaryOf,
} from "../result/fixture.ts";

/** What a test says of simulated repetitions. */
export interface RepeatedParts extends CaseParts {
  readonly runs?: number;
  readonly seed?: number;
  readonly noise?: number;
  readonly scatter?: Scatter;
  /** By how much it is slower: 0.1 is 10 % fewer operations, each figure of the times 10 % longer. */
  readonly slower?: number;
}

/** The repetitions of a case, whose figures scatter by 1 % unless said otherwise. */
export function repeatedCase(
  { runs = 5, seed = 1, noise = 0.01, scatter = "normal", slower = 0, ...parts }: RepeatedParts =
    {},
): CaseResult[] {
  const draw = drawing(scatter, uniform(seed));
  return simulateRuns(draw, { runs, noise }).map(([x = 0, ...times], at) =>
    caseOf({
      ...parts,
      repetition: at + 1,
      throughput: 10_000 * (1 - slower) * Math.exp(x),
      responseTime: timeOf(times.map((time) => Math.exp(time) * (1 + slower)), 10_000),
    })
  );
}

/** A case of one run of so many seconds. */
export function secondsCase(
  { seconds = 60, seed = 1, slower = 0, dependence = 0.5, ...parts }: CaseParts & {
    readonly seconds?: number;
    readonly seed?: number;
    readonly slower?: number;
    readonly dependence?: number;
  } = {},
): CaseResult {
  const draw = drawing("normal", uniform(seed));
  const [throughput = [], ...times] = simulateSeconds(draw, { seconds, dependence, noise: 0.03 });
  const series = throughput.map((value, at) => ({
    at: (at + 1) * 1_000,
    operations: Math.round(10_000 * value * (1 - slower)),
    ...{ errors: 0, dropped: 0, unsent: 0, inFlight: 1 },
    serviceTime: timeOf(times.map((time) => time[at]! * (1 + slower)), 10_000),
  }));
  return caseOf({ ...parts, series });
}

function timeOf(
  [p50 = 1, p95 = 1, p99 = 1, p999 = 1]: readonly number[],
  count: number,
): TimeSummary {
  return {
    ...summaryOf(1, count),
    ...{ p50, p95: p95 * 2, p99: p99 * 3, p999: p999 * 5, max: 10 },
  };
}

/** A result of cases, each with its repetitions. */
export function resultOfAll(cases: readonly CaseResult[][], parts: ResultParts = {}): Result {
  return resultOf(cases.flat(), [1, 100], parts);
}
