/** A thread that carries its share of every case's load, with connections of its own. */
import type { LoadConnection } from "../../cluster/driver/connect.ts";
import { classify, failureKind } from "../../cluster/errors.ts";
import { type LoadSessions, openLoadSessions } from "../../cluster/load_sessions.ts";
import { hidePassword } from "../../cluster/login.ts";
import type { ThreadWrites, WriteLog } from "../../cluster/written/log.ts";
import { logged, writeLogFor } from "../../cluster/written/logged_session.ts";
import { runLoads } from "../../engine/loads.ts";
import type { Share } from "../../engine/part.ts";
import { messageOf } from "../../errors.ts";
import { createSamples } from "../../measure/samples.ts";
import type { EarlyEnd, Second } from "../../result/case.ts";
import { answerCalls, endThread } from "../../runtime/channel.ts";
import { refuseExit } from "../../runtime/refuse_exit.ts";
import type { Case, Plan } from "../../scenario/planned.ts";
import { planOf } from "../../scenario/populate.ts";
import { listSteps } from "../../scenario/steps.ts";
import { loadScenario } from "../load_scenario.ts";

/** What a worker needs to know before its first case. */
export interface Opening extends Pick<Plan, "settings" | "warmup"> {
  /** The scenario's file, which every worker loads, as functions cannot be sent. */
  readonly file: string;
  readonly connection: LoadConnection;
  /** Counts the workers from 0. */
  readonly worker: number;
}

/** What a worker tells while it runs a case. */
export type LoadNews =
  /** It has warmed up, and waits for the call of `start`. */
  | { readonly kind: "ready" }
  | {
    readonly kind: "progress";
    readonly done: number;
    readonly elapsed: number;
    readonly errors: number;
  }
  /** Its part ends before its time. */
  | { readonly kind: "earlyEnd"; readonly why: EarlyEnd }
  | { readonly kind: "second"; readonly second: Second };

/** What a worker is asked to run. */
interface RunCall extends Pick<Share, "workers"> {
  readonly next: Case;
  /** How many operations this worker may keep by themselves; absent where none are asked for. */
  readonly room: number | undefined;
  /** As {@linkcode Share.reached}. */
  readonly reached: Int32Array;
}

/** What is there once the worker is open. */
interface Opened {
  readonly plan: Plan;
  readonly worker: number;
  readonly load: LoadSessions;
  readonly log: WriteLog | undefined;
}

const stopping = new AbortController();
let opened: Opened | undefined;
let endEarly: ((why: EarlyEnd) => void) | undefined;
let resolveStart: (() => void) | undefined;

const calls = {
  /** Loads the scenario and connects. */
  async open({ file, worker, connection: sent, settings, warmup }: Opening): Promise<void> {
    const connection = { ...sent, address: hidePassword(sent.address) };
    const scenario = await loadScenario(file, stopping.signal);
    const plan = { scenario, steps: listSteps(scenario), settings, warmup, cases: [] };
    const load = await openLoadSessions(connection, settings, stopping.signal);
    opened = { plan, worker, load, log: writeLogFor(settings) };
  },

  /** Runs this worker's share of a case, of which the first `workers` carry one. */
  async run({ next, workers, reached, room }: RunCall) {
    const { plan, worker, load, log } = opened as Opened;
    const share: Share = { worker, workers, reached };
    const { session, counting, traced, driverUse } = logged(
      load.of(next.parameters.client),
      log,
      plan.settings,
    );
    const samples = room === undefined ? undefined : createSamples(room);
    const measured = await runLoads({
      ...{ plan: planOf(plan, next), case: next, share, classify, failureKind },
      ...{ session, counting, traced, driverUse, samples },
      signal: stopping.signal,
      async onReady() {
        await waitForStart();
        load.coordinators.restart();
        log?.restart();
        return performance.now();
      },
      onEarlyEnd: (why) => tell({ kind: "earlyEnd", why }),
      onStarted: (end) => endEarly = end,
      onProgress: (done, elapsed, errors) => tell({ kind: "progress", done, elapsed, errors }),
      onSecond: (second) => tell({ kind: "second", second }),
    });
    return { measured, coordination: load.coordinators.read(), samples: samples?.read() };
  },

  /** What the case that ran last wrote. */
  written(): ThreadWrites | undefined {
    return opened?.log?.written();
  },

  /** Ends the case that runs, as another thread's part of it has ended before its time. */
  endEarly(why: EarlyEnd): void {
    endEarly?.(why);
  },

  /** Starts the clock now. */
  start(): void {
    resolveStart?.();
  },

  /** Stops the case that runs, also if it waits for its start. */
  stop(): void {
    stopping.abort();
    resolveStart?.();
  },

  /** Closes the connections. */
  async close(): Promise<void> {
    await opened?.load.close();
  },
};

/** What this thread can be asked. */
export type LoadCalls = typeof calls;

const tell = answerCalls<LoadCalls, LoadNews>(calls);

refuseExit(endThread);
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  endThread(messageOf(event.error));
});

function waitForStart(): Promise<void> {
  const started = new Promise<void>((resolve) => resolveStart = resolve);
  tell({ kind: "ready" });
  return started;
}
