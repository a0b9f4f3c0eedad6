import { TargetError } from "../../errors.ts";
import type { NodeAction } from "../node_control.ts";
import type { RunningServer } from "../server_watch.ts";
import type { NodeConfiguration } from "./configuration.ts";
import type { Engine } from "./engine.ts";
import {
  describeEnd,
  type NodeProcess,
  type NodeRecord,
  nodeStillRuns,
  releasedProcess,
  spawnNode,
  watchedNode,
} from "./node.ts";

/** A node of this machine, while its processes come and go. */
export interface StartedNode {
  record(): NodeRecord;
  /** The node as the watch over it sees it: one that was ended on purpose runs. */
  readonly server: RunningServer;
  /** Carries out an action on its process, after those that are under way. */
  act(action: NodeAction): Promise<void>;
  /**
   * Lets it go on where it was stopped, and starts it again where it was killed.
   *
   * @param onStart is called before it is started
   */
  restore(onStart: () => void): Promise<void>;
  /** Lets it go on where it was stopped, at once. */
  resume(): void;
  /** Lets the node run on after cassbench has ended. */
  release(): Promise<void>;
  /** Kills the node for good, also while it is being started again, and waits until it has ended. */
  kill(): Promise<void>;
}

/** Milliseconds that a node may take to end in good order. */
const END_LIMIT = 15_000;

/**
 * Starts a node and waits until it serves clients.
 *
 * @param signal stops this start and later ones
 * @throws {TargetError} with the last lines of its log where it dies or takes too long
 */
export async function startNode(
  engine: Engine,
  configuration: NodeConfiguration,
  signal: AbortSignal | undefined,
): Promise<StartedNode> {
  await Deno.mkdir(configuration.folder);
  const command = await engine.nodeCommand(configuration);
  const start = () => spawnNode(engine.kind, configuration, command, signal);
  const endedByItself = Promise.withResolvers<string>();
  const node = followNode(start(), start, endedByItself.resolve);
  await node.untilReady();
  return { ...node, server: { ...node.server, ended: endedByItself.promise } };
}

/**
 * Takes over a node that another process started and released, and that outlives this one, too.
 *
 * @param onStart is told of each process that it has from then on
 */
export function adoptNode(
  record: NodeRecord,
  signal: AbortSignal | undefined,
  onStart: (record: NodeRecord) => Promise<void>,
): StartedNode {
  const { engine, command = [] } = record;
  return followNode(releasedProcess(record), () => {
    const process = spawnNode(engine, record, command, signal);
    return {
      ...process,
      async untilReady() {
        await process.untilReady();
        await process.release();
        await onStart(process.record);
      },
    };
  });
}

/** Follows a node from one process to the next; `onEnd` is told when one ends by itself, where that is told. */
function followNode(
  first: NodeProcess,
  start: () => NodeProcess,
  onEnd?: (how: string) => void,
): StartedNode & Pick<NodeProcess, "untilReady"> {
  const name = watchedNode(first.record).name;
  let isDown = false, isStopped = false, isClosed = false;
  let current = first;
  let underWay = Promise.resolve();

  function follow(process: NodeProcess): void {
    current = process;
    if (onEnd === undefined) return;
    process.ended.then((end) => {
      if (!isDown && process === current) onEnd(describeEnd(end));
    });
  }

  /** Signals the process of Java alone, as the one beside it must still end it with cassbench. */
  function send(signal: Deno.Signal, action: NodeAction): void {
    try {
      if (!isDown) return Deno.kill(current.record.pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    throw new TargetError(`Cannot ${action} ${name} as it does not run`);
  }

  async function end(): Promise<void> {
    isDown = true;
    isStopped = false;
    await current.kill();
  }

  /** Ends it as its operator would: it tells the other nodes, and writes what it has to disk. */
  async function endInOrder(): Promise<void> {
    if (isDown || current.hasEnded()) return void (isDown = true);
    if (isStopped) send("SIGCONT", "restart");
    send("SIGTERM", "restart");
    isDown = true;
    isStopped = false;
    const timer = setTimeout(() => current.kill(), END_LIMIT);
    await current.ended;
    clearTimeout(timer);
    await current.kill();
  }

  async function startAgain(): Promise<void> {
    if (isClosed) throw new TargetError(`Cannot start ${name} again as the run has ended`);
    follow(start());
    await current.untilReady();
    isDown = false;
  }

  const actions: Partial<Record<NodeAction, () => void | Promise<void>>> = {
    kill: end,
    stop() {
      send("SIGSTOP", "stop");
      isStopped = true;
    },
    continue() {
      send("SIGCONT", "continue");
      isStopped = false;
    },
    async restart() {
      await endInOrder();
      await startAgain();
    },
  };

  function act(action: NodeAction): Promise<void> {
    const done = underWay.then(() => actions[action]?.());
    underWay = done.catch(() => {});
    return done;
  }

  follow(first);
  return {
    record: () => current.record,
    server: {
      ...watchedNode(first.record),
      runs: async () => isDown || await nodeStillRuns(current.record),
    },
    act,
    async restore(onStart) {
      await underWay;
      if (isDown) {
        onStart();
        await act("restart");
      } else if (isStopped) await act("continue");
    },
    resume() {
      if (isStopped) actions.continue?.();
    },
    untilReady: () => first.untilReady(),
    release: () => current.release(),
    async kill() {
      isClosed = true;
      await end();
    },
  };
}
