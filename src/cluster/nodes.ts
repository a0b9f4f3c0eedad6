import type { NodeResult, ServerActivity } from "../result/node.ts";
import type { Coordination } from "./node_times.ts";

/** A count for each name. */
export type Counts = Readonly<Record<string, number>>;

/** What a node has counted since it started. */
export interface ServerCounters {
  /** A number that is a different one after each start of the node. */
  readonly generation: number;
  readonly reads: number;
  readonly writes: number;
  /** How many run or wait now. */
  readonly compactions: number;
  /** Of memtables to disk. */
  readonly flushes: number;
  /** Tasks that had to wait for room in a queue, by thread pool. */
  readonly blockedTasks: Counts;
  /** How often a cache was asked and had the answer, by cache. */
  readonly caches: Readonly<Record<string, { readonly hits: number; readonly requests: number }>>;
}

/** What each node has counted, by its address. A node that could not be asked is absent. */
export type NodeCounters = Readonly<Record<string, ServerCounters>>;

/** How much each count has grown. Counts that have not grown are left out. */
export function growth(before: Counts, after: Counts): Counts {
  return Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, grown]) => grown > 0),
  );
}

/**
 * What each node did between two readings.
 *
 * @param coordination what each node coordinated meanwhile
 * @param before the earlier reading
 * @param after the later reading
 */
export function describeNodes(
  coordination: Coordination,
  before: NodeCounters,
  after: NodeCounters,
): NodeResult[] {
  const addresses = new Set([coordination, before, after].flatMap(Object.keys));
  const total = Object.values(coordination).reduce((sum, { coordinated }) => sum + coordinated, 0);
  return [...addresses].sort().map((address) => {
    const requests = coordination[address] ?? NONE;
    return {
      address,
      ...requests,
      share: total === 0 ? 0 : requests.coordinated / total,
      server: describeActivity(before[address], after[address]),
    };
  });
}

const NONE = { coordinated: 0, errors: 0, requestTime: null };

function describeActivity(
  before: ServerCounters | undefined,
  after: ServerCounters | undefined,
): ServerActivity | null {
  if (before === undefined || after === undefined) return null;
  // The node was restarted meanwhile, and so counts from 0 again.
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
