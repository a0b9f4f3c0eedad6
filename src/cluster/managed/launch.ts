import { join } from "node:path";
import { ScenarioError } from "../../errors.ts";
import { sentenceOf } from "../../scenario/check/problems.ts";
import { chooseEngine } from "./choose_engine.ts";
import { cacheFolder, deleteFolder, makeOwnFolder, sweep } from "./folders.ts";
import type { NodeControl } from "../node_control.ts";
import { controlNodes } from "./control.ts";
import { type NodeRecord, nodeVersion, untilAllSeeEachOther } from "./node.ts";
import { type StartedNode, startNode } from "./started_node.ts";
import type { RunningServer } from "../server_watch.ts";
import { findWrongCassandra, type WantedCassandra } from "./release.ts";
import { assertFree, findFreePort } from "./ports.ts";
import { type ClusterRecord, readState } from "./state.ts";
import { untilSuperuser, wantsPassword } from "./superuser.ts";

/** Which cluster to start, and how to follow the start. */
export interface ManagedOptions extends WantedCassandra {
  /** How many nodes: on 127.0.0.1, 127.0.0.2 and so on. @default {1} */
  readonly nodes?: number | undefined;
  /** The port for clients, the same on all nodes. @default {9042} */
  readonly port?: number | undefined;
  /** Stops the start, and the nodes that were started by then. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each step that takes seconds. */
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** A cluster that this process started, empty. */
export interface LaunchedCluster {
  readonly record: ClusterRecord;
  /** Its nodes, for the watch over them. */
  readonly servers: readonly RunningServer[];
  /** What can be done to its nodes; absent where they are containers. */
  readonly control?: NodeControl;
  /** Lets the cluster run on after cassbench has ended. */
  release(): Promise<void>;
  /** Stops the cluster and deletes its data. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster that ends with this process.
 *
 * @throws {TargetError} where this machine cannot start it or a node fails; then nothing is left running
 */
export async function launchCluster(options: ManagedOptions): Promise<LaunchedCluster> {
  const { nodes = 1, port = DEFAULT_PORT, signal, onProgress = () => {} } = options;
  const addresses = addressesOf(nodes);
  for (const address of addresses) assertFree(address, port);
  const [wrong] = findWrongCassandra(options);
  if (wrong !== undefined) {
    throw new ScenarioError(`Cannot start Cassandra as ${sentenceOf(wrong)}`, WANTED_HINT);
  }
  const engine = await chooseEngine(nodes, options);
  await engine.prepare({ onProgress, signal });

  const folder = await makeRunFolder();
  const started: StartedNode[] = [];
  const stop = async () => {
    await Promise.all(started.map((node) => node.kill()));
    await deleteFolder(folder);
  };
  try {
    const storagePort = findFreePort(addresses);
    // Starts one after the other, as each learns the ring from the nodes that already run.
    for (const [index, address] of addresses.entries()) {
      signal?.throwIfAborted();
      onProgress(`starting node ${index + 1} of ${nodes}`);
      const configuration = {
        address,
        addresses,
        port,
        storagePort,
        folder: join(folder, address),
      };
      started.push(await startNode(engine, configuration, signal));
    }
    const records = started.map((node) => node.record());
    await untilAllSeeEachOther(records, signal);
    if (wantsPassword(options.options ?? {})) {
      await untilSuperuser(records, options.options ?? {}, signal);
    }
    return {
      record: await describe(folder, records, options.options),
      servers: started.map(({ server }) => server),
      ...engine.kind === "java" && { control: controlNodes(started, signal) },
      release: async () => void await Promise.all(started.map((node) => node.release())),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const WANTED_HINT =
  "as in --cassandra-version 4.1.10 --cassandra-option materialized_views_enabled=true";

const DEFAULT_PORT = 9042;
/** More nodes than this are not started on one machine. */
export const MOST_NODES = 9;

function addressesOf(nodes: number): string[] {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MOST_NODES) {
    throw new ScenarioError(
      `Cannot start Cassandra as nodes must be an integer from 1 to ${MOST_NODES}: found ${nodes}`,
      "as in --nodes 3",
    );
  }
  return Array.from({ length: nodes }, (_, index) => `127.0.0.${index + 1}`);
}

/** Makes a folder for one run, so that two runs at the same time share nothing but the downloads. */
async function makeRunFolder(): Promise<string> {
  const runs = join(cacheFolder(), "runs");
  await sweep(runs, async () => (await readState())?.folder);
  return await makeOwnFolder(runs);
}

async function describe(
  folder: string,
  nodes: readonly NodeRecord[],
  options: WantedCassandra["options"] = {},
): Promise<ClusterRecord> {
  const [first] = nodes;
  const version = first ? await nodeVersion(first) : "unknown";
  const isPlain = Object.keys(options).length === 0;
  return {
    version,
    startedAt: new Date().toISOString(),
    folder,
    nodes,
    ...!isPlain && { options },
  };
}
