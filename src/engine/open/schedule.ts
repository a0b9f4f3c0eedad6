import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { FullSettings, Parameters, Stage } from "../../scenario/settings.ts";
import { mixSeed } from "../operations/random.ts";
import type { Share } from "../operations/supply.ts";

/** Places are thousandths of operations: operations per second times milliseconds. */
const THOUSAND = 1_000;

/** When the operations of an open load are due. */
export interface Schedule {
  /** Milliseconds from the start at which the next is due; `undefined` after the last. */
  next(): number | undefined;
  /** Milliseconds from the start to the schedule's end. */
  readonly length: number;
  /** Operations per second, on average. */
  readonly rate: number;
  /** How many operations to expect; at random there can be fewer or more. */
  readonly expected: number;
}

/** A stretch in which the rate changes in a straight line; milliseconds, and operations per second. */
interface Ramp {
  readonly from: number;
  readonly to: number;
  readonly startsAt: number;
  readonly length: number;
  /** The place at which it begins. */
  readonly before: number;
}

/** What a schedule is made of. */
export interface ScheduleOptions extends Pick<FullSettings, "arrivals" | "seed"> {
  readonly stages: readonly Stage[];
  /** How many operations there are in an only stage that has no end. */
  readonly operations?: number;
}

/**
 * Computes due times from one start, so that they do not drift and depend on the seed alone.
 *
 * Operation number n is due when the integral of the rate reaches n. At random, the numbers are those of a Poisson
 * process of rate 1: its time, stretched by the integral, gives one of the rate asked for.
 */
export function createSchedule(
  { stages, operations = Infinity, ...options }: ScheduleOptions,
): Schedule {
  const ramps = rampsOf(stages);
  const last = ramps.at(-1) as Ramp;
  const all = last.before + area(last);
  const isRandom = options.arrivals === "poisson";
  const generator = xoroshiro128plus(mixSeed(options.seed, ARRIVALS));
  let count = 0, random = 0, at = 0;

  function next(): number | undefined {
    if (isRandom) random -= Math.log(1 - uniformFloat64(generator));
    const place = (isRandom ? random : count) * THOUSAND;
    if (count >= operations || place >= all) return undefined;
    while (place >= (ramps[at + 1]?.before ?? Infinity)) at++;
    count++;
    return dueIn(ramps[at] as Ramp, place);
  }

  if (all === Infinity) {
    const length = operations * THOUSAND / last.to;
    return { next, length, rate: last.to, expected: operations };
  }
  const length = last.startsAt + last.length;
  return { next, length, rate: all / length, expected: Math.ceil(all / THOUSAND) };
}

/** The schedule of a case; `undefined` for a closed load, which has none. */
export function scheduleOf(settings: FullSettings, { rate }: Parameters): Schedule | undefined {
  const { duration = Infinity, operations, arrivals, seed } = settings;
  const stages = settings.stages ?? (rate && [{ from: rate, to: rate, duration }]);
  if (!stages) return undefined;
  return createSchedule({ stages, arrivals, seed, ...operations !== undefined && { operations } });
}

/** A thread's part of a schedule: of n threads, each has every nth operation. */
export function ownPart(schedule: Schedule, { worker, workers }: Share): Schedule {
  let ahead = worker + 1;
  function next(): number | undefined {
    let due: number | undefined;
    for (; ahead > 0; ahead--) due = schedule.next();
    ahead = workers;
    return due;
  }
  return { ...schedule, next, expected: Math.ceil(schedule.expected / workers) };
}

/** An index that no input has. */
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
      before: last === undefined ? 0 : last.before + area(last),
    });
  }
  return ramps;
}

function area({ from, to, length }: Ramp): number {
  return (from + to) / 2 * length;
}

/** Solves place = before + from · t + slope · t² / 2 for t, in the form that also holds without a slope. */
function dueIn({ from, to, startsAt, length, before }: Ramp, place: number): number {
  const more = place - before;
  if (more === 0) return startsAt;
  const slope = (to - from) / length;
  const root = Math.sqrt(Math.max(0, from * from + 2 * slope * more));
  return startsAt + 2 * more / (from + root);
}
