/**
 * A real Cassandra on this machine, for one run (`--cassandra`) or until `cassandra stop` (`cassandra start`). Every start
 * makes a new, empty cluster, whose data is deleted when it stops.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { TargetError } from "../../errors.ts";
import { LOCAL_DATA_CENTER } from "./configuration.ts";
import type { EngineKind } from "./engine.ts";
import { deleteFolder, isRunFolder } from "./folders.ts";
import { launchCluster, type ManagedOptions } from "./launch.ts";
import { lastLines } from "./log_tail.ts";
import type { NodeControl } from "../node_control.ts";
import type { RunningServer } from "../server_watch.ts";
import { killReleasedNode, logFile, nodeRuns } from "./node.ts";
import { answersCql } from "./ports.ts";
import { formatOptions, type WantedCassandra } from "./release.ts";
import { commandLine, killGroup } from "./supervisor.ts";
import { adoptCluster } from "./adopt.ts";
import { BrokenState, claimState, type ClusterRecord, deleteState, readState } from "./state.ts";

export { formatOptions, type ManagedOptions };

/** A cluster to measure. */
export interface ManagedCluster {
  /** Such as "127.0.0.1:9042". */
  readonly contactPoints: readonly string[];
  readonly localDataCenter: string;
  /** The version of Cassandra, such as "5.0.6". */
  readonly version: string;
  readonly nodes: number;
  /** What its cassandra.yaml says beside what cassbench always says. */
  readonly options: NonNullable<WantedCassandra["options"]>;
  /** Whether `cassandra start` started it: then it keeps running, and may have the tables of other runs. */
  readonly reused: boolean;
  /** Its nodes, for the watch over them. */
  readonly servers: readonly RunningServer[];
  /** What can be done to its nodes; absent where that is nothing. */
  readonly control?: NodeControl | undefined;
  /** Stops the cluster and deletes its data; does nothing to a reused one. */
  stop(): Promise<void>;
}

/** The cluster that `cassandra start` keeps running. */
export interface ManagedStatus {
  readonly contactPoints: readonly string[];
  readonly localDataCenter: string;
  readonly version: string;
  readonly nodes: number;
  /** What its cassandra.yaml says beside what cassbench always says. */
  readonly options: NonNullable<WantedCassandra["options"]>;
  /** What Cassandra runs on. */
  readonly engine: EngineKind;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Whether it already ran before this call. */
  readonly alreadyRunning: boolean;
  /** What is wrong with it, such as "127.0.0.2:9042 has died"; empty where nothing is. */
  readonly problems: readonly string[];
}

/**
 * The cluster for a run: the one that `cassandra start` started, or a new one, which ends with this process however that
 * ends.
 *
 * @throws {TargetError} where this machine cannot start one, or the running one has other nodes, another port, version or options
 */
export async function useManagedCluster(options: ManagedOptions = {}): Promise<ManagedCluster> {
  const running = await findRunning();
  if (running) {
    const { record, status } = running;
    assertFits(status, options);
    const { engine: _, startedAt: _s, alreadyRunning: _a, problems: _p, ...cluster } = status;
    return { ...cluster, reused: true, ...adoptCluster(record, options.signal) };
  }
  const { record, servers, control, stop } = await launchCluster(options);
  const { contactPoints, localDataCenter, version, nodes, options: set } = describe(
    record,
    false,
    [],
  );
  const cluster = { contactPoints, localDataCenter, version, nodes, options: set };
  return { ...cluster, reused: false, servers, control, stop };
}

/**
 * Starts a cluster that runs until {@linkcode stopManagedCluster}. Where one runs already, returns its status.
 *
 * @throws {TargetError} where this machine cannot start one, or the running one has other nodes, another port, version or options
 */
export async function startManagedCluster(options: ManagedOptions = {}): Promise<ManagedStatus> {
  const running = await managedStatus();
  if (running) {
    assertFits(running, options);
    return running;
  }
  const cluster = await launchCluster(options);
  try {
    await claimState(cluster.record);
  } catch (error) {
    await cluster.stop();
    throw new TargetError(
      "Cannot keep this Cassandra as another was started meanwhile",
      undefined,
      {
        cause: error,
      },
    );
  }
  await cluster.release();
  return describe(cluster.record, false, []);
}

/**
 * Stops the cluster of {@linkcode startManagedCluster} and deletes its data. Returns whether there was something to stop.
 *
 * @param onBroken called with what was found and done where the record of the cluster cannot be read
 */
export async function stopManagedCluster(
  onBroken: (message: string) => void = () => {},
): Promise<boolean> {
  let record: ClusterRecord | undefined;
  try {
    record = await readState();
  } catch (error) {
    if (!(error instanceof BrokenState)) throw error;
    onBroken(await forgetBroken(error));
    return true;
  }
  if (!record) return false;
  const ran = await Promise.all(record.nodes.map(nodeRuns));
  await forget(record);
  return ran.includes(true);
}

/** The status of the cluster of {@linkcode startManagedCluster}; deletes the data of one that has died. */
export async function managedStatus(): Promise<ManagedStatus | undefined> {
  return (await findRunning())?.status;
}

async function findRunning(): Promise<
  { readonly record: ClusterRecord; readonly status: ManagedStatus } | undefined
> {
  const record = await readState();
  if (!record) return undefined;
  const problems = await Promise.all(record.nodes.map(async (node) => {
    const name = `${node.address}:${node.port}`;
    if (!await nodeRuns(node)) return `${name} has died`;
    return await answersCql(node.address, node.port) ? "" : `${name} does not answer`;
  }));
  if (problems.every((problem) => problem.endsWith("has died"))) {
    await forget(record);
    return undefined;
  }
  return { record, status: describe(record, true, problems.filter((problem) => problem !== "")) };
}

/**
 * The last lines of each node's log.
 *
 * @param lines how many of each log
 * @throws {TargetError} where `cassandra start` has started no cluster
 */
export async function managedLogs(lines = 50): Promise<string> {
  const record = await readState();
  if (!record) {
    throw new TargetError(
      "Cannot show the log as no Cassandra was started",
      'start one with "cassandra start"',
    );
  }
  const logs = record.nodes.map(async (node) =>
    `==> ${node.address}:${node.port} <==\n${await lastLines(logFile(node), lines)}`
  );
  return (await Promise.all(logs)).join("\n\n");
}

/**
 * Removes a record that cannot be read, and kills the nodes of Java that it names as far as it does.
 * Returns what was found and done.
 */
async function forgetBroken({ message, text }: BrokenState): Promise<string> {
  const folders = [...text.matchAll(/"folder":\s*"([^"\n]+)"/g)].map(([, folder = ""]) => folder);
  const pids = [...text.matchAll(/"pid":\s*(\d+)\b(?=\s*[,}\n])/g)].map(([, pid]) => Number(pid));
  let killed = 0;
  for (const pid of pids) {
    const command = pid > 1 ? await commandLine(pid) : "";
    if (!folders.some((folder) => isRunFolder(folder) && command.includes(folder))) continue;
    killGroup(pid);
    killed++;
  }
  await deleteState();
  const ended = killed === 0 ? "no node of it was found" : `${killed} of its nodes were ended`;
  return `${message}: it was removed, and ${ended}`;
}

async function forget(record: ClusterRecord): Promise<void> {
  await Promise.all(record.nodes.map(killReleasedNode));
  await deleteState();
  await deleteFolder(record.folder);
}

function describe(
  record: ClusterRecord,
  alreadyRunning: boolean,
  problems: readonly string[],
): ManagedStatus {
  return {
    contactPoints: record.nodes.map(({ address, port }) => `${address}:${port}`),
    localDataCenter: LOCAL_DATA_CENTER,
    version: record.version,
    nodes: record.nodes.length,
    options: record.options ?? {},
    engine: record.nodes[0]?.engine ?? "java",
    startedAt: record.startedAt,
    alreadyRunning,
    problems,
  };
}

/** Refuses a cluster that is not the one asked for, or of which a node is down. */
function assertFits(
  running: ManagedStatus,
  { nodes, port, version, options }: ManagedOptions,
): void {
  const [found, asked] = [running.options, options ?? running.options].map(formatOptions);
  const misfits = [
    ...version === undefined || version === running.version
      ? []
      : [`is version ${running.version}, not ${version}`],
    ...isDeepStrictEqual(running.options, options ?? running.options)
      ? []
      : [`has ${found || "no options"} in cassandra.yaml, not ${asked || "none"}`],
    ...(nodes === undefined || nodes === running.nodes
      ? []
      : [`has ${running.nodes} node${running.nodes === 1 ? "" : "s"}, not ${nodes}`]),
    ...(port === undefined || running.contactPoints[0]?.endsWith(`:${port}`)
      ? []
      : [`listens on ${running.contactPoints[0]}, not on port ${port}`]),
    ...running.problems,
  ];
  if (misfits.length === 0) return;
  throw new TargetError(
    `Cannot use the Cassandra that "cassandra start" started: ${misfits.join(", ")}`,
    'stop it with "cassandra stop", or leave out --nodes, --port, --cassandra-version and --cassandra-option to use it as it is',
  );
}
