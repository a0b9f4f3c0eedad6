import { INTERVAL } from "../scenario/node_event.ts";
import type { LoadResult, Schedule, Second } from "../result/case.ts";
import type { Outage } from "../result/outage.ts";
import type { Measured } from "./measured.ts";

const SECOND = 1_000;

/**
 * What was measured, told on a clock that had started so many milliseconds before, so that it can be merged with what that
 * clock timed. Its seconds and tenths of a second are kept whole, as a histogram cannot be cut: they move by as many as
 * are nearest.
 */
export function onEarlierClock(measured: Measured, ms: number): Measured {
  if (ms === 0) return measured;
  const { elapsed, schedule, outages, series, intervals, loads } = measured;
  return {
    ...measured,
    elapsed: elapsed + ms,
    schedule: begunLater(schedule, ms),
    ...outages && { outages: outages.map((outage) => movedOutage(outage, ms)) },
    series: movedSeries(series, Math.round(ms / SECOND)),
    ...intervals &&
      { intervals: [...nothing(Math.round(ms / INTERVAL), NO_INTERVAL), ...intervals] },
    ...loads && { loads: loads.map((load) => movedLoad(load, ms)) },
  };
}

const NO_INTERVAL = () => ({ succeeded: 0, responseTime: 0 });

function nothing<T>(count: number, one: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => one(at));
}

/** As much was due and sent, in a time that is longer by the wait for its beginning. */
function begunLater(schedule: Schedule | null, ms: number): Schedule | null {
  if (schedule === null) return null;
  const { achieved, length, overrun } = schedule;
  const whole = length + overrun;
  return { ...schedule, length: length + ms, achieved: achieved * whole / (whole + ms) };
}

function movedOutage({ from, to, errors }: Outage, ms: number): Outage {
  return { from: from + ms, to: to === null ? null : to + ms, errors };
}

function movedLoad(load: LoadResult, ms: number): LoadResult {
  const { elapsed, schedule } = load;
  return { ...load, elapsed: elapsed + ms, schedule: begunLater(schedule, ms) };
}

function movedSeries(series: readonly Second[], seconds: number): Second[] {
  const isOpen = series.some(({ responseTime }) => responseTime !== undefined);
  return [
    ...nothing(series.length === 0 ? 0 : seconds, (at) => ({
      ...{ at: (at + 1) * SECOND, operations: 0, errors: 0, dropped: 0, unsent: 0, inFlight: 0 },
      serviceTime: null,
      ...isOpen && { responseTime: null },
    })),
    ...series.map((second) => ({ ...second, at: second.at + seconds * SECOND })),
  ];
}
