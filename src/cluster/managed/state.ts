import { join } from "node:path";
import { cacheFolder } from "./folders.ts";
import type { NodeRecord } from "./node.ts";

/** The record of a cluster, which `cassandra start` writes for later processes. */
export interface ClusterRecord {
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The folder of everything that the cluster writes. */
  readonly folder: string;
  readonly nodes: readonly NodeRecord[];
}

/** The record that `cassandra start` wrote; `undefined` where there is none. */
export async function readState(): Promise<ClusterRecord | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(stateFile()));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Writes the record in one step, and only where there is none yet.
 *
 * @throws {Deno.errors.AlreadyExists} where another process was first
 */
export async function claimState(cluster: ClusterRecord): Promise<void> {
  const whole = join(cluster.folder, "state.json");
  await Deno.writeTextFile(whole, JSON.stringify(cluster, undefined, 2));
  await Deno.link(whole, stateFile());
}

/** Deletes the record. */
export async function deleteState(): Promise<void> {
  await Deno.remove(stateFile()).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/** The file of the record. The number in its name changes with the shape of the record. */
function stateFile(): string {
  return join(cacheFolder(), "started-1.json");
}
