import { TargetError } from "../errors.ts";
import { openChannel } from "../runtime/channel.ts";
import type { Truth } from "./hold/hold.ts";
import type { Law } from "./hold/law.ts";
import type { EmbeddedCalls } from "./worker.ts";

/** A small CQL server in a thread of this process, for a machine without a Cassandra. */
export interface EmbeddedServer {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Cassandra's version, as far as it is one, with the suffix `-embedded`. */
  readonly version: string;
  /** From now on holds the answers of prepared statements on user tables back by a law, and starts the truth anew. */
  hold(law: Law): Promise<void>;
  /** How long the answers really were held under the present law. */
  truth(): Promise<Truth>;
  /** Closes the connections and ends the thread. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded server, empty, on a free port. When its thread fails later, its port closes, which the driver
 * reports as lost connections; that must not end the process.
 *
 * @throws {TargetError} When the thread cannot start.
 */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  const { ask, end } = openChannel<EmbeddedCalls>(
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    (message) =>
      new TargetError(
        `Cannot run the embedded server: ${message}`,
        "Please report this; until then run against a real Cassandra with --cassandra",
      ),
  );

  async function stop(): Promise<void> {
    // A thread that failed has stopped.
    await ask("stop").catch(() => {});
    end(new TargetError("Cannot ask the embedded server as it was stopped"));
  }

  const { port, version } = await ask("start");
  let stopped: Promise<void> | undefined;
  return {
    host: "127.0.0.1",
    port,
    version,
    hold: (law) => ask("hold", law),
    truth: () => ask("truth"),
    stop: () => stopped ??= stop(),
  };
}
