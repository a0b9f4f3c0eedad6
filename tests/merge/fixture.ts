import type { Measured } from "../../src/measure/measured.ts";
import { createTimes } from "../../src/measure/times.ts";
import type { CaseResult } from "../../src/result/case.ts";
import type { Result } from "../../src/result/document.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";
import { type Ended, measuredOf, randomStream } from "../measure/fixture.ts";
import { caseOf, type CaseParts, resultOf, type ResultParts } from "../result/fixture.ts";
import { seededRandom } from "../support/random.ts";

/** The distribution of these times. */
export function timesOf(times: readonly number[]): TimeSummary | null {
  const recorded = createTimes();
  for (const ms of times) recorded.record(ms);
  return recorded.summary();
}

/** A case as of the result's fixtures, whose times are in histograms that can be added. */
export function mergeableCase(parts: CaseParts): CaseResult {
  const one = caseOf(parts);
  const time = timesOf(Array.from({ length: 100 }, (_, at) => 1 + at / 100));
  return {
    ...{ ...one, serviceTime: time, responseTime: time, injectedLatency: null },
    waitTime: one.waitTime && time,
  };
}

/** When the first machine began. */
export const START: number = Date.parse("2026-11-22T06:25:01.000Z");

/** What one machine did. */
export interface Machine {
  readonly stream: readonly Ended[];
  /** For how many milliseconds it measured. */
  readonly length: number;
  /** How many milliseconds after the first one it began. */
  readonly after: number;
}

/** Two to four machines, the first of which measures for longer than the others are late by whole seconds. */
export function randomMachines(seed: number): Machine[] {
  const random = seededRandom(seed);
  return Array.from({ length: 2 + random.below(3) }, (_, at) => {
    const length = 3_500 + random.below(2_000);
    const stream = randomStream(seed * 10 + at, 50 + random.below(150), length);
    return { stream, length, after: at === 0 ? 0 : random.below(4) * 1_000 };
  });
}

/** What a machine measured of its case. */
export function caseOfMachine({ stream, length, after }: Machine, isOpen = true): CaseResult {
  return {
    ...measuredOf(stream, length, { isOpen, startedAt: instant(START + after) }),
    verdict: { valid: true, reasons: [] },
  };
}

/** What one client would have measured that did it all. */
export function measuredTogether(machines: readonly Machine[], isOpen = true): Measured {
  const stream = machines.flatMap(({ stream, after }) =>
    stream.map((one) => ({
      ...one,
      ...{ due: one.due + after, sent: one.sent + after, done: one.done + after },
    }))
  ).sort((a, b) => a.done - b.done);
  const length = Math.max(...machines.map(({ length, after }) => length + after));
  return measuredOf(stream, length, { isOpen, startedAt: instant(START) });
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

/** The document of a machine, with a seed of its own. */
export function documentOf(
  cases: readonly CaseResult[],
  seed: number,
  { settings = {}, ...parts }: ResultParts = {},
): Result {
  return resultOf(cases, [100], {
    scenario: { name: "latency", seed, file: "scenarios/latency.ts" },
    settings: { seed, latency: [0], workers: 3, ...settings },
    ...parts,
  });
}
