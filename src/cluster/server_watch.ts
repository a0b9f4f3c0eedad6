import { TargetError } from "../errors.ts";
import type { EndedServer } from "../result/node.ts";

/** A server of the target whose end can be noticed. */
export interface RunningServer {
  /** Such as "Cassandra at 127.0.0.1:9042". */
  readonly name: string;
  /** Resolves when it has ended, with how; absent where nothing tells that. */
  readonly ended?: Promise<string>;
  /** Asks whether it still runs, which costs little; absent where `ended` tells at once that it does not. */
  readonly runs?: () => Promise<boolean>;
  /** The last lines of its log; absent where it has none. */
  readonly lastWords?: () => Promise<string>;
}

/** Notices when servers of the target end by themselves. */
export interface ServerWatch {
  /** Aborts with a TargetError when the last server has ended. */
  readonly lost: AbortSignal;
  /** The servers that have ended so far. */
  ended(): readonly EndedServer[];
  /** Asks now, and not only at the next look. */
  ask(): Promise<void>;
  /**
   * Waits for work that needs the target. Its failure can show before the end of the server that caused it, so it asks
   * then.
   *
   * @throws {TargetError} in place of what the work throws, where no server is left
   */
  explain<T>(work: Promise<T>): Promise<T>;
  /** Aborts `lost`, as what stands between the client and all servers has ended. */
  lose(reason: unknown): void;
  /** Stops the watch: from now on, an end is nothing to notice. */
  stop(): void;
}

/** Milliseconds between two looks at the servers that do not tell their end. */
const INTERVAL = 1_000;

/** The most characters of how a server ended. */
const LONGEST = 240;

/**
 * Starts to watch.
 *
 * @param onEnd is called with each server that has ended
 */
export function watchServers(
  servers: readonly RunningServer[],
  onEnd: (ended: EndedServer) => void,
): ServerWatch {
  const ended: EndedServer[] = [];
  const noted = new Map<RunningServer, Promise<void>>();
  const losing = new AbortController();
  let isStopped = false;

  function note(server: RunningServer, how?: string): Promise<void> {
    const noting = noted.get(server) ?? tell(server, how);
    noted.set(server, noting);
    return noting;
  }

  async function tell(server: RunningServer, how?: string): Promise<void> {
    if (isStopped) return;
    const one = await describe(server, how);
    if (isStopped) return;
    ended.push(one);
    onEnd(one);
    if (ended.length === servers.length) losing.abort(lossOf(ended));
  }

  async function look(server: RunningServer): Promise<void> {
    const noting = noted.get(server);
    if (noting !== undefined) return await noting;
    // Where it cannot be asked, nothing says that it has ended.
    if (server.runs === undefined || await server.runs().catch(() => true) || isStopped) return;
    await note(server, await server.ended);
  }

  async function ask(): Promise<void> {
    await Promise.all(servers.map(look));
  }

  for (const server of servers) server.ended?.then((how) => note(server, how));
  const isSilent = servers.some(({ ended }) => ended === undefined);
  const timer = isSilent ? setInterval(ask, INTERVAL) : undefined;
  return {
    lost: losing.signal,
    ended: () => [...ended],
    ask,
    async explain(work) {
      try {
        return await work;
      } catch (error) {
        await ask();
        losing.signal.throwIfAborted();
        throw error;
      }
    },
    lose: (reason) => losing.abort(reason),
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

async function describe({ name, lastWords }: RunningServer, how?: string): Promise<EndedServer> {
  const at = new Date().toISOString();
  const message = `${name} ended${how ? ` (${how.slice(0, LONGEST)})` : ""}`;
  const log = (await lastWords?.())?.split("\n").filter((line) => line !== "");
  return { name, message, at, ...log && { log } };
}

function lossOf(ended: readonly EndedServer[]): TargetError {
  return new TargetError(`Cannot go on as ${ended.map(({ message }) => message).join(", ")}`);
}
