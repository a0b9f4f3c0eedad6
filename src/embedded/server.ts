import { TargetError } from "../errors.ts";
import type { ServiceTimeDistribution } from "./service_time/distribution.ts";
import type { ServedTimes } from "./service_time/known_service_time.ts";
import type { Command, Replies } from "./worker.ts";

/** A small CQL server in a thread of this process, for users without a Cassandra. */
export interface EmbeddedServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Cassandra's version, as far as it is one, with the suffix `-embedded`. */
  readonly version: string;
  /** From now on gives prepared statements on user tables a service time of this distribution; forgets the served times. */
  setServiceTime(distribution: ServiceTimeDistribution): Promise<void>;
  /** How long these statements really took since `setServiceTime`. */
  servedTimes(): Promise<ServedTimes>;
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
  const failed = failureOf(worker);
  const waiting: ((reply: unknown) => void)[] = [];
  worker.onmessage = ({ data }) => waiting.shift()?.(data);

  function reply<K extends keyof Replies>(): Promise<Replies[K]> {
    const replied = new Promise<unknown>((resolve) => waiting.push(resolve));
    return Promise.race([replied as Promise<Replies[K]>, failed]);
  }
  function ask<K extends Command["kind"]>(command: Command & { kind: K }): Promise<Replies[K]> {
    worker.postMessage(command);
    return reply<K>();
  }
  async function stop(): Promise<void> {
    // A thread that failed has stopped.
    await ask({ kind: "stop" }).catch(() => {});
    worker.terminate();
  }

  const { port, version } = await reply<"start">();
  let stopped: Promise<void> | undefined;
  return {
    host: "127.0.0.1",
    port,
    version,
    setServiceTime: (distribution) => ask({ kind: "setServiceTime", distribution }),
    servedTimes: () => ask({ kind: "servedTimes" }),
    stop: () => stopped ??= stop(),
  };
}

/**
 * Rejects when the thread fails, and ends it. Later on that closes the port, which the driver reports as lost
 * connections; it must not end the process.
 */
function failureOf(worker: Worker): Promise<never> {
  const failed = new Promise<never>((_, reject) => {
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
  failed.catch(() => {});
  return failed;
}
