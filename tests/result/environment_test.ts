import assert from "node:assert/strict";
import { describeMachine, describeTarget, VERSION } from "../../src/result/environment.ts";

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

Deno.test("describeMachine() says versions and processors", () => {
  const { cassbench, deno, os, cpus } = describeMachine();
  assert.equal(cassbench, VERSION);
  assert.match(VERSION, /^\d+\.\d+\.\d+/);
  assert.equal(deno, Deno.version.deno);
  assert.equal(os, `${Deno.build.os} ${Deno.build.arch}`);
  assert.ok(Number.isInteger(cpus) && cpus >= 1);
});
