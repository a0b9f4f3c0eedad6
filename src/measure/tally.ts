import type { CaseResult } from "../result/case.ts";
import { createTimes, type Times } from "./times.ts";

/** Counts and times of operations. */
export interface Tally {
  succeeded: number;
  failed: number;
  /** Due and never sent. */
  dropped: number;
  readonly errors: Map<string, { count: number; readonly example: string }>;
  /** Sent → done. */
  readonly service: Times;
  /** Due → sent and due → done; `undefined` where operations are sent when they are due. */
  readonly open: { readonly wait: Times; readonly response: Times } | undefined;
  /** Sent → failed. */
  readonly failures: Times;
}

/** At least one. */
export type Tallies = [Tally, ...Tally[]];

/** Why an operation failed. */
export interface FailedWith {
  readonly errorClass: string;
  readonly message: string;
}

/** What a {@linkcode Tally} says of its operations. */
export type Figures = Pick<
  CaseResult,
  "operations" | "dropped" | "errors" | "refused" | "serviceTime" | "waitTime" | "responseTime"
>;

/** Starts counting; `isOpen` says whether operations can be sent later than they are due. */
export function createTally(isOpen: boolean): Tally {
  return {
    ...{ succeeded: 0, failed: 0, dropped: 0 },
    errors: new Map(),
    service: createTimes(),
    open: isOpen ? { wait: createTimes(), response: createTimes() } : undefined,
    failures: createTimes(),
  };
}

/** Counts an operation that succeeded. */
export function countSuccess(tally: Tally, due: number, sent: number, done: number): void {
  tally.succeeded++;
  tally.service.record(done - sent);
  if (tally.open === undefined) return;
  tally.open.wait.record(sent - due);
  tally.open.response.record(done - due);
}

/** Counts an operation that failed. */
export function countFailure(
  tally: Tally,
  [sent, failed]: readonly [sent: number, failed: number],
  { errorClass, message }: FailedWith,
): void {
  tally.failed++;
  tally.failures.record(failed - sent);
  addErrors(tally, errorClass, 1, message);
}

/** Adds all that one holds to another. */
export function addTally(from: Tally, to: Tally): void {
  to.succeeded += from.succeeded;
  to.failed += from.failed;
  to.dropped += from.dropped;
  from.errors.forEach(({ count, example }, name) => addErrors(to, name, count, example));
  to.service.add(from.service);
  to.failures.add(from.failures);
  if (from.open !== undefined) {
    to.open?.wait.add(from.open.wait);
    to.open?.response.add(from.open.response);
  }
}

/** Starts again from nothing. */
export function clearTally(tally: Tally): void {
  Object.assign(tally, { succeeded: 0, failed: 0, dropped: 0 });
  tally.errors.clear();
  const { service, failures, open } = tally;
  for (const times of [service, failures, open?.wait, open?.response]) times?.clear();
}

/** One tally of several. */
export function sumTallies(tallies: Readonly<Tallies>): Tally {
  const [first] = tallies;
  if (tallies.length === 1) return first;
  const sum = createTally(first.open !== undefined);
  for (const tally of tallies) addTally(tally, sum);
  return sum;
}

/** Milliseconds that operations were in flight, added up. */
export function timeInFlight({ service, failures }: Tally): number {
  return service.total() + failures.total();
}

/** What was counted. */
export function figuresOf({ succeeded, failed, dropped, ...tally }: Tally): Figures {
  const { service, open, failures } = tally;
  const errors = [...tally.errors];
  const serviceTime = service.summary();
  return {
    operations: succeeded + failed,
    dropped,
    errors: {
      total: failed,
      byClass: Object.fromEntries(errors.map(([name, { count }]) => [name, count])),
      examples: Object.fromEntries(errors.map(([name, { example }]) => [name, example])),
      serviceTime: failures.summary(),
    },
    serviceTime,
    waitTime: open?.wait.summary() ?? null,
    responseTime: open === undefined ? serviceTime : open.response.summary(),
    refused: [service, failures, open?.wait, open?.response]
      .reduce((sum, times) => sum + (times?.refused() ?? 0), 0),
  };
}

function addErrors({ errors }: Tally, name: string, count: number, example: string): void {
  const known = errors.get(name);
  if (known === undefined) errors.set(name, { count, example });
  else known.count += count;
}
