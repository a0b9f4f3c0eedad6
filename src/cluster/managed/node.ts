import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { TargetError } from "../../errors.ts";
import type { NodeConfiguration } from "./configuration.ts";
import type { RunningServer } from "../server_watch.ts";
import { containerName, containerRuns, removeContainer } from "./container.ts";
import type { Engine, EngineKind } from "./engine.ts";
import { lastWords } from "./log_tail.ts";
import { answersCql } from "./ports.ts";
import {
  commandLine,
  hasEnded,
  killGroup,
  type ProcessEnd,
  supervise,
  type Supervised,
} from "./supervisor.ts";

/** What is kept of a node, so that another process can find and stop it. */
export interface NodeRecord {
  readonly engine: EngineKind;
  readonly address: string;
  readonly port: number;
  readonly folder: string;
  /** The process of Java, or of the container's client. */
  readonly pid: number;
}

/** A node that this process started. */
export interface StartedNode {
  readonly record: NodeRecord;
  /** Resolves when its process has ended. */
  readonly ended: Promise<ProcessEnd>;
  /** Lets the node run on after cassbench has ended. */
  release(): Promise<void>;
  /** Kills the node, whose data is not needed any more, and waits until it has ended. */
  kill(): Promise<void>;
}

/** Milliseconds that a node may take to start; it takes 5 to 9 seconds where nothing else runs. */
const START_LIMIT = 120_000;

/** Milliseconds that a killed node may take to end. */
const STOP_LIMIT = 10_000;

/** The file that a node's output goes to. */
export function logFile(node: { readonly folder: string }): string {
  return join(node.folder, "system.log");
}

/**
 * Starts a node and waits until it serves clients.
 *
 * @throws {TargetError} with the last lines of its log where it dies or takes too long
 */
export async function startNode(
  engine: Engine,
  configuration: NodeConfiguration,
  signal: AbortSignal | undefined,
): Promise<StartedNode> {
  const { address, port, folder } = configuration;
  await Deno.mkdir(folder);
  const process = supervise(await engine.nodeCommand(configuration), logFile(configuration));
  const record = { engine: engine.kind, address, port, folder, pid: process.pid };
  const kill = async () => {
    if (record.engine !== "java") await removeContainer(record.engine, folder);
    await process.kill();
  };
  try {
    await untilReady(process, record, signal);
  } catch (error) {
    await kill();
    throw error;
  }
  return { record, ended: process.ended, release: process.release, kill };
}

/**
 * Waits for the log, as an answer on the port could be that of another server which took the port meanwhile, and for an
 * answer, as only that shows that clients reach the node.
 */
async function untilReady(
  process: Supervised,
  node: NodeRecord,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT;
  while (!(await logSays(node, /Startup complete/) && await answersCql(node.address, node.port))) {
    signal?.throwIfAborted();
    if (process.hasEnded()) throw await failure(node, "it died while starting");
    if (performance.now() > deadline) {
      throw await failure(node, `it was not ready within ${START_LIMIT / 1000} s`);
    }
    await delay(50);
  }
}

async function failure(node: NodeRecord, what: string): Promise<TargetError> {
  return new TargetError(
    `Cannot start Cassandra on ${node.address}:${node.port} as ${what}; the end of its log:\n` +
      await lastWords(logFile(node)),
  );
}

/** Waits until every node knows that every other one is up, which takes rounds of gossip, one a second. */
export async function untilAllSeeEachOther(
  nodes: readonly NodeRecord[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT;
  for (const node of nodes) {
    for (const other of nodes.filter((other) => other !== node)) {
      while (!await logSays(node, new RegExp(`/${other.address}:\\d+ is now UP`))) {
        signal?.throwIfAborted();
        if (performance.now() > deadline) {
          throw await failure(node, `it does not see ${other.address}`);
        }
        await delay(50);
      }
    }
  }
}

async function logSays(node: NodeRecord, what: RegExp): Promise<boolean> {
  return what.test(await Deno.readTextFile(logFile(node)));
}

/** The version in the node's log. */
export async function nodeVersion(node: NodeRecord): Promise<string> {
  return /Cassandra version: (\S+)/.exec(await Deno.readTextFile(logFile(node)))?.[1] ?? "unknown";
}

/** Whether the node runs. Another process that has been given its id since does not count. */
export async function nodeRuns(node: NodeRecord): Promise<boolean> {
  return node.engine === "java"
    ? (await commandLine(node.pid)).includes(node.folder)
    : await containerRuns(node.engine, node.folder);
}

/** How many lines of its log a node that ended leaves. */
const LAST_LINES = 5;

/**
 * A node as the watch over it sees it.
 *
 * @param ended of a node that this process started; the end of others is asked for
 */
export function watchedNode(node: NodeRecord, ended?: Promise<ProcessEnd>): RunningServer {
  return {
    name: `Cassandra at ${node.address}:${node.port}`,
    ...ended && { ended: ended.then(({ code, signal }) => signal ?? `exit code ${code}`) },
    runs: () => nodeStillRuns(node),
    lastWords: () => lastWords(logFile(node), LAST_LINES),
  };
}

/** Whether a node that ran still does. A container's client costs less to look at than the container. */
async function nodeStillRuns(node: NodeRecord): Promise<boolean> {
  if (node.engine === "java") return await nodeRuns(node);
  return (await commandLine(node.pid)).includes(containerName(node.folder)) ||
    await nodeRuns(node);
}

/**
 * Kills a node that another process started and released, and waits until it has ended.
 *
 * @throws {TargetError} where it does not end
 */
export async function killReleasedNode(node: NodeRecord): Promise<void> {
  let isGone = async () => !await nodeRuns(node);
  if (node.engine !== "java") await removeContainer(node.engine, node.folder);
  else if (await nodeRuns(node)) {
    killGroup(node.pid);
    isGone = () => hasEnded(node.pid);
  }
  const deadline = performance.now() + STOP_LIMIT;
  while (!await isGone()) {
    if (performance.now() > deadline) {
      throw new TargetError(
        `Cannot stop Cassandra on ${node.address}:${node.port}: it still runs as process ${node.pid}`,
      );
    }
    await delay(10);
  }
}
