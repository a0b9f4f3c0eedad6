import type cassandra from "cassandra-driver";
import { ASTRA } from "../services.ts";
import { REQUEST_TIMEOUT } from "./connect.ts";

/** What a server says it is. */
export interface Product {
  /** Such as "Apache Cassandra" or "ScyllaDB"; "CQL server" where it does not say. */
  readonly product: string;
  /** Of the product; where it does not say, of the Cassandra with which it is compatible. */
  readonly version: string;
  /** How it places rows on nodes; absent where that is Murmur3, as nearly everywhere, or not said. */
  readonly partitioner?: string;
}

/** Products whose clusters always have the product's name. */
const NAMED_LIKE_THE_PRODUCT: readonly string[] = ["Amazon Keyspaces", "cassbench embedded server"];

/**
 * Asks a server what it is, as others than Cassandra speak CQL too, and most give the version of a Cassandra as theirs.
 * Never fails: a table that cannot be read tells nothing.
 */
export async function readProduct(client: cassandra.Client): Promise<Product> {
  const read = createReader(client);
  const [local] = await read("SELECT * FROM system.local WHERE key = 'local'");
  // It says so before anything is asked, in its options, and its tables are those of a Cassandra.
  const isAstra = (client.metadata as { isDbaas?(): boolean } | undefined)?.isDbaas?.();
  const partitioner = String(local?.partitioner ?? MURMUR3).split(".").at(-1);
  const named = isAstra
    ? { product: ASTRA, version: String(local?.release_version ?? "unknown") }
    : await nameProduct(local ?? {} as cassandra.types.Row, read);
  return { ...named, ...partitioner && partitioner !== MURMUR3 && { partitioner } };
}

const MURMUR3 = "Murmur3Partitioner";

/** Reads rows; none where there is no such table. */
type Read = (cql: string) => Promise<cassandra.types.Row[]>;

function createReader(client: cassandra.Client): Read {
  return async (cql) => {
    try {
      return (await client.execute(cql, [], { readTimeout: REQUEST_TIMEOUT })).rows ?? [];
    } catch {
      return [];
    }
  };
}

async function nameProduct(local: cassandra.types.Row, read: Read): Promise<Product> {
  const { dse_version, cluster_name, release_version } = local;
  const version = release_version ?? "unknown";
  if (dse_version) return { product: "DataStax Enterprise", version: dse_version };
  if (NAMED_LIKE_THE_PRODUCT.includes(cluster_name)) return { product: cluster_name, version };

  const tables = await read(
    "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'system'",
  );
  const has = (table: string) => tables.some(({ table_name }) => table_name === table);
  if (has("scylla_local")) {
    const [own] = await read("SELECT version FROM system.versions WHERE key = 'local'");
    const compatible = `version unknown, compatible with Cassandra ${version}`;
    return { product: "ScyllaDB", version: own?.version ?? compatible };
  }
  // Cassandra has had the first one since version 2.2 and the other one since 4.0, and no other server is known to have them.
  const isCassandra = has("transferred_ranges") || has("transferred_ranges_v2");
  return { product: isCassandra ? "Apache Cassandra" : "CQL server", version };
}
