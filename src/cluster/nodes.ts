import type { NodeResult, ServerActivity } from "../result/node.ts";

/** Names and how often each was counted. */
export type Counts = Readonly<Record<string, number>>;

/** What one node has counted since it started. */
export interface ServerCounters {
  /** Another one after each start. */
  readonly generation: number;
  readonly reads: number;
  readonly writes: number;
  /** That run or wait now. */
  readonly compactions: number;
  readonly flushes: number;
  /** By thread pool. */
  readonly blockedTasks: Counts;
  /** By cache. */
  readonly caches: Readonly<Record<string, { readonly hits: number; readonly requests: number }>>;
}

/** Address → what the node there has counted; who could not be asked is absent. */
export type NodeCounters = Readonly<Record<string, ServerCounters>>;

/** How much each count has grown; what has not is left out. */
export function growth(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, grown]) => grown > 0),
  );
}

/**
 * What each node did between two readings.
 *
 * @param coordinated by address, the requests sent meanwhile
 * @param before the earlier reading
 * @param after the later reading
 */
export function describeNodes(
  coordinated: Counts,
  before: NodeCounters,
  after: NodeCounters,
): NodeResult[] {
  const addresses = new Set([coordinated, before, after].flatMap(Object.keys));
  const total = Object.values(coordinated).reduce((sum, count) => sum + count, 0);
  return [...addresses].sort().map((address) => {
    const count = coordinated[address] ?? 0;
    return {
      address,
      coordinated: count,
      share: total === 0 ? 0 : count / total,
      server: describeActivity(before[address], after[address]),
    };
  });
}

function describeActivity(
  before: ServerCounters | undefined,
  after: ServerCounters | undefined,
): ServerActivity | null {
  if (before === undefined || after === undefined) return null;
  // A node that was restarted meanwhile counts from 0 again.
  if (before.generation !== after.generation) return null;
  return {
    reads: after.reads - before.reads,
    writes: after.writes - before.writes,
    pendingCompactions: { before: before.compactions, after: after.compactions },
    flushes: after.flushes - before.flushes,
    blockedTasks: growth(before.blockedTasks, after.blockedTasks),
    cacheHits: describeCaches(before.caches, after.caches),
  };
}

function describeCaches(
  before: ServerCounters["caches"],
  after: ServerCounters["caches"],
): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(after).map(([cache, { hits, requests }]) => {
      const asked = requests - (before[cache]?.requests ?? 0);
      return [cache, asked > 0 ? (hits - (before[cache]?.hits ?? 0)) / asked : null];
    }),
  );
}
