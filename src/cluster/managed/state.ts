import { join } from "node:path";
import { cacheFolder } from "./folders.ts";
import type { NodeRecord } from "./node.ts";

/** What `cassandra start` leaves for the processes after it. */
export interface ClusterRecord {
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Holds all that the cluster writes. */
  readonly folder: string;
  readonly nodes: readonly NodeRecord[];
}

/** The cluster that `cassandra start` keeps running, as far as it was written down. */
export async function readState(): Promise<ClusterRecord | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(stateFile()));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Writes the record down, whole and only where there is none yet.
 * @throws {Deno.errors.AlreadyExists} where another process was first
 */
export async function claimState(cluster: ClusterRecord): Promise<void> {
  const whole = join(cluster.folder, "state.json");
  await Deno.writeTextFile(whole, JSON.stringify(cluster, undefined, 2));
  await Deno.link(whole, stateFile());
}

/** Forgets the cluster. */
export async function deleteState(): Promise<void> {
  await Deno.remove(stateFile()).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/** The number is that of the record's shape. */
function stateFile(): string {
  return join(cacheFolder(), "started-1.json");
}
