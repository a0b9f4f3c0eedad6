import type { LiveCase, LiveSecond } from "../../src/telemetry/live.ts";

/** How far the third of six cases is, of 10,000 operations; its seconds had these rates. */
export function liveCase(
  done: number,
  elapsed: number,
  own: object = {},
  rates: readonly number[] = [],
): LiveCase {
  const parameters = { ...own, latency: 5, poolSize: 100 };
  const share = done / 10_000;
  const seconds = rates.map((rate, at): LiveSecond => ({
    ...{ at: (at + 1) * 1_000, rate, errors: at, inFlight: 100 },
    times: rate === 0 ? null : { p50: 1.2, p99: rate / 100 },
  }));
  return {
    at: { case: { parameters, repetition: 1 }, index: 2, cases: 6, done, elapsed, share },
    seconds,
    errors: rates.length * (rates.length - 1) / 2,
    soFar: rates.length === 0 ? null : { p50: 1.2, p99: 34.5 },
  };
}
