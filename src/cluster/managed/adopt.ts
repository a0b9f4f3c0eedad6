import type { NodeControl } from "../node_control.ts";
import type { RunningServer } from "../server_watch.ts";
import { controlNodes } from "./control.ts";
import { watchedNode } from "./node.ts";
import { adoptNode } from "./started_node.ts";
import { changeState, type ClusterRecord } from "./state.ts";

/** What a run has of a cluster that `cassandra start` keeps running. */
interface AdoptedCluster {
  readonly servers: readonly RunningServer[];
  /** What can be done to its nodes; absent where they are containers, or were started by an earlier version. */
  readonly control?: NodeControl;
  /** Leaves it as it was found: at once, and without the nodes that were killed, where the signal has stopped the run. */
  stop(): Promise<void>;
}

/** The nodes of a cluster that outlives this process, as far as it may act on them. */
export function adoptCluster(
  record: ClusterRecord,
  signal: AbortSignal | undefined,
): AdoptedCluster {
  if (record.nodes.some(({ command }) => command === undefined)) {
    const servers = record.nodes.map((node) => watchedNode(node));
    return { servers, stop: () => Promise.resolve() };
  }
  const nodes = record.nodes.map((node) =>
    adoptNode(node, signal, (changed) => Promise.resolve(changeState(record, changed)))
  );
  const control = controlNodes(nodes, signal);
  return {
    servers: nodes.map(({ server }) => server),
    control,
    async stop() {
      if (signal?.aborted) nodes.forEach((node) => node.resume());
      else await control.restore();
    },
  };
}
