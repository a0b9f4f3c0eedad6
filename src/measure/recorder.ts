import type { CaseResult, MixResult, Second } from "../result/case.ts";
import { INTERVAL } from "../scenario/node_event.ts";
import { watchIntervals } from "./intervals.ts";
import { watchOutages } from "./outages.ts";
import type { GoodputCounts } from "./goodput.ts";
import type { Samples } from "./samples.ts";
import { createRequestCounts, figuresOfRequests, type RequestCounts } from "./request_counts.ts";
import {
  addTally,
  addUnsent,
  clearTally,
  countFailure,
  countSuccess,
  countUnfinished,
  createTally,
  type FailedWith,
  type Figures,
  figuresOf,
  sumTallies,
  type Tallies,
  type Tally,
  timeInFlight,
} from "./tally.ts";
import type { AlikeTimes } from "./times.ts";

const SECOND = 1_000;

/** Records a case's operations, second by second. Instants are of `performance.now()`. */
export interface Recorder {
  /** What the requests of each operation of the mix give; of one operation without a mix. */
  readonly counts: readonly RequestCounts[];
  /** Starts the clock, or lets it go on. */
  start(now: number): void;
  /** Stops the clock. */
  stop(now: number): void;
  /** Counts an operation that succeeded; `mixIndex` says which one of the mix it is. */
  succeed(mixIndex: number, due: number, sent: number, done: number): void;
  /** Counts an operation that failed; without `due`, it was due when it was sent. */
  fail(mixIndex: number, sent: number, failed: number, error: FailedWith, due?: number): void;
  /** Counts an operation that was due while the pool was full, and was dropped. */
  drop(mixIndex: number, now: number): void;
  /** Counts operations that were due and never sent, with their ages at the schedule's end; when the clock has stopped. */
  unsent(mixIndex: number, ages: AlikeTimes): void;
  /** Counts an operation that has not ended and that nobody waits for any longer. */
  unfinished(mixIndex: number, due: number, sent: number, now: number): void;
  /** For how many milliseconds nothing has been answered; 0 while there is no outage. */
  outage(now: number): number;
  /** Ends the second if it is over, which recording an operation does too. */
  tick(now: number): void;
  /** The figures up to the end of the last second. */
  figures(): Figures & Pick<Measurement, "succeeded" | "mix">;
  /** How many operations have ended so far. */
  ended(): number;
  /** How many of them have failed. */
  failed(): number;
  /** Milliseconds for which the clock has run. */
  elapsed(now: number): number;
  measurement(): Measurement;
}

/** What a {@linkcode Recorder} holds at the end. */
export interface Measurement
  extends Figures, Pick<CaseResult, "elapsed" | "series" | "mix" | "outages" | "intervals"> {
  readonly succeeded: number;
  /** Operations in flight, on average over time. */
  readonly meanInFlight: number;
}

/** What a recorder records, and what it tells. */
export interface RecorderOptions {
  /** Whether operations can be sent later than they are due. */
  readonly isOpen: boolean;
  /** The names of a mix's operations; empty without a mix. */
  readonly names: readonly string[];
  /** Whether it tells tenths of a second apart, too. */
  readonly hasIntervals?: boolean;
  /** Counts what succeeds in time, where that is asked for. */
  readonly goodput?: GoodputCounts | undefined;
  /** Keeps each operation by itself, where that is asked for. */
  readonly samples?: Samples | undefined;
  /** Receives each second that is over. */
  readonly onSecond: (second: Second) => void;
}

/** Makes a recorder, whose clock stands still at first. */
export function createRecorder(options: RecorderOptions): Recorder {
  const { isOpen, names, hasIntervals = false, goodput, samples, onSecond } = options;
  const isMix = names.length > 0;
  // Each operation of the mix has a tally of this second, and one of the seconds before it.
  const current = (isMix ? names : [""]).map(() => createTally(isOpen)) as Tallies;
  const totals = current.map(() => createTally(isOpen)) as Tallies;
  const counts = current.map(createRequestCounts);
  const series: Second[] = [];
  const outages = watchOutages();
  const intervals = hasIntervals ? watchIntervals([...totals, ...current]) : undefined;
  const step = hasIntervals ? INTERVAL : SECOND;
  // The clock shows `shown` while it stands; while it runs, it shows the time since `startedAt`. It ticks at whole steps.
  let shown = 0, startedAt = 0, ticks = 0, tickAt = Infinity;

  function tallyAt(mixIndex: number, now: number): Tally {
    if (now > tickAt) tick(now);
    return current[mixIndex] ?? current[0];
  }

  // A second includes the instant of its end, so that a case of whole seconds does not end with an empty one.
  function tick(now: number): void {
    while (now > tickAt) {
      const at = ++ticks * step;
      intervals?.end();
      if (at % SECOND === 0) endSecond(at);
      awaitTick();
    }
  }

  function awaitTick(): void {
    tickAt = startedAt + (ticks + 1) * step;
  }

  function endSecond(at: number): void {
    const second = secondOf(sumTallies(current), at, at - series.length * SECOND);
    series.push(second);
    settle();
    onSecond(second);
  }

  function settle(): void {
    for (const [mixIndex, tally] of current.entries()) {
      addTally(tally, totals[mixIndex] as Tally);
      clearTally(tally);
    }
  }

  function measurement(): Measurement {
    if (shown > ticks * step) intervals?.end();
    if (shown > series.length * SECOND) endSecond(shown);
    // Where the clock did not move there is no second, but what was recorded counts.
    settle();
    const total = sumTallies(totals);
    const found = outages.found(shown);
    return {
      ...figuresOf(total),
      succeeded: total.succeeded,
      elapsed: shown,
      meanInFlight: shown === 0 ? 0 : timeInFlight(total) / shown,
      series,
      ...intervals && { intervals: intervals.found() },
      ...found.length > 0 && { outages: found },
      ...isMix && { mix: names.map(mixResultAt) },
    };
  }

  function mixResultAt(name: string, at: number): MixResult {
    const { dropped: _d, refused: _r, ...figures } = figuresOf(totals[at] as Tally);
    return { name, ...figures, ...figuresOfRequests(counts[at] as RequestCounts) };
  }

  return {
    counts,
    figures() {
      const total = sumTallies(totals);
      const mix = isMix && { mix: names.map(mixResultAt) };
      return { ...figuresOf(total), succeeded: total.succeeded, ...mix };
    },
    start(now) {
      startedAt = now - shown;
      awaitTick();
    },
    stop(now) {
      tick(now);
      shown = now - startedAt;
      tickAt = Infinity;
    },
    succeed(mixIndex, due, sent, done) {
      countSuccess(tallyAt(mixIndex, done), due, sent, done);
      outages.answer(done - startedAt);
      goodput?.add(done - due);
      samples?.keep(mixIndex, due - startedAt, sent - startedAt, done - startedAt);
    },
    fail(mixIndex, sent, failed, error, due = sent) {
      countFailure(tallyAt(mixIndex, failed), [sent, failed], error);
      const at = [due - startedAt, sent - startedAt, failed - startedAt] as const;
      samples?.keep(mixIndex, ...at, error.errorClass);
      if (error.kind === "answered") outages.answer(failed - startedAt);
      else if (error.kind === "lost") outages.fail(failed - startedAt);
    },
    unfinished: (mixIndex, due, sent, now) =>
      countUnfinished(tallyAt(mixIndex, now), due, sent, now),
    outage: (now) => outages.lasts(now - startedAt),
    drop: (mixIndex, now) => tallyAt(mixIndex, now).dropped++,
    unsent: (mixIndex, ages) => addUnsent(current[mixIndex] ?? current[0], ages),
    tick,
    ended: () =>
      [...totals, ...current].reduce((sum, { succeeded, failed }) => sum + succeeded + failed, 0),
    failed: () => [...totals, ...current].reduce((sum, { failed }) => sum + failed, 0),
    elapsed: (now) => tickAt === Infinity ? shown : now - startedAt,
    measurement,
  };
}

function secondOf(tally: Tally, at: number, length: number): Second {
  const { succeeded, failed, unknown, dropped, unsent, service, open } = tally;
  return {
    at,
    operations: succeeded + failed,
    errors: failed,
    ...unknown > 0 && { unknown },
    ...{ dropped, unsent },
    inFlight: timeInFlight(tally) / length,
    serviceTime: service.summary(),
    ...open && { responseTime: open.response.summary() },
  };
}
