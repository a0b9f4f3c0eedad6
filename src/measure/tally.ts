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

/** Moves all that one holds to another. */
export function moveTally(from: Tally, to: Tally): void {
  to.succeeded += from.succeeded;
  to.failed += from.failed;
  to.dropped += from.dropped;
  from.errors.forEach(({ count, example }, name) => addErrors(to, name, count, example));
  to.service.takeFrom(from.service);
  to.failures.takeFrom(from.failures);
  if (from.open !== undefined) {
    to.open?.wait.takeFrom(from.open.wait);
    to.open?.response.takeFrom(from.open.response);
  }
  Object.assign(from, { succeeded: 0, failed: 0, dropped: 0 });
  from.errors.clear();
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
