/** A thread that carries its share of every case's load, with connections of its own. */
import type { LoadConnection } from "../../cluster/driver/connect.ts";
import { classify } from "../../cluster/driver/errors.ts";
import { type LoadSession, openLoadSession } from "../../cluster/driver/load_session.ts";
import { type Counts, growth } from "../../cluster/nodes.ts";
import { runLoad } from "../../engine/load.ts";
import type { Share } from "../../engine/part.ts";
import { messageOf } from "../../errors.ts";
import type { Second } from "../../result/case.ts";
import { createSpin } from "../../runtime/alarm.ts";
import { answerCalls, endThread } from "../../runtime/channel.ts";
import { refuseExit } from "../../runtime/refuse_exit.ts";
import { createSleep } from "../../runtime/sleep.ts";
import type { Case, Plan } from "../../scenario/planned.ts";
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
  | { readonly kind: "progress"; readonly done: number; readonly elapsed: number }
  | { readonly kind: "second"; readonly second: Second };

/** What is there once the worker is open. */
interface Opened {
  readonly plan: Plan;
  readonly share: Share;
  readonly load: LoadSession;
}

const stopping = new AbortController();
let opened: Opened | undefined;
let resolveStart: ((at: number) => void) | undefined;

const calls = {
  /** Loads the scenario and connects. */
  async open({ file, worker, connection, settings, warmup }: Opening): Promise<void> {
    const scenario = await loadScenario(file);
    const plan = { scenario, steps: listSteps(scenario), settings, warmup, cases: [] };
    const load = await openLoadSession(connection, settings, stopping.signal);
    opened = { plan, share: { worker, workers: settings.workers }, load };
  },

  /** Runs this worker's share of a case. */
  async run(next: Case) {
    const { plan, share, load } = opened as Opened;
    let before: Counts = {};
    const measured = await runLoad({
      ...{ plan, case: next, share, classify },
      session: load.session,
      traced: load.traced,
      driverUse: load.driverUse,
      signal: stopping.signal,
      async onReady() {
        const at = await waitForStart();
        before = load.coordinated();
        return at;
      },
      onProgress: (done, elapsed) => tell({ kind: "progress", done, elapsed }),
      onSecond: (second) => tell({ kind: "second", second }),
    });
    return { measured, coordinated: growth(before, load.coordinated()) };
  },

  /** Starts the clock at this many milliseconds since 1970, with fractions, which all threads know alike. */
  start(at: number): void {
    resolveStart?.(at);
  },

  /** Stops the case that runs, also if it waits for its start. */
  stop(): void {
    stopping.abort();
    resolveStart?.(performance.timeOrigin + performance.now());
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

async function waitForStart(): Promise<number> {
  const started = new Promise<number>((resolve) => resolveStart = resolve);
  tell({ kind: "ready" });
  const at = await started - performance.timeOrigin;
  await createSleep(at - performance.now(), () => {}, createSpin()).sleep();
  return at;
}
