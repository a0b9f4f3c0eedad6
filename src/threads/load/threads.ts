import type { LoadSessions } from "../../cluster/load_sessions.ts";
import { classify, failureKind } from "../../cluster/errors.ts";
import { logged, writeLogFor } from "../../cluster/written/logged_session.ts";
import type { ThreadWrites } from "../../cluster/written/log.ts";
import { runLoads } from "../../engine/loads.ts";
import type { Compute } from "../../engine/page/compute.ts";
import { createSamples } from "../../measure/samples.ts";
import type { EarlyEnd, Second } from "../../result/case.ts";
import type { Case, Plan } from "../../scenario/planned.ts";
import { planOf } from "../../scenario/populate.ts";
import { type BaseShare, ownClock, type SharedCase } from "./carrier.ts";

/** The threads that carry the load, or a part of it. */
export interface LoadThreads {
  /** Runs a case, shared among the threads; `base` says which part of a larger whole they carry. */
  run(next: Case, listener: Listener, base?: BaseShare): Promise<SharedCase>;
  /** What was written in the case that ran last, thread by thread; empty where nobody asked for it. */
  written(): Promise<readonly ThreadWrites[]>;
  close(): Promise<void>;
}

/** Is called while a case runs. */
export interface Listener {
  /** Every thread has warmed up and is about to start; they wait for what it does. */
  readonly onReady: () => Promise<void>;
  /** The clocks of all threads start now. */
  readonly onStart?: () => void;
  readonly onProgress: (done: number, elapsed: number, errors: number) => void;
  readonly onSecond: (second: Second) => void;
  /** Is told that the case ends before its time. */
  readonly onEarlyEnd?: (why: EarlyEnd) => void;
  /** Is called with a function that ends the case before its time. */
  readonly onStarted?: (end: (why: EarlyEnd) => void) => void;
  /** How many operations may be kept by themselves; absent where none are asked for. */
  readonly room?: number | undefined;
}

/** Carries the load in this thread alone; steps can compute on others. */
export function useOwnThread(
  plan: Plan,
  load: LoadSessions,
  signal: AbortSignal,
  compute?: Compute,
): LoadThreads {
  const log = writeLogFor(plan.settings);
  return {
    async run(next, { onReady, onStart = () => {}, room, ...listener }, base = ALONE) {
      const { first: worker, workers, reached } = base;
      const samples = room === undefined ? undefined : createSamples(room);
      const { session, counting, traced, driverUse } = logged(
        load.of(next.parameters.client),
        log,
        plan.settings,
      );
      let startedAt = 0;
      const measured = await runLoads({
        plan: planOf(plan, next),
        case: next,
        share: { worker, workers, ...reached && { reached } },
        ...{ session, counting, traced, driverUse, samples },
        compute,
        classify,
        failureKind,
        signal,
        async onReady() {
          await onReady();
          load.coordinators.restart();
          log?.restart();
          onStart();
          startedAt = ownClock();
          return performance.now();
        },
        ...listener,
      });
      const coordination = load.coordinators.read();
      return { measured, startedAt, coordination, ...samples && { samples: samples.read() } };
    },
    written: () => Promise.resolve(log === undefined ? [] : [log.written()]),
    close: () => Promise.resolve(),
  };
}

const ALONE: BaseShare = { first: 0, workers: 1 };
