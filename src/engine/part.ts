import type { RequestCounts } from "../measure/request_counts.ts";
import type { FailureKind } from "../measure/tally.ts";
import type { EarlyEnd } from "../result/case.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import type { Session } from "../scenario/calls/session.ts";
import type { Compute } from "./page/compute.ts";

/** A thread's part of a case. */
export interface Part {
  readonly plan: Plan;
  readonly case: Case;
  readonly share: Share;
  readonly session: Session;
  /** Makes a session that counts what its requests give; without it, nothing is counted. */
  readonly counting?: (counts: RequestCounts) => Session;
  /** Makes a session with Cassandra's tracing on, which tells `onTrace` of each trace inside of its request. */
  readonly traced?: (onTrace: (id: string) => void, counts: RequestCounts) => Session;
  /** Runs computing steps on other threads, in mode `threads`. */
  readonly compute?: Compute | undefined;
  /** Names the class of an operation's error. */
  readonly classify: (error: unknown) => string;
  /** Tells what came back when an operation failed. */
  readonly failureKind: (error: unknown) => FailureKind;
  readonly signal: AbortSignal;
  /** Is told that the part ends before its time, so that the other threads end theirs. */
  readonly onEarlyEnd?: (why: EarlyEnd) => void;
  /** Is called with a function that ends the part before its time, as another thread ended its own. */
  readonly onStarted?: (end: (why: EarlyEnd) => void) => void;
}

/** Which thread carries the part: `worker` counts the `workers` threads of a case from 0. */
export interface Share {
  readonly worker: number;
  readonly workers: number;
  /** The index of the next operation of each thread, as `placesOf` makes them; absent where there is one thread. */
  readonly reached?: Int32Array;
}

/** A thread's share of a whole number. The shares of all threads add up to it, and differ by 1 at most. */
export function ownShare(whole: number, { worker, workers }: Share): number {
  return Math.floor(whole / workers) + (worker < whole % workers ? 1 : 0);
}
