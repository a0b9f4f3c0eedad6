import type { CaseResult, MixResult, Second } from "../result/case.ts";
import {
  countFailure,
  countSuccess,
  createTally,
  type FailedWith,
  type Figures,
  figuresOf,
  moveTally,
  type Tally,
  timeInFlight,
} from "./tally.ts";

const SECOND = 1_000;

/** Records a case's operations, second by second. Instants are of `performance.now()`. */
export interface Recorder {
  /** Starts the clock, or lets it go on. */
  start(now: number): void;
  /** Stops the clock. */
  stop(now: number): void;
  /** `operation` is its place in the mix. */
  succeed(operation: number, due: number, sent: number, done: number): void;
  fail(operation: number, sent: number, failed: number, error: FailedWith): void;
  /** Counts an operation that was due and is never sent. */
  drop(): void;
  /** Ends the second if it is over; operations that end do so too. */
  tick(now: number): void;
  /** Operations that ended so far. */
  ended(): number;
  /** Milliseconds for which the clock has run. */
  elapsed(now: number): number;
  measurement(): Measurement;
}

/** What a {@linkcode Recorder} holds at the end. */
export interface Measurement extends Figures, Pick<CaseResult, "elapsed" | "series" | "mix"> {
  readonly succeeded: number;
  /** Operations in flight, on average over time. */
  readonly meanInFlight: number;
}

/** How to record. */
export interface RecorderOptions {
  /** Whether operations can be sent later than they are due. */
  readonly isOpen: boolean;
  /** The names of a mix's operations; empty without a mix. */
  readonly names: readonly string[];
  /** Is told of each second that is over. */
  readonly onSecond: (second: Second) => void;
}

/** Makes a recorder, whose clock stands still. */
export function createRecorder({ isOpen, names, onSecond }: RecorderOptions): Recorder {
  const total = createTally(isOpen);
  const current = createTally(isOpen);
  const mix = names.map(() => createTally(isOpen));
  const series: Second[] = [];
  // The clock shows `shown` whenever it stands; while it runs it started at `startedAt`.
  let shown = 0, startedAt = 0, secondEndsAt = Infinity;

  function succeed(operation: number, due: number, sent: number, done: number): void {
    if (done > secondEndsAt) tick(done);
    countSuccess(current, due, sent, done);
    const own = mix[operation];
    if (own !== undefined) countSuccess(own, due, sent, done);
  }

  function fail(operation: number, sent: number, failed: number, error: FailedWith): void {
    if (failed > secondEndsAt) tick(failed);
    for (const tally of [current, mix[operation]]) {
      if (tally !== undefined) countFailure(tally, [sent, failed], error);
    }
  }

  // A second holds its end, so that a case of whole seconds does not end with an empty one.
  function tick(now: number): void {
    while (now > secondEndsAt) {
      endSecond((series.length + 1) * SECOND);
      awaitSecond();
    }
  }

  function awaitSecond(): void {
    secondEndsAt = startedAt + (series.length + 1) * SECOND;
  }

  function endSecond(at: number): void {
    const second = secondOf(current, at, at - series.length * SECOND);
    series.push(second);
    moveTally(current, total);
    onSecond(second);
  }

  function measurement(): Measurement {
    if (shown > series.length * SECOND) endSecond(shown);
    // On a clock that did not move there is no second, but what ended then counts.
    moveTally(current, total);
    return {
      ...figuresOf(total),
      succeeded: total.succeeded,
      elapsed: shown,
      meanInFlight: shown === 0 ? 0 : timeInFlight(total) / shown,
      series,
      ...names.length > 0 && { mix: mix.map((tally, at) => mixResultOf(names[at] ?? "", tally)) },
    };
  }

  return {
    start(now) {
      startedAt = now - shown;
      awaitSecond();
    },
    stop(now) {
      tick(now);
      shown = now - startedAt;
      secondEndsAt = Infinity;
    },
    succeed,
    fail,
    drop: () => current.dropped++,
    tick,
    ended: () => total.succeeded + total.failed + current.succeeded + current.failed,
    elapsed: (now) => secondEndsAt === Infinity ? shown : now - startedAt,
    measurement,
  };
}

function secondOf(tally: Tally, at: number, length: number): Second {
  const { succeeded, failed, dropped, service, open } = tally;
  return {
    at,
    operations: succeeded + failed,
    errors: failed,
    dropped,
    inFlight: timeInFlight(tally) / length,
    serviceTime: service.summary(),
    ...open && { responseTime: open.response.summary() },
  };
}

function mixResultOf(name: string, tally: Tally): MixResult {
  const { operations, errors, serviceTime, waitTime, responseTime } = figuresOf(tally);
  return { name, operations, errors, serviceTime, waitTime, responseTime };
}
