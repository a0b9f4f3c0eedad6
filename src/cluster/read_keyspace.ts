import { disconnect } from "./driver/connect.ts";
import { type KeyspaceRows, readKeyspaceNames, readKeyspaceRows } from "./driver/keyspace.ts";
import { reach } from "./reach.ts";
import { locate } from "./target.ts";

export type { KeyspaceRows, SchemaRow } from "./driver/keyspace.ts";

/** What a cluster says of a keyspace. */
export interface ReadKeyspace {
  readonly rows: KeyspaceRows;
  /** The names of all keyspaces but Cassandra's own. */
  readonly names: readonly string[];
}

/**
 * Reads the schema of a keyspace, and changes nothing.
 *
 * @throws {TargetError} when the target cannot be reached or read
 */
export async function readKeyspace(
  target: Parameters<typeof locate>[0],
  keyspace: string,
): Promise<ReadKeyspace> {
  await using opened = new AsyncDisposableStack();
  const { address } = await locate(target, opened);
  const { client } = await reach(address, target.signal);
  opened.defer(() => disconnect(client));
  return {
    rows: await readKeyspaceRows(client, keyspace),
    names: await readKeyspaceNames(client),
  };
}
