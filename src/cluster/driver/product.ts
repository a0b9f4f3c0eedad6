import type cassandra from "cassandra-driver";
import { REQUEST_TIMEOUT } from "./connect.ts";

/** What a server says it is. */
export interface Product {
  /** Such as "Apache Cassandra" or "ScyllaDB"; "CQL server" where it does not say. */
  readonly product: string;
  /** Of the product; where it does not say, of the Cassandra with which it is compatible. */
  readonly version: string;
}

/** Products whose clusters always have the product's name. */
const NAMED_LIKE_THE_PRODUCT: readonly string[] = ["Amazon Keyspaces", "cassbench embedded server"];

/**
 * Asks a server what it is, as others than Cassandra speak CQL too, and most give the version of a Cassandra as theirs.
 * Never fails: a table that cannot be read tells nothing.
 */
export async function readProduct(client: cassandra.Client): Promise<Product> {
  const read = async (cql: string): Promise<cassandra.types.Row[]> => {
    try {
      return (await client.execute(cql, [], { readTimeout: REQUEST_TIMEOUT })).rows ?? [];
    } catch {
      return [];
    }
  };
  const [local] = await read("SELECT * FROM system.local WHERE key = 'local'");
  const { dse_version, cluster_name, release_version } = local ?? {} as cassandra.types.Row;
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
  // Cassandra has had this table since version 2.2, and no other server is known to have it.
  return { product: has("transferred_ranges") ? "Apache Cassandra" : "CQL server", version };
}
