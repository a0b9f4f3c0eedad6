import type cassandra from "cassandra-driver";
import { setTimeout as delay } from "node:timers/promises";
import { type ClusterAddress, connectForSchema, disconnect } from "./connect.ts";

/** Milliseconds: between two looks, and until it goes by what is known. */
const LOOK = { every: 100, limit: 30_000 };

/**
 * Waits until each node of a new cluster has written down all others, by which clients find them: a busy one does so
 * seconds after it says that they are up.
 */
export async function untilPeersKnown(address: ClusterAddress, signal: AbortSignal): Promise<void> {
  const nodes = address.contactPoints.length;
  if (nodes === 1) return;
  const deadline = performance.now() + LOOK.limit;
  let isKnown = false;
  while (!isKnown && performance.now() < deadline) {
    const client = await connectForSchema(address, signal);
    try {
      isKnown = client.hosts.length === nodes && await allKnow(client, nodes);
    } finally {
      await disconnect(client);
    }
    if (!isKnown) await delay(LOOK.every);
  }
}

async function allKnow(client: cassandra.Client, nodes: number): Promise<boolean> {
  const text = "SELECT peer FROM system.peers";
  const known = await Promise.all(
    client.hosts.values().map((host) => client.execute(text, [], { host })),
  );
  return known.every(({ rows }) => rows.length === nodes - 1);
}
