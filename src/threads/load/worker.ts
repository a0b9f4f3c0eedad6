/** A thread that carries its share of every case's load, with connections of its own. */
import { classify } from "../../cluster/driver/errors.ts";
import { type LoadSession, openLoadSession } from "../../cluster/driver/load_session.ts";
import { type Counts, growth } from "../../cluster/nodes.ts";
import { type Load, runLoad } from "../../engine/load.ts";
import { messageOf } from "../../errors.ts";
import { createSpin } from "../../runtime/alarm.ts";
import { createSleep } from "../../runtime/sleep.ts";
import type { Plan } from "../../scenario/planned.ts";
import { loadScenario } from "../load_scenario.ts";
import type { FromWorker, Opening, ToWorker } from "./messages.ts";

const scope = self as unknown as {
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};

/** What is there once the worker is open. */
interface Opened {
  readonly plan: Plan;
  readonly worker: number;
  readonly load: LoadSession;
}

const stopping = new AbortController();
let opened: Opened | undefined;
let start: ((at: number) => void) | undefined;

scope.onmessage = async ({ data }) => {
  try {
    if (data.kind === "open") opened = await open(data.opening);
    else if (data.kind === "run") await run(opened as Opened, data.case);
    else if (data.kind === "start") start?.(data.at);
    else if (data.kind === "stop") stop();
    else await close();
  } catch (error) {
    const { name, hint } = Object(error);
    scope.postMessage({ kind: "failed", error: { name, message: messageOf(error), hint } });
  }
};

globalThis.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  scope.postMessage({ kind: "stray", message: messageOf(event.reason) });
});

async function open({ file, worker, connection, ...planned }: Opening): Promise<Opened> {
  const scenario = await loadScenario(file);
  const load = await openLoadSession(connection, planned.settings, stopping.signal);
  scope.postMessage({ kind: "opened" });
  return { plan: { ...planned, scenario, cases: [] }, worker, load };
}

async function run({ plan, worker, load }: Opened, next: Load["case"]): Promise<void> {
  let before: Counts = {};
  const measured = await runLoad({
    plan,
    case: next,
    share: { worker, workers: plan.settings.workers },
    session: load.session,
    traced: load.traced,
    driverUse: load.driverUse,
    classify,
    signal: stopping.signal,
    async onReady() {
      const at = await waitForStart();
      before = load.coordinated();
      return at;
    },
    onProgress: (done, elapsed) => scope.postMessage({ kind: "progress", done, elapsed }),
    onSecond: (second) => scope.postMessage({ kind: "second", second }),
  });
  const coordinated = growth(before, load.coordinated());
  scope.postMessage({ kind: "measured", measured, coordinated });
}

async function waitForStart(): Promise<number> {
  const started = new Promise<number>((resolve) => start = resolve);
  scope.postMessage({ kind: "ready" });
  const at = await started - performance.timeOrigin;
  await createSleep(at - performance.now(), () => {}, createSpin()).sleep();
  return at;
}

/** Who waits for the others waits no longer. */
function stop(): void {
  stopping.abort();
  start?.(performance.timeOrigin + performance.now());
}

async function close(): Promise<void> {
  await opened?.load.close();
  scope.postMessage({ kind: "closed" });
}
