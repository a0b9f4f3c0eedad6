import { setTimeout as delay } from "node:timers/promises";
import { connectForSchema, disconnect, type ResolvedAddress } from "./connect.ts";

/** Milliseconds: between two looks, and until it goes by what is known. */
const LOOK = { every: 100, limit: 30_000 };

/**
 * Waits until each node of a new cluster has written down all others, by which clients find them: a busy one does so
 * seconds after it says that they are up.
 */
export async function untilPeersKnown(
  address: ResolvedAddress,
  signal: AbortSignal,
): Promise<void> {
  const { contactPoints } = address;
  if (contactPoints.length === 1) return;
  const deadline = performance.now() + LOOK.limit;
  for (const point of contactPoints) {
    const own = { ...address, contactPoints: [point] };
    while (await countKnown(own, signal) < contactPoints.length && performance.now() < deadline) {
      await delay(LOOK.every);
    }
  }
}

async function countKnown(address: ResolvedAddress, signal: AbortSignal): Promise<number> {
  const client = await connectForSchema(address, signal);
  try {
    return client.hosts.length;
  } finally {
    await disconnect(client);
  }
}
