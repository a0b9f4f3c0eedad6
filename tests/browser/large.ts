/** Results as large as a report must be able to show. */
import type { CaseResult, Second } from "../../src/result/case.ts";
import type { Result } from "../../src/result/document.ts";
import { realTimes } from "../report/figures/fixture.ts";
import { caseOf, resultOf } from "../result/fixture.ts";
import { type Random, seededRandom } from "../support/random.ts";

/** How many different seconds there are: each has a histogram, which takes a while to make. */
const DIFFERENT = 40;

/** 200 cases, ten latencies by twenty pools, of 18 seconds each: an hour in all. */
export function manyCases(): Result {
  const seconds = makeSeconds();
  const latencies = Array.from({ length: 10 }, (_, at) => at);
  const pools = Array.from({ length: 20 }, (_, at) => at * 5 + 1);
  const cases = latencies.flatMap((latency) =>
    pools.map((poolSize) => caseWith({ latency, poolSize }, seriesOf(seconds, 18)))
  );
  return resultOf(cases, pools, { settings: { latency: latencies, duration: 18_000 } });
}

/** One case of an hour. */
export function oneHour(): Result {
  const measured = caseWith({ rate: 1_000, poolSize: 100 }, seriesOf(makeSeconds(), 3_600));
  return resultOf([measured], [100], {
    settings: { latency: [0], rate: [1_000], duration: 3_600_000 },
  });
}

function caseWith(
  parts: { readonly latency?: number; readonly poolSize: number; readonly rate?: number },
  series: readonly Second[],
): CaseResult {
  const [{ serviceTime }] = series as readonly [Second];
  return caseOf({
    ...parts,
    ...{ series, serviceTime, responseTime: serviceTime, waitTime: null },
    operations: series.length * 1_000,
    elapsed: series.length * 1_000,
  });
}

function makeSeconds(): Omit<Second, "at">[] {
  const random: Random = seededRandom(7);
  return Array.from({ length: DIFFERENT }, (_, at) => {
    const times = Array.from({ length: 200 }, () => 2 + at / 20 + 30 * random.number() ** 8);
    return {
      ...{ operations: 1_000, errors: at % 13 === 0 ? 3 : 0, dropped: 0, unsent: 0 },
      ...{ inFlight: 10 + at / 4, serviceTime: realTimes(times) },
    };
  });
}

function seriesOf(different: readonly Omit<Second, "at">[], length: number): Second[] {
  return Array.from({ length }, (_, at) => ({
    ...different[(at * 7) % different.length] as Omit<Second, "at">,
    at: (at + 1) * 1_000,
  }));
}
