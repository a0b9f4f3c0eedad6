import { startServerThread } from "../embedded/server.ts";
import { listProblems, ScenarioError } from "../errors.ts";
import { findSettingsProblems } from "../scenario/check/check.ts";
import { sentenceOf } from "../scenario/check/problems.ts";
import type { Fault, FaultCount } from "../scenario/faults.ts";

/** How the embedded server is to be. */
export interface EmbeddedServerOptions {
  /** How it misbehaves, from its first connection on. @default {[]} */
  readonly faults?: readonly Fault[];
  /** Which requests are struck: the same seed strikes the same ones. @default {1} */
  readonly seed?: number;
}

/** A CQL server in a thread of this process, empty at first, for the tests of an application. */
export interface EmbeddedServer extends AsyncDisposable {
  /** Where it listens: `["127.0.0.1:PORT"]`. */
  readonly contactPoints: readonly string[];
  /** Its only data center: `datacenter1`. */
  readonly localDataCenter: string;
  /**
   * From now on it misbehaves so; without faults it behaves. The times of faults and their counts begin again.
   *
   * @throws {ScenarioError} when a fault is wrong
   */
  setFaults(faults: readonly Fault[]): Promise<void>;
  /** How often each fault struck since it was set. */
  readFaults(): Promise<readonly FaultCount[]>;
  /** Closes all connections and ends the thread. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts the embedded CQL server on a free port of 127.0.0.1, so that an application's own tests need no Cassandra, and can
 * try what a cluster does on bad days. It is no Cassandra: one node, in memory, with the CQL that `docs/targets.md` names.
 *
 * @example An application's test: its retries are enough for two refusals
 * ```ts
 * import { startEmbeddedServer } from "@cassbench/cassbench";
 * import cassandra from "cassandra-driver";
 *
 * await using server = await startEmbeddedServer();
 * const client = new cassandra.Client({
 *   contactPoints: [...server.contactPoints],
 *   localDataCenter: server.localDataCenter,
 * });
 * await client.execute(
 *   "CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
 * );
 * await client.execute("CREATE TABLE shop.item (id int PRIMARY KEY, name text)");
 *
 * await server.setFaults([{ kind: "overloaded", times: 2 }]);
 * const insert = () =>
 *   client.execute("INSERT INTO shop.item (id, name) VALUES (?, ?)", [1, "pen"], { prepare: true });
 * let tries = 1;
 * while (!await insert().then(() => true, () => false)) tries++;
 * console.log(tries); // 3
 * console.log((await server.readFaults())[0]?.injected); // 2
 * await client.shutdown();
 * ```
 *
 * @throws {ScenarioError} when an option is wrong
 * @throws {TargetError} when its thread cannot start
 */
export async function startEmbeddedServer(
  { faults = [], seed = 1 }: EmbeddedServerOptions = {},
): Promise<EmbeddedServer> {
  check({ faults, seed });
  const { host, port, setFaults, readFaults, stop } = await startServerThread();
  if (faults.length > 0) await setFaults(faults, seed);
  return {
    contactPoints: [`${host}:${port}`],
    localDataCenter: "datacenter1",
    async setFaults(next) {
      check({ faults: next, seed });
      await setFaults(next, seed);
    },
    readFaults,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function check(options: Required<EmbeddedServerOptions>): void {
  const problems = findSettingsProblems(options);
  if (problems.length === 0) return;
  throw new ScenarioError(
    `Cannot set the faults of the embedded server as${listProblems(problems.map(sentenceOf))}`,
    "docs/faults.md lists every kind of fault and its fields",
  );
}
