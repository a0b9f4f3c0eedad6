import { TargetError } from "../errors.ts";
import { openChannel } from "../runtime/channel.ts";
import { afterGrace, GRACE } from "../runtime/grace.ts";
import { requirePermission } from "../runtime/permissions.ts";
import type { Proxies } from "./proxies.ts";
import { type Behind, PROXY_HOST } from "./proxy.ts";
import type { NetworkCalls } from "./worker.ts";

/** The proxies in front of the nodes, in a thread of their own. */
export interface ProxyThread extends Pick<Proxies, "begin" | "end" | "act" | "restore" | "close"> {
  /** The port of each node's proxy, on this machine. */
  readonly addresses: readonly Behind[];
  /** Aborts with a TargetError when the thread ends by itself. */
  readonly lost: AbortSignal;
  /** Starts the clock of the case. */
  startClock(): Promise<void>;
}

/**
 * Starts a proxy in front of each node.
 *
 * @throws {TargetError} where that is not possible
 */
export async function startProxyThread(
  nodes: readonly Behind[],
  seed: number,
): Promise<ProxyThread> {
  requirePermission(
    { name: "net", host: PROXY_HOST },
    "Cannot put a network in front of the nodes",
  );
  const losing = new AbortController();
  const { ask, end } = openChannel<NetworkCalls>(
    new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
    (message) => {
      const error = new TargetError(`Cannot go on as the network's proxies ended: ${message}`);
      losing.abort(error);
      return error;
    },
  );

  async function close(): Promise<void> {
    const over = new TargetError("Cannot ask the network's proxies as they were closed");
    // The end of the thread closes what is open, too.
    const cancel = afterGrace(GRACE.worker, () => end(over));
    await ask("close").catch(() => {});
    cancel();
    end(over);
  }

  try {
    const ports = await ask("start", { nodes, seed });
    return {
      addresses: ports.map((port) => ({ host: PROXY_HOST, port })),
      lost: losing.signal,
      begin: (network) => ask("begin", network),
      startClock: () => ask("startClock"),
      end: () => ask("end"),
      act: (node, action) => ask("act", { node, action }),
      restore: () => ask("restore"),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
