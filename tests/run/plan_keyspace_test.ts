import assert from "node:assert/strict";
import { plan } from "../../src/run/plan.ts";
import type { Settings } from "../../src/scenario/settings.ts";

function keyspaceOf(own: Settings, overrides: Settings = {}) {
  const { settings } = plan({ name: "x", operation: () => Promise.resolve(), ...own }, overrides);
  const { keyspace, replication, durableWrites } = settings;
  return [keyspace, replication, durableWrites];
}

const FULL = { name: "app", replication: { dc1: 3 }, durableWrites: false };

Deno.test("plan() takes a keyspace apart: its name, its replication, its durable writes", () => {
  assert.deepEqual(keyspaceOf({}), ["cassbench", undefined, undefined]);
  assert.deepEqual(keyspaceOf({ keyspace: "app" }), ["app", undefined, undefined]);
  assert.deepEqual(keyspaceOf({ keyspace: FULL }), ["app", { dc1: 3 }, false]);
  assert.deepEqual(keyspaceOf({ keyspace: { name: "app" }, replication: 2 }), [
    "app",
    2,
    undefined,
  ]);
});

Deno.test("a name in place of a keyspace's leaves its replication; a replication replaces that of either place", () => {
  assert.deepEqual(keyspaceOf({ keyspace: FULL }, { keyspace: "mine" }), [
    "mine",
    { dc1: 3 },
    false,
  ]);
  assert.deepEqual(keyspaceOf({ keyspace: FULL }, { replication: 1 }), ["app", 1, false]);
  assert.deepEqual(keyspaceOf({ keyspace: "app", replication: 3 }, { keyspace: FULL }), [
    "app",
    { dc1: 3 },
    false,
  ]);
  assert.deepEqual(keyspaceOf({ replication: 3 }, { replication: { dc2: 2 }, keyspace: "b" }), [
    "b",
    { dc2: 2 },
    undefined,
  ]);
});
