import { setTimeout as delay } from "node:timers/promises";
import type cassandra from "cassandra-driver";
import { addressOf } from "./endpoints.ts";
import { driverFailureKind, isLasting } from "./errors.ts";
import { usedHosts } from "./peers.ts";

/** What a server builds in the background: an index or a materialized view. */
export interface Build {
  readonly kind: "index" | "view";
  readonly name: string;
}

/** How to follow what takes time, and how to stop it. */
export interface BuildProgress {
  readonly onWait: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Where a node tells what it has built. */
const TOLD = {
  // The table's name is that of the keyspace.
  index: 'SELECT index_name FROM system."IndexInfo" WHERE table_name = ? AND index_name = ?',
  view: "SELECT view_name FROM system.built_views WHERE keyspace_name = ? AND view_name = ?",
};

/** Milliseconds between two looks. */
const INTERVAL = 100;

/**
 * Waits until every node has built these. However long that takes: reads that came sooner would fail or find less. A
 * server that does not tell is not waited for.
 */
export async function untilBuilt(
  client: cassandra.Client,
  keyspace: string,
  builds: readonly Build[],
  { onWait, signal }: BuildProgress,
): Promise<void> {
  for (const { kind, name } of builds) {
    for (const host of usedHosts(client).filter((host) => host.isUp())) {
      let hasTold = false;
      while (!await isBuilt(client, host, TOLD[kind], [keyspace, name])) {
        if (!hasTold) onWait(`waiting until ${addressOf(host.address)} has built ${kind} ${name}`);
        hasTold = true;
        await delay(INTERVAL, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }
}

async function isBuilt(
  client: cassandra.Client,
  host: cassandra.Host,
  cql: string,
  values: string[],
): Promise<boolean> {
  try {
    return (await client.execute(cql, values, { host })).rows.length > 0;
  } catch (error) {
    if (isLasting(error)) return true;
    if (driverFailureKind(error) === "answered") return false;
    throw error;
  }
}
