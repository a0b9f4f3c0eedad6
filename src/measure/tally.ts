import type { CaseResult, Errors } from "../result/case.ts";
import { type AlikeTimes, createTimes, type Times } from "./times.ts";

/** Counts and times of operations. */
export interface Tally {
  succeeded: number;
  failed: number;
  /** Those of the failed of which a write may have happened all the same. */
  unknown: number;
  /** Due while the pool was full, and dropped. */
  dropped: number;
  /** Due before the schedule's end, and never sent. */
  unsent: number;
  /** In flight when the case was ended. */
  unfinished: number;
  readonly errors: ErrorClasses;
  /** Sent → done. */
  readonly service: Times;
  /** Due → sent and due → done; `undefined` where operations are sent when they are due. */
  readonly open: { readonly wait: Times; readonly response: Times } | undefined;
  /** Sent → failed. */
  readonly failures: Times;
}

/** The class of what took longer than it may. */
export const CLIENT_TIMEOUT = "clientTimeout";

/** A message or the name of a class that is longer is cut to this many characters. */
const LONGEST = { message: 500, name: 100 };

/** When there are this many classes, errors of other classes are counted together. */
const MOST_CLASSES = 50;
const OTHERS = "others";

/** Errors by class: how many there were, and the first message. */
export type ErrorClasses = Map<string, { count: number; readonly example: string }>;

/** One tally for each operation of a mix; one without a mix. */
export type Tallies = [Tally, ...Tally[]];

/**
 * What came back when an operation failed: an answer of the server; nothing, as the target is lost or its time was over;
 * or neither, as the scenario threw by itself.
 */
export type FailureKind = "answered" | "lost" | "own";

/** Why an operation failed. */
export interface FailedWith {
  readonly errorClass: string;
  readonly message: string;
  readonly kind: FailureKind;
  /** Whether a write of it may have happened all the same. */
  readonly isUnknown?: boolean;
}

/** The figures of a {@linkcode Tally}'s operations. */
export type Figures = Pick<
  CaseResult,
  | "operations"
  | "dropped"
  | "unsent"
  | "unfinished"
  | "errors"
  | "refused"
  | "serviceTime"
  | "waitTime"
  | "responseTime"
>;

const NOTHING = { succeeded: 0, failed: 0, unknown: 0, dropped: 0, unsent: 0, unfinished: 0 };

/** Starts counting; `isOpen` says whether operations can be sent later than they are due. */
export function createTally(isOpen: boolean): Tally {
  return {
    ...NOTHING,
    errors: new Map(),
    service: createTimes(),
    open: isOpen ? { wait: createTimes(), response: createTimes() } : undefined,
    failures: createTimes(),
  };
}

/** Counts an operation that succeeded. */
export function countSuccess(tally: Tally, due: number, sent: number, done: number): void {
  tally.succeeded++;
  recordTimes(tally, due, sent, done);
}

function recordTimes(tally: Tally, due: number, sent: number, done: number): void {
  tally.service.record(done - sent);
  if (tally.open === undefined) return;
  tally.open.wait.record(sent - due);
  tally.open.response.record(done - due);
}

/** Counts an operation that failed. */
export function countFailure(
  tally: Tally,
  [sent, failed]: readonly [sent: number, failed: number],
  { errorClass, message, isUnknown = false }: FailedWith,
): void {
  tally.failed++;
  if (isUnknown) tally.unknown++;
  tally.failures.record(failed - sent);
  addErrors(tally.errors, errorClass, 1, message);
}

/** Counts operations that were never sent. Their ages stand in for wait and response time, as a lower bound. */
export function addUnsent(tally: Tally, ages: AlikeTimes): void {
  tally.unsent += ages.count;
  tally.open?.wait.recordAlike(ages);
  tally.open?.response.recordAlike(ages);
}

/** Counts an operation that had not ended. Its age stands in for its times, as a lower bound. */
export function countUnfinished(tally: Tally, due: number, sent: number, now: number): void {
  tally.unfinished++;
  recordTimes(tally, due, sent, now);
}

/** Adds everything that one tally holds to another. */
export function addTally(from: Tally, to: Tally): void {
  to.succeeded += from.succeeded;
  to.failed += from.failed;
  to.unknown += from.unknown;
  to.dropped += from.dropped;
  to.unsent += from.unsent;
  to.unfinished += from.unfinished;
  from.errors.forEach(({ count, example }, name) => addErrors(to.errors, name, count, example));
  to.service.add(from.service);
  to.failures.add(from.failures);
  if (from.open !== undefined) {
    to.open?.wait.add(from.open.wait);
    to.open?.response.add(from.open.response);
  }
}

/** Sets everything that a tally holds back to nothing. */
export function clearTally(tally: Tally): void {
  Object.assign(tally, NOTHING);
  tally.errors.clear();
  const { service, failures, open } = tally;
  for (const times of [service, failures, open?.wait, open?.response]) times?.clear();
}

/** Makes one tally of several. */
export function sumTallies(tallies: Readonly<Tallies>): Tally {
  const [first] = tallies;
  if (tallies.length === 1) return first;
  const sum = createTally(first.open !== undefined);
  for (const tally of tallies) addTally(tally, sum);
  return sum;
}

/** Milliseconds that the operations were in flight, added up. */
export function timeInFlight({ service, failures }: Tally): number {
  return service.total() + failures.total();
}

/** Summarizes what was counted. */
export function figuresOf(
  { succeeded, failed, unknown, dropped, unsent, unfinished, ...tally }: Tally,
): Figures {
  const { service, open, failures } = tally;
  const serviceTime = service.summary();
  return {
    operations: succeeded + failed,
    ...{ dropped, unsent },
    ...unfinished > 0 && { unfinished },
    errors: {
      total: failed,
      ...unknown > 0 && { unknown },
      ...describeErrors(tally.errors),
      serviceTime: failures.summary(),
    },
    serviceTime,
    waitTime: open?.wait.summary() ?? null,
    responseTime: open === undefined ? serviceTime : open.response.summary(),
    refused: [service, failures, open?.wait, open?.response]
      .reduce((sum, times) => sum + (times?.refused() ?? 0), 0),
  };
}

/** Adds errors of one class. A class more than there is room for counts as one of the others. */
export function addErrors(
  errors: ErrorClasses,
  errorClass: string,
  count: number,
  example: string,
): void {
  const name = className(errorClass, errors);
  const known = errors.get(name);
  if (known !== undefined) known.count += count;
  else errors.set(name, { count, example: cutMessage(example) });
}

/** The name under which errors of a class are counted beside those classes that are known. */
export function className(errorClass: string, known: ReadonlyMap<string, unknown>): string {
  const name = cut(errorClass, LONGEST.name);
  return known.has(name) || known.size < MOST_CLASSES ? name : OTHERS;
}

/** Errors by class, as a result has them. */
export function describeErrors(errors: ErrorClasses): Pick<Errors, "byClass" | "examples"> {
  const entries = [...errors];
  return {
    byClass: Object.fromEntries(entries.map(([name, { count }]) => [name, count])),
    examples: Object.fromEntries(entries.map(([name, { example }]) => [name, example])),
  };
}

/** Cuts a message that is too long for a result. */
export function cutMessage(message: string): string {
  return cut(message, LONGEST.message);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;
}
