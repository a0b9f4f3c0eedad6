import type { LoadConnection } from "../../cluster/driver/connect.ts";
import { classify } from "../../cluster/driver/errors.ts";
import type { LoadSession } from "../../cluster/driver/load_session.ts";
import { type Counts, growth } from "../../cluster/nodes.ts";
import { runLoad } from "../../engine/load.ts";
import type { Compute } from "../../engine/page/compute.ts";
import { type Measured, mergeMeasured, sumCounts } from "../../measure/measured.ts";
import type { Second } from "../../result/case.ts";
import type { Case, Plan } from "../../scenario/planned.ts";
import { gatherSeconds } from "./gather_seconds.ts";
import { startThread, type Thread } from "./thread.ts";

/** Milliseconds from the last thread's being ready to the common start: the message must have arrived by then. */
const START_DELAY = 20;

/** The threads that carry the load. */
export interface LoadThreads {
  /** Runs a case, shared among the threads. */
  run(next: Case, listener: Listener): Promise<Shared>;
  close(): Promise<void>;
}

/** Is told how a case goes. */
export interface Listener {
  /** Every thread has warmed up and is about to start. */
  readonly onReady: () => Promise<void>;
  readonly onProgress: (done: number, elapsed: number) => void;
  readonly onSecond: (second: Second) => void;
}

/** What all threads measured of a case together. */
export interface Shared {
  readonly measured: Measured;
  /** Requests by the address of the node that coordinated them. */
  readonly coordinated: Counts;
}

/** This thread alone, and those that compute for it. */
export function useOwnThread(
  plan: Plan,
  load: LoadSession,
  signal: AbortSignal,
  compute?: Compute,
): LoadThreads {
  return {
    async run(next, { onReady, ...listener }) {
      let before: Counts = {};
      const measured = await runLoad({
        plan,
        case: next,
        share: { worker: 0, workers: 1 },
        session: load.session,
        traced: load.traced,
        driverUse: load.driverUse,
        compute,
        classify,
        signal,
        async onReady() {
          await onReady();
          before = load.coordinated();
          return performance.now();
        },
        ...listener,
      });
      return { measured, coordinated: growth(before, load.coordinated()) };
    },
    close: () => Promise.resolve(),
  };
}

/**
 * Starts Workers, each of which loads the scenario and connects.
 *
 * @throws {ScenarioError} when one cannot load the scenario
 * @throws {TargetError} when one cannot connect
 */
export async function startLoadThreads(
  { settings, isWarmupAsked }: Plan,
  file: string,
  connection: LoadConnection,
  signal: AbortSignal,
): Promise<LoadThreads> {
  const threads = Array.from({ length: settings.workers }, startThread);
  const stop = () => threads.forEach((thread) => thread.send({ kind: "stop" }));
  signal.addEventListener("abort", stop);
  async function close(): Promise<void> {
    signal.removeEventListener("abort", stop);
    await Promise.all(threads.map((thread) => thread.close()));
  }

  try {
    await Promise.all(threads.map((thread, worker) => {
      const opening = { settings, isWarmupAsked, file, connection, worker };
      thread.send({ kind: "open", opening });
      return thread.hear("opened");
    }));
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error;
  }
  return { run: (next, listener) => runTogether(threads, next, listener), close };
}

async function runTogether(
  threads: readonly Thread[],
  next: Case,
  { onReady, onProgress, onSecond }: Listener,
): Promise<Shared> {
  const progress = threads.map(() => ({ done: 0, elapsed: 0 }));
  const seconds = gatherSeconds(threads.length, onSecond);
  for (const [at, thread] of threads.entries()) {
    thread.onMessage = (message) => {
      if (message.kind === "second") seconds.add(at, message.second);
      if (message.kind !== "progress") return;
      progress[at] = message;
      const done = progress.reduce((sum, one) => sum + one.done, 0);
      onProgress(done, Math.max(...progress.map(({ elapsed }) => elapsed)));
    };
    thread.send({ kind: "run", case: next });
  }
  const measured = Promise.all(threads.map((thread) => thread.hear("measured")));
  const ready = Promise.all(threads.map((thread) => thread.hear("ready")));
  // A thread that is stopped before it is ready never is.
  await Promise.race([ready, measured]);
  await onReady();
  const at = performance.timeOrigin + performance.now() + START_DELAY;
  threads.forEach((thread) => thread.send({ kind: "start", at }));
  const parts = await measured;
  seconds.end();
  return {
    measured: mergeMeasured(parts.map(({ measured }) => measured)),
    coordinated: sumCounts(parts.map(({ coordinated }) => coordinated)),
  };
}
