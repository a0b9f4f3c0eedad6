import assert from "node:assert/strict";
import {
  describeAddresses,
  describeMachine,
  describeTarget,
  VERSION,
} from "../../src/result/environment.ts";

Deno.test("describeTarget() says at first sight whether it was a Cassandra, and which", () => {
  const target = { version: "5.0.6", nodes: 3 };
  assert.equal(
    describeTarget({ ...target, kind: "embedded" }),
    "embedded server: not a measure of Cassandra",
  );
  assert.equal(
    describeTarget({ ...target, kind: "external", product: "Apache Cassandra" }),
    "Apache Cassandra 5.0.6, 3 nodes, existing cluster",
  );
  assert.equal(
    describeTarget({ kind: "external", product: "ScyllaDB", version: "2025.4.1", nodes: 1 }),
    "ScyllaDB 2025.4.1, 1 node, existing cluster",
  );
  assert.equal(
    describeTarget({ ...target, nodes: 1, kind: "managed" }),
    "Apache Cassandra 5.0.6, 1 node, on this machine",
  );
});

Deno.test("describeTarget() does not call a cluster of an older result Cassandra, as it may have been another", () => {
  assert.equal(
    describeTarget({ kind: "external", version: "3.0.8", nodes: 3 }),
    "CQL server 3.0.8, 3 nodes, existing cluster",
  );
});

Deno.test("describeTarget() says which data center and which rack it was, where there are others", () => {
  const target = {
    kind: "external",
    product: "Apache Cassandra",
    version: "5.0.6",
    nodes: 6,
  } as const;
  const described = "Apache Cassandra 5.0.6, 6 nodes, existing cluster";
  const dataCenter = "dc1";
  assert.equal(describeTarget({ ...target, dataCenter }), described);
  const dataCenters = ["dc1", "dc2"];
  assert.equal(
    describeTarget({ ...target, dataCenter, dataCenters }),
    `${described}, data center dc1 of dc1, dc2`,
  );
  assert.equal(
    describeTarget({ ...target, dataCenter, rack: "a" }),
    `${described}, data center dc1, rack a`,
  );
});

Deno.test("describeAddresses() says how the nodes were found", () => {
  const target = { kind: "external", version: "5.0.6", nodes: 3 } as const;
  assert.deepEqual(describeAddresses(target), []);
  assert.deepEqual(
    describeAddresses({
      ...target,
      coordinators: ["10.0.0.1:9042"],
      resolved: { cass: ["10.0.0.1", "10.0.0.2"], nat: ["::1"] },
      addresses: { "10.0.0.1:9042": "nat:1", "10.0.0.2:9042": "nat:2" },
      shards: 8,
    }),
    [
      "coordinators: only 10.0.0.1:9042",
      "names when the run began: cass is 10.0.0.1, 10.0.0.2; nat is ::1",
      "nodes by their own addresses, and where they were reached: 10.0.0.1:9042 at nat:1; 10.0.0.2:9042 at nat:2",
      "each node has 8 shards: wire sent each row's requests to its own",
    ],
  );
});

Deno.test("describeMachine() says versions and processors", () => {
  const { cassbench, deno, os, cpus } = describeMachine();
  assert.equal(cassbench, VERSION);
  assert.match(VERSION, /^\d+\.\d+\.\d+/);
  assert.equal(deno, Deno.version.deno);
  assert.equal(os, `${Deno.build.os} ${Deno.build.arch}`);
  assert.ok(Number.isInteger(cpus) && cpus >= 1);
});
