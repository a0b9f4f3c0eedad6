import { INTERVAL } from "../../scenario/node_event.ts";
import type { Stage } from "../../scenario/settings.ts";
import type { CaseInterval, Dip, NodeEventResult, ResponseDip } from "../node_event.ts";

/** What is known of an event before the load is looked at. */
export type DoneEvent = Pick<
  NodeEventResult,
  "planned" | "at" | "node" | "address" | "do" | "took" | "failed"
>;

/** The load by which events are judged. */
export interface LoadOverTime {
  readonly intervals: readonly CaseInterval[];
  /** For how many milliseconds operations were sent: what ends later says nothing of the load. */
  readonly length: number;
  /** The stages of a load whose rate changes, by which its throughput does without any event. */
  readonly stages?: readonly Stage[] | undefined;
}

/** The load is back when it does this share of what it did before, for a second. */
const BACK = 0.9;

/** Milliseconds: what is compared, what it is compared with, and the least of that. */
const SPAN = { second: 1_000, before: 5_000, least: 500 };

/** A dip that begins later than this after an event is done, in milliseconds, is not the event's. */
const SETTLE = 5_000;

/** The first and the last but one of some intervals. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * What events did to the load, each by itself.
 *
 * Its throughput before is that of the 5 s before the first event since which the cluster was not whole, or the load had
 * not recovered: what undoes an event is compared with the whole cluster, too. A second after it is a dip when it has less than 90 % of
 * that, and less than the worst second before had. The load is back at the first tenth of a second that has 90 % of it,
 * alone and with those of the second that it begins. A dip can begin until 5 s after the event was done; it ends with the
 * next event.
 */
export function describeEvents(
  events: readonly DoneEvent[],
  load: LoadOverTime,
): NodeEventResult[] {
  const { intervals, length } = load;
  const happened = events.flatMap(({ at }) => at ?? []);
  let reference: Stretch | undefined;
  const away = new Set<string>();
  let backAt = 0, count = 0;
  return events.map((event) => {
    const { at, took } = event;
    if (at === null) return { ...event, ...NOTHING };
    const next = happened[++count];
    const from = Math.floor(at / INTERVAL);
    const until = next === undefined ? intervals.length : Math.floor(next / INTERVAL);
    const stretch = { from, to: Math.min(until, Math.ceil(length / INTERVAL)) };
    const settled = at + (took ?? Infinity) + SETTLE;
    if (away.size === 0) reference = findReference(at, backAt) ?? reference;
    noteAway(away, event);
    const succeeded = look(reference, stretch, settled, throughputOf(load));
    const answered = look(reference, stretch, settled, quicknessOf(load));
    if (succeeded !== undefined) backAt = succeeded.backAt ?? Infinity;
    const watched = Math.max(succeeded?.backAt ?? Infinity, settled);
    return {
      ...event,
      throughputBefore: reference === undefined ? null : rateOf(load, reference),
      dip: succeeded === undefined ? null : dipOf(load, succeeded),
      recoveredAfter: timeSince(at, succeeded?.backAt),
      responseTime: answered === undefined ? null : responseDipOf(load, answered, at),
      errors: countErrors(intervals.slice(from, Math.min(until, Math.ceil(watched / INTERVAL)))),
    };
  });
}

/** What undoes an action, where something does. */
const UNDONE_BY: Partial<Record<DoneEvent["do"], DoneEvent["do"]>> = {
  kill: "restart",
  stop: "continue",
  stall: "unstall",
  refuse: "accept",
};

/** Notes what is not as it was when the case started: nodes with the action that undoes what was done to them. */
function noteAway(away: Set<string>, { node, do: action }: DoneEvent): void {
  const undoing = UNDONE_BY[action];
  if (undoing !== undefined) away.add(`${node} ${undoing}`);
  away.delete(`${node} ${action}`);
  if (action === "restart" || action === "kill") away.delete(`${node} continue`);
}

function timeSince(at: number, later: number | null | undefined): number | null {
  return later === undefined || later === null ? null : Math.max(0, later - at);
}

const NOTHING = {
  ...{ throughputBefore: null, dip: null, recoveredAfter: null, responseTime: null },
  errors: { total: 0, byClass: {} },
};

/** What an event is compared with; `undefined` where the load is not undisturbed for long enough. */
function findReference(at: number, backAt: number): Stretch | undefined {
  const from = Math.ceil(Math.max(backAt, at - SPAN.before) / INTERVAL);
  const to = Math.floor(at / INTERVAL);
  return (to - from) * INTERVAL >= SPAN.least ? { from, to } : undefined;
}

/** How much a stretch did; what it is divided by is not said. */
type Measure = (stretch: Stretch) => number;

/** What was found of an event. */
interface Found {
  readonly reference: Stretch;
  /** When the load was back, on the case's clock; `null` where it was not. */
  readonly backAt: number | null;
  /** The seconds up to then, of which the worst tells how far it was down. */
  readonly seconds: readonly Stretch[];
  /** What one of them did, as a share of what was done before. */
  readonly levelOf: (second: Stretch) => number;
}

/** Looks for dips that begin until an event has settled, for the worst of their seconds and for the end of the last. */
function look(
  reference: Stretch | undefined,
  stretch: Stretch,
  settled: number,
  measure: Measure,
): Found | undefined {
  const usual = reference === undefined ? 0 : measure(reference);
  if (reference === undefined || usual === 0 || stretch.to <= stretch.from) return undefined;
  const levelOf = (one: Stretch) => measure(one) / usual;
  const seconds = secondsOf(stretch);
  const lowest = Math.min(BACK, ...secondsOf(reference).map(levelOf));
  const dips = (second: Stretch) => levelOf(second) < lowest;
  const isBack = (second: Stretch) =>
    levelOf(second) >= BACK && levelOf({ from: second.from, to: second.from + 1 }) >= BACK;

  let end = 0;
  let backAt: number | null = stretch.from * INTERVAL;
  for (let begin = 0; backAt !== null;) {
    begin = seconds.findIndex((second, index) =>
      index >= end && second.from * INTERVAL < settled && dips(second)
    );
    if (begin === -1) break;
    end = seconds.findIndex((second, index) => index > begin && isBack(second));
    backAt = end === -1 ? null : seconds[end]!.from * INTERVAL;
  }
  const near = seconds.filter(({ from }, index) => from * INTERVAL < settled || index === 0);
  const judged = backAt === null ? seconds : end > 0 ? seconds.slice(0, end) : near;
  return { reference, backAt, seconds: judged, levelOf };
}

/** Every second of a stretch, from each of its intervals on; the last ones are shorter, down to half a second. */
function secondsOf({ from, to }: Stretch): Stretch[] {
  const least = Math.min(SPAN.least / INTERVAL, to - from);
  return Array.from({ length: to - from - least + 1 }, (_, at) => ({
    from: from + at,
    to: Math.min(to, from + at + SPAN.second / INTERVAL),
  }));
}

/** Successes by what the schedule would have had: by time, or by the rate at that time. */
function throughputOf(load: LoadOverTime): Measure {
  return (stretch) => {
    const due = sumOf(load, stretch, (_, at) => dueIn(load, at));
    return due === 0 ? 0 : sumOf(load, stretch, ({ succeeded }) => succeeded) / due;
  };
}

/** One by the mean response time. Where nothing succeeded, nothing was quick. */
function quicknessOf(load: LoadOverTime): Measure {
  return (stretch) => 1 / meanTimeOf(load, stretch) || 0;
}

function meanTimeOf(load: LoadOverTime, stretch: Stretch): number {
  return sumOf(load, stretch, ({ responseTime }) => responseTime) /
    sumOf(load, stretch, ({ succeeded }) => succeeded);
}

/** How much was due in an interval, in any unit. */
function dueIn({ stages, length }: LoadOverTime, at: number): number {
  const time = Math.min(INTERVAL, length - at * INTERVAL);
  return stages === undefined ? time : time * rateAt(stages, at * INTERVAL + time / 2);
}

function rateAt(stages: readonly Stage[], at: number): number {
  let startsAt = 0, rate = 0;
  for (const { from = rate, to, duration } of stages) {
    if (at < startsAt + duration) return from + (to - from) * (at - startsAt) / duration;
    startsAt += duration;
    rate = to;
  }
  return 0;
}

function rateOf(load: LoadOverTime, stretch: Stretch): number {
  const time = sumOf(load, stretch, (_, at) => dueIn({ ...load, stages: undefined }, at));
  return sumOf(load, stretch, ({ succeeded }) => succeeded) / time * 1_000;
}

function dipOf(load: LoadOverTime, { seconds, levelOf }: Found): Dip {
  const worst = seconds.reduce((a, b) => levelOf(b) < levelOf(a) ? b : a);
  return {
    depth: Math.max(0, 1 - levelOf(worst)),
    throughput: rateOf(load, worst),
    at: worst.from * INTERVAL,
  };
}

function responseDipOf(
  load: LoadOverTime,
  { reference, backAt, seconds }: Found,
  at: number,
): ResponseDip {
  const times = seconds.map((second) => meanTimeOf(load, second)).filter(Number.isFinite);
  return {
    before: meanTimeOf(load, reference),
    worst: times.length === 0 ? null : Math.max(...times),
    recoveredAfter: timeSince(at, backAt),
  };
}

function countErrors(intervals: readonly CaseInterval[]): NodeEventResult["errors"] {
  const byClass: Record<string, number> = {};
  for (const [name, count] of intervals.flatMap(classesOf)) {
    byClass[name] = (byClass[name] ?? 0) + count;
  }
  return { total: Object.values(byClass).reduce((sum, count) => sum + count, 0), byClass };
}

function classesOf({ errors = {} }: CaseInterval): [name: string, count: number][] {
  return Object.entries(errors);
}

function sumOf(
  { intervals }: LoadOverTime,
  { from, to }: Stretch,
  value: (interval: CaseInterval, at: number) => number,
): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += value(intervals[at] ?? NO_INTERVAL, at);
  return sum;
}

const NO_INTERVAL: CaseInterval = { succeeded: 0, responseTime: 0 };
