import { mergeCoordinated } from "../measure/request_counts.ts";
import { createTimes, type Times } from "../measure/times.ts";
import type { CoordinatedRequests } from "../result/node.ts";

/** What each node coordinated, by its address. */
export type Coordination = Readonly<Record<string, CoordinatedRequests>>;

/** Counts and times the requests that one node coordinates. */
export interface NodeTimes {
  requests: number;
  errors: number;
  readonly times: Times;
  /** The last time, and how often in a row it was the same: requests that share a write and a read have one time. */
  ms: number;
  same: number;
}

/** Counts and times the requests of every node that is asked. */
export interface CoordinatorTimes {
  /** The node at this address. */
  node(address: string): NodeTimes;
  /** Forgets what was counted so far. */
  restart(): void;
  /** What was counted; nodes that were not asked are left out. */
  read(): Coordination;
}

/** Counts and times nothing yet. */
export function createCoordinatorTimes(): CoordinatorTimes {
  const nodes = new Map<string, NodeTimes>();
  return {
    node(address) {
      let node = nodes.get(address);
      if (node === undefined) {
        const times = createTimes();
        nodes.set(address, node = { requests: 0, errors: 0, times, ms: 0, same: 0 });
      }
      return node;
    },
    restart() {
      for (const node of nodes.values()) {
        node.requests = node.errors = node.same = 0;
        node.times.clear();
      }
    },
    read: () =>
      Object.fromEntries(
        [...nodes].filter(([, { requests }]) => requests > 0)
          .map(([address, node]) => [address, describe(node)]),
      ),
  };
}

/** Counts a request that a node answered, or on which it failed. */
export function countRequest(node: NodeTimes, ms: number, isError: boolean): void {
  node.requests++;
  if (isError) node.errors++;
  else if (ms === node.ms) node.same++;
  else {
    settle(node);
    node.ms = ms;
    node.same = 1;
  }
}

/** Records the requests that had the same time. */
function settle(node: NodeTimes): void {
  const { times, ms, same } = node;
  if (same > 0) times.recordAlike({ count: same, sum: same * ms, min: ms, max: ms });
  node.same = 0;
}

function describe(node: NodeTimes): CoordinatedRequests {
  settle(node);
  return {
    coordinated: node.requests,
    errors: node.errors,
    requestTime: node.times.summary(),
  };
}

/** Adds up what several threads counted. */
export function mergeCoordination(parts: readonly Coordination[]): Coordination {
  const addresses = new Set(parts.flatMap(Object.keys));
  return Object.fromEntries([...addresses].map((address) => {
    return [address, mergeCoordinated(parts.flatMap((part) => part[address] ?? []))];
  }));
}
