import { TargetError } from "../errors.ts";
import type { WorkerMessage } from "./worker.ts";

/** A small CQL server in a thread of this process, for those who have no Cassandra at hand. */
export interface EmbeddedServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Cassandra's version, as far as it is one, with the suffix `-embedded`. */
  readonly version: string;
  /** Closes the connections and ends the thread. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded server, empty, on a free port.
 *
 * @throws {TargetError} When the thread cannot start.
 */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const { port, version } = await firstMessage(worker, "listening");
  let stopped: Promise<void> | undefined;
  // A failure later on closes the port, which the driver reports as lost connections; it must not end the process.
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    stopped ??= Promise.resolve();
  };
  return {
    host: "127.0.0.1",
    port,
    version,
    stop: () => stopped ??= stop(worker),
  };
}

async function stop(worker: Worker): Promise<void> {
  const done = firstMessage(worker, "stopped");
  worker.postMessage("stop");
  await done.finally(() => worker.terminate());
}

/** Waits for that message, or for the thread's end by an error. */
function firstMessage<Kind extends WorkerMessage["kind"]>(
  worker: Worker,
  kind: Kind,
): Promise<Extract<WorkerMessage, { kind: Kind }>> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.kind === kind) resolve(data as Extract<WorkerMessage, { kind: Kind }>);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      reject(
        new TargetError(
          `Cannot run the embedded server: ${event.message}`,
          "Please report this; until then run against a real Cassandra with --cassandra",
        ),
      );
    };
  });
}
