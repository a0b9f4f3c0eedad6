import { TargetError } from "../errors.ts";
import { openChannel } from "../runtime/channel.ts";
import { lackedPermission, requirePermission } from "../runtime/permissions.ts";
import type { Fault, FaultCount } from "../scenario/faults.ts";
import type { ServiceTimeDistribution } from "./service_time/distribution.ts";
import type { ServedTimes } from "./service_time/known_service_time.ts";
import type { EmbeddedCalls } from "./worker.ts";

/** A small CQL server in a thread of this process, for a machine without a Cassandra. */
export interface ServerThread {
  readonly host: "127.0.0.1";
  readonly port: number;
  /** Cassandra's version, as far as it is one, with the suffix `-embedded`. */
  readonly version: string;
  /** Resolves with the message of the error that ended its thread; a stop is none. */
  readonly ended: Promise<string>;
  /** From now on gives prepared statements on user tables a service time of this distribution; forgets the served times. */
  setServiceTime(distribution: ServiceTimeDistribution): Promise<void>;
  /** How long these statements really took since `setServiceTime`. */
  servedTimes(): Promise<ServedTimes>;
  /** From now on misbehaves so; forgets how often earlier faults struck. */
  setFaults(faults: readonly Fault[], seed: number): Promise<void>;
  /** How often each fault struck since `setFaults`. */
  readFaults(): Promise<readonly FaultCount[]>;
  /** Closes the connections and ends the thread. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded server, empty, on a free port. When its thread fails later, its port closes and `ended` says
 * why; that must not end the process.
 *
 * @throws {TargetError} When the thread cannot start.
 */
export async function startServerThread(): Promise<ServerThread> {
  requirePermission({ name: "net", host: "127.0.0.1" }, "Cannot run the embedded server");
  const failed = Promise.withResolvers<string>();
  const { ask, end } = openChannel<EmbeddedCalls>(
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    (message) => {
      failed.resolve(message);
      const { problem, hint } = lackedPermission(message) ?? {
        problem: message,
        hint: "Please report this; until then run against a real Cassandra with --cassandra",
      };
      return new TargetError(`Cannot run the embedded server: ${problem}`, hint);
    },
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
    ended: failed.promise,
    setServiceTime: (distribution) => ask("setServiceTime", distribution),
    servedTimes: () => ask("servedTimes"),
    setFaults: (faults, seed) => ask("setFaults", { faults, seed }),
    readFaults: () => ask("readFaults"),
    stop: () => stopped ??= stop(),
  };
}
