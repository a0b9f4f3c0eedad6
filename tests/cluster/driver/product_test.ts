/** Asks for the product of servers, through a client that answers with their system tables. */
import type cassandra from "cassandra-driver";
import assert from "node:assert/strict";
import { connectForSchema, disconnect } from "../../../src/cluster/driver/connect.ts";
import { readProduct } from "../../../src/cluster/driver/product.ts";
import { listen } from "../../../src/embedded/listen.ts";
import { testPermitted } from "../../support/needs.ts";

interface SystemTables {
  /** The row of `system.local`. */
  readonly local?: Record<string, unknown>;
  /** The names of the tables in the keyspace `system`. */
  readonly tables?: readonly string[];
  /** The row of `system.versions`. */
  readonly versions?: Record<string, unknown>;
}

/** A client of a server with these system tables; it fails where there is no such table. */
function clientOf({ local, tables, versions }: SystemTables): cassandra.Client {
  function answer(cql: string): unknown[] {
    const rows = cql.includes("FROM system.local")
      ? local && [local]
      : cql.includes("FROM system_schema.tables")
      ? tables?.map((table_name) => ({ table_name }))
      : versions && [versions];
    if (rows === undefined) throw new Error(`no such table: ${cql}`);
    return rows;
  }
  const client = { execute: (cql: string) => Promise.try(() => ({ rows: answer(cql) })) };
  return client as unknown as cassandra.Client;
}

const SERVERS: [name: string, tables: SystemTables, product: string, version: string][] = [
  [
    "Cassandra 3.11",
    {
      local: { cluster_name: "Test Cluster", release_version: "3.11.19" },
      tables: ["IndexInfo", "local", "peers", "transferred_ranges"],
    },
    "Apache Cassandra",
    "3.11.19",
  ],
  [
    "Cassandra 5.0",
    {
      local: { cluster_name: "mine", release_version: "5.0.6" },
      tables: ["local", "peers", "peers_v2", "transferred_ranges", "transferred_ranges_v2"],
    },
    "Apache Cassandra",
    "5.0.6",
  ],
  [
    "a Cassandra without the tables of older versions",
    {
      local: { cluster_name: "mine", release_version: "6.0-alpha1-SNAPSHOT" },
      tables: ["local", "peers_v2", "transferred_ranges_v2"],
    },
    "Apache Cassandra",
    "6.0-alpha1-SNAPSHOT",
  ],
  [
    "ScyllaDB",
    {
      local: { cluster_name: "Test Cluster", release_version: "3.0.8", supported_features: "CDC" },
      tables: ["IndexInfo", "local", "peers", "scylla_local", "versions"],
      versions: { version: "2025.4.1-0.20251201.abcdef" },
    },
    "ScyllaDB",
    "2025.4.1-0.20251201.abcdef",
  ],
  [
    "ScyllaDB whose version the user may not read",
    { local: { release_version: "3.0.8" }, tables: ["local", "scylla_local", "versions"] },
    "ScyllaDB",
    "version unknown, compatible with Cassandra 3.0.8",
  ],
  [
    "DataStax Enterprise, which has Cassandra's tables too",
    {
      local: { release_version: "4.0.0.6853", dse_version: "6.8.53" },
      tables: ["local", "peers", "transferred_ranges"],
    },
    "DataStax Enterprise",
    "6.8.53",
  ],
  [
    "Amazon Keyspaces",
    { local: { cluster_name: "Amazon Keyspaces", release_version: "3.11.2" } },
    "Amazon Keyspaces",
    "3.11.2",
  ],
  [
    "another server",
    { local: { release_version: "3.9-SNAPSHOT" }, tables: ["local", "partitions", "peers"] },
    "CQL server",
    "3.9-SNAPSHOT",
  ],
  ["a server that answers nothing", {}, "CQL server", "unknown"],
];

for (const [name, tables, product, version] of SERVERS) {
  Deno.test(`readProduct() names ${name}: ${product} ${version}`, async () => {
    assert.deepEqual(await readProduct(clientOf(tables)), { product, version });
  });
}

testPermitted("readProduct() tells the embedded server from a Cassandra", async () => {
  const server = listen(0);
  const { signal } = new AbortController();
  const client = await connectForSchema({ contactPoints: [`127.0.0.1:${server.port}`] }, signal);
  const { product, version } = await readProduct(client);
  assert.equal(product, "cassbench embedded server");
  assert.match(version, /-embedded$/);
  await disconnect(client);
  await server.stop();
});

Deno.test("readProduct() names a partitioner that is not Murmur3, and no other", async () => {
  const partitionerOf = async (name: string) => {
    const local = { partitioner: `org.apache.cassandra.dht.${name}` };
    return (await readProduct(clientOf({ local }))).partitioner;
  };
  assert.equal(await partitionerOf("Murmur3Partitioner"), undefined);
  assert.equal(await partitionerOf("RandomPartitioner"), "RandomPartitioner");
});
