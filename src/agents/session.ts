import { TargetError } from "../errors.ts";
import { listSteps } from "../scenario/steps.ts";
import { answerWith } from "../threads/load/answer.ts";
import type { LoadCalls, LoadNews } from "../threads/load/carrier.ts";
import type { LoadThreads } from "../threads/load/threads.ts";
import { startLoadThreads } from "../threads/load/workers.ts";
import { loadScenario } from "../threads/load_scenario.ts";
import { readHostIds } from "../cluster/driver/host_ids.ts";
import { unpack } from "./bundle/bundle.ts";
import type { Order, SentOrder } from "./order.ts";
import { type OwnLogin, withOwnLogin } from "./own_login.ts";
import type { Trust } from "./trust.ts";

/** What an agent is asked with its first call of a run. */
export interface AgentOpening {
  readonly order: SentOrder;
  /** The scenario's code, whose hash stands in the order. */
  readonly code: string;
}

/** What an agent can be asked in a run. */
export interface AgentCalls extends LoadCalls {
  /** Loads the scenario and connects, with a thread for each of the settings' `workers`. */
  open(opening: AgentOpening): Promise<void>;
}

/** What a session needs of its agent. */
export interface AgentSessionOptions {
  readonly trust: Trust;
  readonly login: OwnLogin;
  /** Tells the coordinator something. */
  readonly tell: (news: LoadNews) => void;
  /** Is called when an order is taken. */
  readonly onOrder: (order: Order) => void;
}

/** An agent's part in one run. */
export interface AgentSession extends AsyncDisposable {
  readonly calls: AgentCalls;
  /** Ends what runs. Resolves when that has answered with what was measured. */
  stop(): Promise<void>;
}

/** Opens an agent's part in one run, which answers the calls of its coordinator. */
export function openAgentSession(
  { trust, login, tell, onOrder }: AgentSessionOptions,
): AgentSession {
  const stopping = new AbortController();
  const opened = new AsyncDisposableStack();
  let threads: LoadThreads | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const calls = answerWith({ threads: () => threads, tell, stop: () => stopping.abort() });

  async function open({ order: sent, code }: AgentOpening): Promise<void> {
    const order = trust(sent);
    const { settings, warmup, bundle } = order;
    if (threads !== undefined) throw new TargetError("has a scenario already");
    onOrder(order);
    const unpacked = opened.use(await unpack({ ...bundle, code }));
    const scenario = await loadScenario(unpacked.url, stopping.signal);
    const plan = { scenario, steps: listSteps(scenario), settings, warmup, cases: [] };
    const connection = withOwnLogin(order.connection, login);
    await checkCluster(order, connection, stopping.signal);
    // Also a single thread is a Worker, so that what an agent has to do beside takes nothing from the load.
    threads = await startLoadThreads(plan, unpacked.url, connection, stopping.signal);
    opened.defer(() => threads?.close());
  }

  return {
    calls: {
      ...calls,
      open,
      run: (call) => running = calls.run(call),
      close: () => opened.disposeAsync(),
    },
    async stop() {
      await calls.stop();
      await running.catch(() => {});
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await opened.disposeAsync();
    },
  };
}

/**
 * Two machines can mean two clusters by one address.
 *
 * @throws {TargetError} when this machine finds another cluster there than the coordinator does
 */
async function checkCluster(
  { hostIds }: Order,
  connection: Order["connection"],
  signal: AbortSignal,
): Promise<void> {
  const found = await readHostIds(connection, signal);
  if (found.length === 0 || hostIds.length === 0) return;
  if (found.some((id) => hostIds.includes(id))) return;
  const points = connection.address.contactPoints.join(", ");
  throw new TargetError(
    `finds another cluster at ${points} than the coordinator`,
    "name contact points that mean the same nodes on every machine",
  );
}
