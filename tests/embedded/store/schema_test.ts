import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { listen } from "../../../src/embedded/listen.ts";
import { testPermitted } from "../../support/needs.ts";
import { connect, newClient } from "../client.ts";

testPermitted(
  "schema: the driver reads keyspaces and tables as it does from Cassandra",
  async () => {
    await using test = await connect();
    await test.client.execute(
      "CREATE TABLE readings (site text, day date, at timeuuid, unit text static, value frozen<map<text, int>>, " +
        "tags set<text>, PRIMARY KEY ((site, day), at)) WITH CLUSTERING ORDER BY (at DESC) AND comment = 'x'",
    );
    const { metadata } = test.client;
    const table = await metadata.getTable("test", "readings");
    assert.deepEqual(table.partitionKeys.map((column) => column.name), ["site", "day"]);
    assert.deepEqual(table.clusteringKeys.map((column) => column.name), ["at"]);
    assert.deepEqual(table.clusteringOrder, ["DESC"]);
    assert.equal((table.columnsByName["unit"] as { isStatic?: boolean }).isStatic, true);
    assert.equal(table.comment, "x");
    assert.equal(
      metadata.keyspaces["test"]!.strategy,
      "org.apache.cassandra.locator.SimpleStrategy",
    );
    assert.equal(metadata.getReplicas("test", Buffer.from([0, 0, 0, 1]))!.length, 1);
  },
);

testPermitted("schema: the cluster says that it is embedded", async () => {
  await using test = await connect();
  const [[name, version, partitioner]] = await test.rows(
    "SELECT cluster_name, release_version, partitioner FROM system.local",
  ) as [string[]];
  assert.match(name!, /embedded/);
  assert.match(version!, /^5\.\d+\.\d+-embedded$/);
  assert.equal(partitioner, "org.apache.cassandra.dht.Murmur3Partitioner");
});

testPermitted(
  "schema: a change reaches the other connections and gives a new schema version",
  async () => {
    await using test = await connect();
    const other = newClient(test.port);
    await other.connect();
    const version = () => test.rows("SELECT schema_version FROM system.local");
    const before = await version();
    const heard = new Promise((resolve) => {
      (other as unknown as {
        controlConnection: { connection: { once(name: string, f: unknown): void } };
      })
        .controlConnection.connection.once("nodeSchemaChange", resolve);
    });
    await test.client.execute("CREATE TABLE t (a int PRIMARY KEY)");
    const event = await heard as Record<string, unknown>;
    assert.equal(event["keyspace"], "test");
    assert.equal(event["table"], "t");
    assert.notDeepEqual(await version(), before);
    await other.shutdown();
  },
);

testPermitted(
  "schema: IF [NOT] EXISTS and what exists or not answer as Cassandra does",
  async () => {
    await using test = await connect();
    await test.rows("CREATE TABLE t (a int PRIMARY KEY)");
    await test.rows("CREATE TABLE IF NOT EXISTS t (a int PRIMARY KEY)");
    await test.rows("DROP TABLE IF EXISTS nope");
    await assert.rejects(test.client.execute("CREATE TABLE t (a int PRIMARY KEY)"), {
      code: 0x2400,
      keyspace: "test",
      table: "t",
    });
    assert.equal(await test.failure("DROP TABLE nope"), "2200 Table 'test.nope' doesn't exist");
    assert.equal(await test.failure("DROP KEYSPACE nope"), "2200 Keyspace 'nope' doesn't exist");
    assert.equal(await test.failure("USE nope"), "2200 Keyspace 'nope' does not exist");
    assert.equal(await test.failure("SELECT * FROM nope"), "2200 table nope does not exist");
    assert.equal(await test.failure("SELECT * FROM no.pe"), "2200 keyspace no does not exist");
    assert.equal(
      await test.failure("DROP TABLE system.local"),
      "2100 system keyspace is not user-modifiable.",
    );
  },
);

testPermitted(
  "schema: replication that one data centre cannot give is a configuration error",
  async () => {
    await using test = await connect();
    const create = (replication: string) => `CREATE KEYSPACE k WITH replication = ${replication}`;
    assert.equal(
      await test.failure(create("{'class': 'Nope'}")),
      "2300 Unable to find replication strategy class 'org.apache.cassandra.locator.Nope'",
    );
    assert.equal(
      await test.failure(create("{'class': 'NetworkTopologyStrategy', 'elsewhere': 1}")),
      "2300 Unrecognized strategy option {elsewhere} passed to NetworkTopologyStrategy for keyspace k",
    );
    await test.rows(create("{'class': 'NetworkTopologyStrategy', 'replication_factor': 1}"));
    assert.deepEqual(
      await test.rows("SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = 'k'"),
      [["{class:org.apache.cassandra.locator.NetworkTopologyStrategy,datacenter1:1}"]],
    );
  },
);

testPermitted(
  "schema: refuses tables that contradict themselves, in Cassandra's words",
  async () => {
    await using test = await connect();
    for (
      const [columns, message] of [
        ["a int", "No PRIMARY KEY specifed for table 'u' (exactly one required)"],
        ["a int PRIMARY KEY, a text", "Duplicate column 'a' declaration for table 'u'"],
        ["a int, PRIMARY KEY (z)", "Unknown column 'z' referenced in PRIMARY KEY for table 'u'"],
        ["a int PRIMARY KEY, b nope", "Unknown type test.nope"],
        [
          "a list<int> PRIMARY KEY",
          "Invalid non-frozen collection type list<int> for PRIMARY KEY column 'a'",
        ],
        [
          "a int PRIMARY KEY, b list<list<int>>",
          "Non-frozen collections are not allowed inside collections: list<list<int>>",
        ],
        [
          "a int PRIMARY KEY, b counter, c int",
          "Cannot mix counter and non counter columns in the same table",
        ],
        ["a duration PRIMARY KEY", "duration type is not supported for PRIMARY KEY column 'a'"],
      ] as const
    ) {
      assert.equal(await test.failure(`CREATE TABLE u (${columns})`), `2200 ${message}`);
    }
  },
);

testPermitted("schema: ALTER TABLE changes what prepared statements see", async () => {
  await using test = await connect();
  await test.rows("CREATE TABLE t (a int PRIMARY KEY, b int)");
  await test.rows("INSERT INTO t (a, b) VALUES (1, 2)");
  const read = () => test.rows("SELECT * FROM t WHERE a = ?", [1]);
  assert.deepEqual(await read(), [["1", "2"]]);
  await test.rows("ALTER TABLE t ADD (c text, d int)");
  await test.rows("UPDATE t SET c = 'new' WHERE a = 1");
  assert.deepEqual(await read(), [["1", "2", "new", "null"]]);
  await test.rows("ALTER TABLE t DROP b");
  assert.deepEqual(await read(), [["1", "new", "null"]]);
  await test.rows("ALTER TABLE t ADD b int");
  assert.deepEqual(await read(), [["1", "null", "new", "null"]]);
  assert.equal(await test.failure("ALTER TABLE t DROP a"), "2200 Cannot drop PRIMARY KEY column a");
});

testPermitted(
  "schema: a driver that first offers a newer protocol comes down to version 4",
  async () => {
    const server = listen(0);
    const client = newClient(server.port, { protocolOptions: {} });
    await client.connect();
    const { rows } = await client.execute("SELECT key FROM system.local");
    assert.equal(rows[0]!["key"], "local");
    await client.shutdown();
    await server.stop();
  },
);
