import type { LoadConnection } from "../../cluster/driver/connect.ts";
import { showPassword } from "../../cluster/login.ts";
import { TargetError } from "../../errors.ts";
import { type Channel, openChannel } from "../../runtime/channel.ts";
import { GRACE } from "../../runtime/grace.ts";
import type { Plan } from "../../scenario/planned.ts";
import type { LoadNews } from "./carrier.ts";
import { describeError } from "./carriers.ts";
import type { LoadThreads } from "./threads.ts";
import { carryTogether } from "./together.ts";
import type { WorkerCalls } from "./worker.ts";

/** What a Worker gets to answer a stop, and a close. */
const WORKER_GRACE = { stop: GRACE.silentWorker, close: GRACE.worker };

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
  const workers = Array.from({ length: settings.workers }, startWorker);
  const carriers = workers.map((channel) => ({ channel, threads: 1 }));
  // From here on, it also stops those that are still being opened.
  const threads = carryTogether(plan, carriers, { signal, grace: WORKER_GRACE });
  const opening = { settings, warmup, file, connection: toSend(connection) };
  try {
    await Promise.all(workers.map((worker) => worker.ask("open", opening)));
  } catch (error) {
    await threads.close();
    signal.throwIfAborted();
    throw describeError(error, undefined, WORKERS_ADVICE);
  }
  return threads;
}

const WORKERS_ADVICE =
  "with --workers every thread loads the scenario file by itself, so it must not need what only the main thread has";

/** Functions cannot be sent, so the password goes as text. */
function toSend(connection: LoadConnection): LoadConnection {
  return { ...connection, address: showPassword(connection.address) };
}

function startWorker(): Channel<WorkerCalls, LoadNews> {
  return openChannel(
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    (message) => new TargetError(`Cannot go on as a worker ended: ${message}`),
  );
}
