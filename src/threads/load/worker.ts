/** A thread that carries its share of every case's load, with connections of its own. */
import type { LoadConnection } from "../../cluster/driver/connect.ts";
import { type LoadSessions, openLoadSessions } from "../../cluster/load_sessions.ts";
import { hidePassword } from "../../cluster/login.ts";
import { messageOf } from "../../errors.ts";
import { answerCalls, endThread } from "../../runtime/channel.ts";
import { refuseExit } from "../../runtime/refuse_exit.ts";
import type { Plan } from "../../scenario/planned.ts";
import { listSteps } from "../../scenario/steps.ts";
import { loadScenario } from "../load_scenario.ts";
import { answerWith } from "./answer.ts";
import type { LoadCalls, LoadNews } from "./carrier.ts";
import { type LoadThreads, useOwnThread } from "./threads.ts";

/** What a worker needs to know before its first case. */
export interface Opening extends Pick<Plan, "settings" | "warmup"> {
  /** The scenario's file, which every worker loads, as functions cannot be sent. */
  readonly file: string;
  readonly connection: LoadConnection;
}

/** What this thread can be asked. */
export interface WorkerCalls extends LoadCalls {
  /** Loads the scenario and connects. */
  open(opening: Opening): Promise<void>;
}

const stopping = new AbortController();
let load: LoadSessions | undefined;
let thread: LoadThreads | undefined;

const tell = answerCalls<WorkerCalls, LoadNews>({
  ...answerWith({
    threads: () => thread,
    tell: (news) => tell(news),
    stop: () => stopping.abort(),
  }),

  async open({ file, connection: sent, settings, warmup }) {
    const connection = { ...sent, address: hidePassword(sent.address) };
    const scenario = await loadScenario(file, stopping.signal);
    const plan = { scenario, steps: listSteps(scenario), settings, warmup, cases: [] };
    load = await openLoadSessions(connection, settings, stopping.signal);
    thread = useOwnThread(plan, load, stopping.signal);
  },

  async close() {
    await load?.close();
  },
});

refuseExit(endThread);
globalThis.addEventListener("error", (event) => {
  event.preventDefault();
  endThread(messageOf(event.error));
});
