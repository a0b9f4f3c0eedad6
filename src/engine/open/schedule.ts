import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { FullSettings, Parameters, Stage } from "../../scenario/settings.ts";
import { mixSeed } from "../operations/choices.ts";
import type { Share } from "../part.ts";

/** Rates are per second and times are milliseconds, so the integral of a rate counts thousandths of operations. */
const THOUSAND = 1_000;

/** When the operations of an open load are due. */
export interface LoadSchedule {
  /** Milliseconds from the start at which the next operation is due; `undefined` after the last. */
  next(): number | undefined;
  /** Milliseconds from the start to the schedule's end. No operation is due later. */
  readonly length: number;
  /** Operations per second, on average. */
  readonly rate: number;
  /** How many operations to expect; at random there can be fewer or more. */
  readonly expected: number;
  /** Whether operations are sent also after the schedule's end, until none is left. */
  readonly sendsAll?: boolean;
}

/** A stretch in which the rate changes in a straight line; milliseconds, and operations per second. */
interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly startsAt: number;
  readonly length: number;
  /** The integral of the rate up to its start. */
  readonly before: number;
}

/** What a schedule is made of. */
export interface ScheduleOptions extends Pick<FullSettings, "arrivals" | "seed"> {
  readonly stages: readonly Stage[];
  /** How many operations there are, where the only stage has no end. */
  readonly operations?: number;
}

/**
 * Computes due times from one start, so that they do not drift and depend on the seed alone.
 *
 * Operation number n is due when the integral of the rate reaches n. At random, it is due when the integral reaches
 * the instant of event n in a Poisson process of rate 1, which makes a Poisson process of the rate asked for.
 */
export function createSchedule(options: ScheduleOptions): LoadSchedule {
  const { stages, operations = Infinity } = options;
  const ramps = rampsOf(stages);
  const last = ramps.at(-1) as Ramp;
  const whole = last.before + integral(last);
  const next = createDueTimes(ramps, whole, options);
  if (whole < Infinity) {
    const length = last.startsAt + last.length;
    return { next, length, rate: whole / length, expected: Math.ceil(whole / THOUSAND) };
  }
  // At random, the last operation can be due later than on average.
  const lastDue = options.arrivals === "poisson" && operations < Infinity
    ? lastOf(createDueTimes(ramps, whole, options))
    : 0;
  const length = Math.max(operations * THOUSAND / last.to, lastDue);
  return { next, length, rate: last.to, expected: operations };
}

function createDueTimes(
  ramps: readonly Ramp[],
  whole: number,
  { operations = Infinity, arrivals, seed }: ScheduleOptions,
): LoadSchedule["next"] {
  const isRandom = arrivals === "poisson";
  const generator = xoroshiro128plus(mixSeed(seed, ARRIVALS));
  let count = 0, random = 0, at = 0;
  return () => {
    if (isRandom) random -= Math.log(1 - uniformFloat64(generator));
    const reached = (isRandom ? random : count) * THOUSAND;
    if (count >= operations || reached >= whole) return undefined;
    while (reached >= (ramps[at + 1]?.before ?? Infinity)) at++;
    count++;
    return dueIn(ramps[at] as Ramp, reached);
  };
}

function lastOf(next: LoadSchedule["next"]): number {
  let last = 0;
  for (let due = next(); due !== undefined; due = next()) last = due;
  return last;
}

/** The schedule of a case; `undefined` for a closed load, which has none. */
export function scheduleOf(settings: FullSettings, { rate }: Parameters): LoadSchedule | undefined {
  const { duration = Infinity, operations, arrivals, seed } = settings;
  const stages = settings.stages ?? (rate && [{ from: rate, to: rate, duration }]);
  if (!stages) return undefined;
  return createSchedule({ stages, arrivals, seed, ...operations !== undefined && { operations } });
}

/** A thread's share of a schedule: of n threads, each has every nth operation. */
export function ownSchedule(schedule: LoadSchedule, { worker, workers }: Share): LoadSchedule {
  let ahead = worker + 1;
  function next(): number | undefined {
    let due: number | undefined;
    for (; ahead > 0; ahead--) due = schedule.next();
    ahead = workers;
    return due;
  }
  return { ...schedule, next, expected: Math.ceil(schedule.expected / workers) };
}

/** Seeds the random arrivals: an index that no input has. */
const ARRIVALS = -1;

function rampsOf(stages: readonly Stage[]): Ramp[] {
  const ramps: Ramp[] = [];
  for (const { from, to, duration } of stages) {
    const last = ramps.at(-1);
    ramps.push({
      from: from ?? last?.to ?? 0,
      to,
      startsAt: last === undefined ? 0 : last.startsAt + last.length,
      length: duration,
      before: last === undefined ? 0 : last.before + integral(last),
    });
  }
  return ramps;
}

function integral({ from, to, length }: Ramp): number {
  return (from + to) / 2 * length;
}

/** Solves reached = before + from · t + slope · t² / 2 for t, in the form that also holds without a slope. */
function dueIn({ from, to, startsAt, length, before }: Ramp, reached: number): number {
  const more = reached - before;
  if (more === 0) return startsAt;
  const slope = (to - from) / length;
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * more));
  return startsAt + 2 * more / (from + root);
}
