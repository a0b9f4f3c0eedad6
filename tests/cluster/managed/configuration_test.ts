// deno-lint-ignore-file camelcase -- the keys are those of cassandra.yaml
import { strict as assert } from "node:assert";
import { cassandraYaml } from "../../../src/cluster/managed/configuration.ts";
import { heapMegabytes } from "../../../src/cluster/managed/java_command.ts";
import { formatOptions, withoutPasswords } from "../../../src/cluster/managed/release.ts";
import { testPermitted } from "../../support/needs.ts";

Deno.test("the nodes of a cluster own equal shares of the ring and meet at the first", () => {
  const addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
  const nodes = addresses.map((address) =>
    JSON.parse(cassandraYaml({ address, addresses, port: 9042, storagePort: 17000, folder: "" }))
  );
  assert.deepEqual(nodes.map((node) => node.initial_token), [
    "-9223372036854775808",
    "-3074457345618258603",
    "3074457345618258602",
  ]);
  assert.deepEqual(nodes.map((node) => node.rpc_address), addresses);
  for (const node of nodes) {
    assert.equal(node.seed_provider[0].parameters[0].seeds, "127.0.0.1:17000");
  }
});

Deno.test("cassandraYaml() takes further keys, and they come before its own defaults", () => {
  const node = {
    address: "127.0.0.1",
    addresses: ["127.0.0.1"],
    port: 1,
    storagePort: 2,
    folder: "",
  };
  const options = { materialized_views_enabled: true, auto_snapshot: true };
  const { materialized_views_enabled: views, auto_snapshot: snapshot } = JSON.parse(
    cassandraYaml(node, options),
  );
  assert.deepEqual([views, snapshot], [true, true]);
});

Deno.test("options are told without the passwords among them", () => {
  const options = {
    auto_snapshot: true,
    client_encryption_options: { keystore: "a.jks", keystore_password: "c4nary", enabled: true },
    jmx: [{ truststore_password: "c4nary" }],
  };
  assert.deepEqual(withoutPasswords(options), {
    auto_snapshot: true,
    client_encryption_options: { keystore: "a.jks", keystore_password: "…", enabled: true },
    jmx: [{ truststore_password: "…" }],
  });
  assert.ok(!formatOptions(options).includes("c4nary"));
});

testPermitted(
  "the heaps of all nodes share a quarter of the memory, within what Cassandra needs and uses",
  () => {
    const quarter = Deno.systemMemoryInfo().total / 2 ** 20 / 4;
    for (const nodes of [1, 3, 9]) {
      const heap = heapMegabytes(nodes);
      assert.ok(heap >= 400 && heap <= 2048, `${heap} MB`);
      assert.ok(heap * nodes <= quarter + nodes || heap === 400, `${nodes} of ${heap} MB`);
    }
  },
);
