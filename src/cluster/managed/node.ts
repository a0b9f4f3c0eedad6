import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { TargetError } from "../../errors.ts";
import type { NodeConfiguration } from "./configuration.ts";
import type { RunningServer } from "../server_watch.ts";
import { containerName, containerRuns, removeContainer } from "./container.ts";
import type { EngineKind } from "./engine.ts";
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
  /** What starts it again, of Java; records of earlier versions have none. */
  readonly command?: readonly string[];
}

/** A process of a node that this process started. */
export interface NodeProcess {
  readonly record: NodeRecord;
  /** Resolves when it has ended. */
  readonly ended: Promise<ProcessEnd>;
  hasEnded(): boolean;
  /** Waits until it serves clients, and kills it where it dies or takes too long. */
  untilReady(): Promise<void>;
  /** Lets the node run on after cassbench has ended. */
  release(): Promise<void>;
  /** Kills the node, and waits until it has ended. */
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
 * Starts the command of a node in its folder.
 *
 * @param command as `nodeCommand` of its engine gives it
 * @param signal ends the wait until it is ready
 */
export function spawnNode(
  engine: EngineKind,
  { address, port, folder }: Pick<NodeConfiguration, "address" | "port" | "folder">,
  command: readonly string[],
  signal: AbortSignal | undefined,
): NodeProcess {
  const logged = sizeOf(logFile({ folder }));
  const process = supervise(command, logFile({ folder }));
  const again = engine === "java" ? { command } : {};
  const record = { engine, address, port, folder, pid: process.pid, ...again };
  const kill = async () => {
    if (engine !== "java") await removeContainer(engine, folder);
    await process.kill();
  };
  return {
    record,
    ended: process.ended,
    hasEnded: process.hasEnded,
    async untilReady() {
      try {
        await untilReady(process, record, logged, signal);
      } catch (error) {
        await kill();
        throw error;
      }
    },
    release: process.release,
    kill,
  };
}

/**
 * Waits for the log, as an answer on the port could be that of another server which took the port meanwhile, and for an
 * answer, as only that shows that clients reach the node.
 *
 * @param logged how long its log was before the start
 * @throws {TargetError} with the last lines of its log where it dies or takes too long
 */
async function untilReady(
  process: Supervised,
  node: NodeRecord,
  logged: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT;
  const isStarted = async () => /Startup complete/.test(await logOf(node, logged));
  while (!(await isStarted() && await answersCql(node.address, node.port))) {
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

/**
 * Waits until every node knows that every other one is up, which takes rounds of gossip, one a second.
 *
 * @param from how long the log of each was when what it says since began to count
 */
export async function untilAllSeeEachOther(
  nodes: readonly NodeRecord[],
  signal: AbortSignal | undefined,
  from: (seeing: NodeRecord, seen: NodeRecord) => number = () => 0,
): Promise<void> {
  const deadline = performance.now() + START_LIMIT;
  for (const node of nodes) {
    for (const other of nodes.filter((other) => other !== node)) {
      while (!seesUp(await logOf(node, from(node, other)), other)) {
        signal?.throwIfAborted();
        if (performance.now() > deadline) {
          throw await failure(node, `it does not see ${other.address}`);
        }
        await delay(50);
      }
    }
  }
}

/** Whether the last thing that a log says of another node is that it is up. */
function seesUp(log: string, other: NodeRecord): boolean {
  const said = log.matchAll(new RegExp(`/${other.address}:\\d+ is now (UP|DOWN)`, "g"));
  return [...said].at(-1)?.[1] === "UP";
}

/** The log of a node from a byte on. */
async function logOf(node: NodeRecord, from = 0): Promise<string> {
  const log = await Deno.readFile(logFile(node));
  return new TextDecoder().decode(log.subarray(from));
}

/** The bytes of a file; 0 where there is none. */
export function sizeOf(file: string): number {
  try {
    return Deno.statSync(file).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return 0;
    throw error;
  }
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

/** How a process ended, in words. */
export function describeEnd({ code, signal }: ProcessEnd): string {
  return signal ?? `exit code ${code}`;
}

/** A node as the watch over it sees it. */
export function watchedNode(node: NodeRecord): RunningServer {
  return {
    name: `Cassandra at ${node.address}:${node.port}`,
    runs: () => nodeStillRuns(node),
    lastWords: () => lastWords(logFile(node), LAST_LINES),
  };
}

/** The process of a node that another process started and released. */
export function releasedProcess(record: NodeRecord): NodeProcess {
  async function untilEnded(): Promise<ProcessEnd> {
    while (!await hasEnded(record.pid)) await delay(LOOK);
    return { code: null, signal: null };
  }
  return {
    record,
    get ended() {
      return untilEnded();
    },
    hasEnded: () => false,
    untilReady: () => Promise.resolve(),
    release: () => Promise.resolve(),
    kill: () => killReleasedNode(record),
  };
}

/** Milliseconds between two looks at a process that does not tell its end. */
const LOOK = 20;

/** Whether a node that ran still does. A container's client costs less to look at than the container. */
export async function nodeStillRuns(node: NodeRecord): Promise<boolean> {
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
