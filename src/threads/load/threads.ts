import type { LoadConnection } from "../../cluster/driver/connect.ts";
import { classify, failureKind } from "../../cluster/errors.ts";
import type { LoadSessions } from "../../cluster/load_sessions.ts";
import { showPassword } from "../../cluster/login.ts";
import { logged, writeLogFor } from "../../cluster/written/logged_session.ts";
import type { ThreadWrites } from "../../cluster/written/log.ts";
import { type Coordination, mergeCoordination } from "../../cluster/node_times.ts";
import { runLoads } from "../../engine/loads.ts";
import type { Compute } from "../../engine/page/compute.ts";
import { messageOf, ScenarioError, TargetError } from "../../errors.ts";
import { mergeThreads } from "../../measure/loads.ts";
import { createSamples, mergeSamples } from "../../measure/samples.ts";
import type { Measured } from "../../measure/measured.ts";
import type { EarlyEnd, Second } from "../../result/case.ts";
import type { SampledOperations } from "../../result/samples.ts";
import { type Channel, openChannel } from "../../runtime/channel.ts";
import { afterGrace, GRACE } from "../../runtime/grace.ts";
import type { Case, Plan } from "../../scenario/planned.ts";
import { planOf } from "../../scenario/populate.ts";
import { gatherSeconds } from "./gather_seconds.ts";
import type { LoadCalls, LoadNews } from "./worker.ts";

/** The threads that carry the load. */
export interface LoadThreads {
  /** Runs a case, shared among the threads. */
  run(next: Case, listener: Listener): Promise<SharedCase>;
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
  readonly onProgress: (done: number, elapsed: number) => void;
  readonly onSecond: (second: Second) => void;
  /** How many operations may be kept by themselves; absent where none are asked for. */
  readonly room?: number | undefined;
}

/** What all threads measured of a case together. */
export interface SharedCase {
  readonly measured: Measured;
  readonly coordination: Coordination;
  /** The operations by themselves; absent where they were not asked for. */
  readonly samples?: SampledOperations;
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
    async run(next, { onReady, onStart = () => {}, room, ...listener }) {
      const samples = room === undefined ? undefined : createSamples(room);
      const { session, counting, traced, driverUse } = logged(
        load.of(next.parameters.client),
        log,
        plan.settings,
      );
      const measured = await runLoads({
        plan: planOf(plan, next),
        case: next,
        share: { worker: 0, workers: 1 },
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
          return performance.now();
        },
        ...listener,
      });
      const coordination = load.coordinators.read();
      return { measured, coordination, ...samples && { samples: samples.read() } };
    },
    written: () => Promise.resolve(log === undefined ? [] : [log.written()]),
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
  plan: Plan,
  file: string,
  connection: LoadConnection,
  signal: AbortSignal,
): Promise<LoadThreads> {
  const { settings, warmup } = plan;
  const { maxErrors: mostErrors = Infinity } = settings;
  const threads = Array.from({ length: settings.workers }, startThread);
  let carrying: readonly LoadThread[] = [];
  const stop = () => threads.forEach(stopThread);
  signal.addEventListener("abort", stop);
  async function close(): Promise<void> {
    signal.removeEventListener("abort", stop);
    await Promise.all(threads.map(closeThread));
  }

  try {
    await Promise.all(
      threads.map((thread, worker) =>
        thread.ask("open", { settings, warmup, file, worker, connection: toSend(connection) })
      ),
    );
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw describeError(error);
  }
  return {
    run: (next, listener) =>
      runTogether(
        carrying = threads.slice(0, threadsFor(plan, next)),
        next,
        mostErrors,
        listener,
      ),
    async written() {
      const all = await Promise.all(
        carrying.map((thread) => thread.ask("written").catch(() => {})),
      );
      return all.flatMap((one) => one ?? []);
    },
    close,
  };
}

/** Functions cannot be sent, so the password goes as text. */
function toSend(connection: LoadConnection): LoadConnection {
  return { ...connection, address: showPassword(connection.address) };
}

type LoadThread = Channel<LoadCalls, LoadNews>;

function startThread(): LoadThread {
  return openChannel(
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    (message) => new TargetError(`Cannot go on as a worker ended: ${message}`),
  );
}

/** Lets a thread end what it runs. It answers as soon as it hears of it; one that does not loops, and is ended. */
async function stopThread(thread: LoadThread): Promise<void> {
  const reason = new TargetError("a worker does not give its thread back");
  await askInTime(thread, "stop", GRACE.silentWorker, reason);
}

async function closeThread(thread: LoadThread): Promise<void> {
  const reason = new TargetError("Cannot go on as the worker was ended");
  await askInTime(thread, "close", GRACE.worker, reason);
  thread.end(reason);
}

/** Asks a thread, and ends it for the reason when it does not answer in time. One that has ended needs not be asked. */
async function askInTime(
  { ask, end }: LoadThread,
  name: "stop" | "close",
  grace: number,
  reason: TargetError,
): Promise<void> {
  const cancel = afterGrace(grace, () => end(reason));
  await ask(name).catch(() => {});
  cancel();
}

/** How many threads have an operation and a slot: a populate can have fewer of them than there are threads. */
function threadsFor(plan: Plan, next: Case): number {
  const { workers, operations = Infinity } = planOf(plan, next).settings;
  return Math.min(workers, operations, next.parameters.poolSize);
}

async function runTogether(
  threads: readonly LoadThread[],
  next: Case,
  mostErrors: number,
  { onReady, onStart = () => {}, onProgress, onSecond, room }: Listener,
): Promise<SharedCase> {
  const progress = threads.map(() => ({ done: 0, elapsed: 0, errors: 0 }));
  const sum = (count: "done" | "errors") => progress.reduce((all, one) => all + one[count], 0);
  function endEarly(why: EarlyEnd): void {
    for (const thread of threads) thread.ask("endEarly", why).catch(() => {});
  }

  const seconds = gatherSeconds(threads.length, onSecond);
  const ready = threads.map(() => Promise.withResolvers<void>());
  for (const [at, thread] of threads.entries()) {
    thread.onTold = (news) => {
      if (news.kind === "ready") ready[at]?.resolve();
      else if (news.kind === "second") seconds.add(at, news.second);
      else if (news.kind === "earlyEnd") endEarly(news.why);
      else {
        progress[at] = news;
        if (sum("errors") >= mostErrors) endEarly({ endedBy: "errors" });
        onProgress(sum("done"), Math.max(...progress.map(({ elapsed }) => elapsed)));
      }
    };
  }
  const workers = threads.length;
  const reached = new Int32Array(new SharedArrayBuffer(4 * workers));
  const call = { next, workers, reached, room: room && Math.ceil(room / workers) };
  const measured = Promise.all(threads.map((thread) => thread.ask("run", call)))
    .catch((error) => {
      throw describeError(error, Object(error).hint);
    });
  // A thread that is stopped before it is ready only says what it measured.
  await Promise.race([Promise.all(ready.map(({ promise }) => promise)), measured]);
  await onReady();
  // They start when they hear of it, a tenth of a millisecond apart: their clocks have different origins, which follow
  // the wall clock and its steps. When a thread fails, `measured` rejects too.
  for (const thread of threads) thread.ask("start").catch(() => {});
  onStart();
  const parts = await measured;
  seconds.end();
  return {
    measured: mergeThreads(parts.map(({ measured }) => measured)),
    coordination: mergeCoordination(parts.map(({ coordination }) => coordination)),
    ...room !== undefined && {
      samples: mergeSamples(parts.flatMap(({ samples }) => samples ?? []), room),
    },
  };
}

/** The error of a Worker: of a mistake in the scenario, a ScenarioError with this hint, or advice for several threads. */
function describeError(error: unknown, hint = WORKERS_ADVICE): Error {
  if (error instanceof TargetError) return error;
  if (!(error instanceof ScenarioError)) return new TargetError(messageOf(error));
  return new ScenarioError(`In a worker: ${error.message}`, hint);
}

const WORKERS_ADVICE =
  "with --workers every thread loads the scenario file by itself, so it must not need what only the main thread has";
