import type cassandra from "cassandra-driver";
import type { NodeCounters, ServerCounters } from "../nodes.ts";
import type { Warning } from "../../result/document.ts";
import { grantFor } from "../../scenario/cql/grant.ts";
import { addressOf } from "./endpoints.ts";
import { isLasting, reasonOf } from "./errors.ts";

/** Milliseconds that a node may take to answer. */
const ANSWER_TIMEOUT = 1_000;

type Row = cassandra.types.Row;

/** Reads columns of a table on one node. */
type ReadTable = (columns: string, table: string) => Promise<Row[]>;

/**
 * Makes the function that reads the counters of every node that a client knows. It asks each node, as `system_views` only
 * describes the node that answers. It never fails: a node that has no such tables, or takes over a second, is left out.
 *
 * @param onRefused called once where the user may not read them
 */
export function createNodeReader(
  client: cassandra.Client,
  onRefused: (warning: Warning) => void,
): () => Promise<NodeCounters> {
  const silent = new Set<string>();
  let isTold = false;

  function tellRefused(error: unknown): void {
    const why = reasonOf(error);
    const grant = grantFor(why);
    if (grant === undefined || isTold) return;
    isTold = true;
    onRefused({
      code: "nodes",
      message: `What the nodes counted is in no figure, as the server refused to tell it: ${why}`,
      advice: `${grant} lets cassbench read it`,
    });
  }

  async function readHost(host: cassandra.Host): Promise<[string, ServerCounters][]> {
    try {
      const counters = await readCounters(async (columns, table) => {
        const cql = `SELECT ${columns} FROM ${table}`;
        return (await client.execute(cql, [], { host, readTimeout: ANSWER_TIMEOUT })).rows;
      });
      return [[addressOf(host.address), counters]];
    } catch (error) {
      tellRefused(error);
      if (isLasting(error)) silent.add(host.address);
      return [];
    }
  }

  return async () => {
    const hosts = client.hosts.values().filter(({ address }) => !silent.has(address));
    const read = await Promise.all(hosts.map(readHost));
    return Object.fromEntries(read.flat());
  };
}

async function readCounters(read: ReadTable): Promise<ServerCounters> {
  // Sums the counts here, as Cassandra logs a warning for every SELECT sum(…).
  const [[local], reads, scans, writes, pools, caches] = await Promise.all([
    read("gossip_generation", "system.local"),
    read("count", "system_views.coordinator_read_latency"),
    read("count", "system_views.coordinator_scan_latency"),
    read("count", "system_views.coordinator_write_latency"),
    read(
      "name, active_tasks, pending_tasks, completed_tasks, blocked_tasks_all_time",
      "system_views.thread_pools",
    ),
    read("name, hit_count, request_count", "system_views.caches"),
  ]);
  const compaction = pools.find(({ name }) => name === "CompactionExecutor");
  const flush = pools.find(({ name }) => name === "MemtableFlushWriter");
  return {
    generation: Number(local?.gossip_generation),
    reads: sum(reads) + sum(scans),
    writes: sum(writes),
    compactions: Number(compaction?.active_tasks ?? 0) + Number(compaction?.pending_tasks ?? 0),
    flushes: Number(flush?.completed_tasks ?? 0),
    blockedTasks: Object.fromEntries(
      pools.map((row) => [row.name, Number(row.blocked_tasks_all_time)]),
    ),
    caches: Object.fromEntries(caches.map((row) => [row.name, {
      hits: Number(row.hit_count),
      requests: Number(row.request_count),
    }])),
  };
}

function sum(rows: readonly Row[]): number {
  return rows.reduce((total, { count }) => total + Number(count), 0);
}
