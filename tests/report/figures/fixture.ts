import { createTimes } from "../../../src/measure/times.ts";
import type { CaseResult, Second } from "../../../src/result/case.ts";
import type { TimeSummary } from "../../../src/result/time_summary.ts";
import { caseOf, type CaseParts } from "../../result/fixture.ts";

/** A distribution with a histogram that can be read. */
export function realTimes(times: readonly number[]): TimeSummary {
  const recorded = createTimes();
  for (const ms of times) recorded.record(ms);
  return recorded.summary()!;
}

/** A second of operations that take these times, one after the other. */
export function secondOf(at: number, times: readonly number[], errors = 0): Second {
  return {
    ...{ at, operations: times.length + errors, errors, dropped: 0, unsent: 0, inFlight: 2 },
    serviceTime: times.length === 0 ? null : realTimes(times),
  };
}

/** A case in a pool of a server that takes 10 ms for each request and has 8 places: it is full from pool 8 on. */
export function fullAtEight(poolSize: number, parts: CaseParts = {}): CaseResult {
  const ms = 10 * Math.max(1, poolSize / 8);
  const times = { ...realTimes([ms]), mean: ms, p50: ms, p99: 2 * ms };
  return caseOf({
    ...{ poolSize, throughput: Math.min(poolSize, 8) * 100 },
    ...{ serviceTime: times, responseTime: times, ...parts },
  });
}
