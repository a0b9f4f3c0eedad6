import type { CaseResult, MixResult, Second } from "../result/case.ts";
import {
  addTally,
  clearTally,
  countFailure,
  countSuccess,
  createTally,
  type FailedWith,
  type Figures,
  figuresOf,
  sumTallies,
  type Tallies,
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
  drop(operation: number, now: number): void;
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
  const isMix = names.length > 0;
  // One for each operation: of this second, and of those before it.
  const current = (isMix ? names : [""]).map(() => createTally(isOpen)) as Tallies;
  const totals = current.map(() => createTally(isOpen)) as Tallies;
  const series: Second[] = [];
  // The clock shows `shown` whenever it stands; while it runs it started at `startedAt`.
  let shown = 0, startedAt = 0, secondEndsAt = Infinity;

  function tallyAt(operation: number, now: number): Tally {
    if (now > secondEndsAt) tick(now);
    return current[operation] ?? current[0];
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
    const second = secondOf(sumTallies(current), at, at - series.length * SECOND);
    series.push(second);
    settle();
    onSecond(second);
  }

  function settle(): void {
    for (const [operation, tally] of current.entries()) {
      addTally(tally, totals[operation] as Tally);
      clearTally(tally);
    }
  }

  function measurement(): Measurement {
    if (shown > series.length * SECOND) endSecond(shown);
    // On a clock that did not move there is no second, but what ended then counts.
    settle();
    const total = sumTallies(totals);
    return {
      ...figuresOf(total),
      succeeded: total.succeeded,
      elapsed: shown,
      meanInFlight: shown === 0 ? 0 : timeInFlight(total) / shown,
      series,
      ...isMix && { mix: names.map((name, at) => mixResultOf(name, totals[at] as Tally)) },
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
    succeed: (operation, due, sent, done) =>
      countSuccess(tallyAt(operation, done), due, sent, done),
    fail: (operation, sent, failed, error) =>
      countFailure(tallyAt(operation, failed), [sent, failed], error),
    drop: (operation, now) => tallyAt(operation, now).dropped++,
    tick,
    ended: () =>
      [...totals, ...current].reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0),
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
