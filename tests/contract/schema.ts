import assert from "node:assert/strict";
import { model } from "../../src/scenario/schema/model.ts";
import { open } from "../support/targets.ts";

const KEYSPACE = "schema_contract";

const Plain = model("plain", { id: "uuid", name: "text" }, ["id"]);
const Grown = model("plain", { id: "uuid", name: "text", age: "int", Odd_Name: "text" }, ["id"]);
const Ordered = model(
  "ordered",
  {
    a: "int",
    b: "text",
    c: "timestamp",
    s: "set<int> static",
    t: "tuple<int, frozen<list<text>>>",
    f: "frozen<map<int, list<text>>>",
  },
  [["a", "b"], "c"],
  { clusteringOrder: { c: "desc" } },
);

interface Address {
  readonly contactPoints: readonly string[];
}

/** Checks of what opening a target does to its tables, which must pass on every target. */
export const SCHEMA_CHECKS: Readonly<Record<string, (target: Address) => Promise<void>>> = {
  "keyspace and tables are created when they are missing": async (target) => {
    const opened = await open(target, KEYSPACE, [Plain, Ordered]);
    const { rows } = await opened.session.execute(
      "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?",
      [KEYSPACE],
    );
    assert.deepEqual(rows.map(({ table_name }) => table_name), ["ordered", "plain"]);
    await opened.close();
  },

  "tables that fit are left as they are, rows and all": async (target) => {
    const id = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
    const first = await open(target, KEYSPACE, [Plain, Ordered]);
    await first.session.create(Plain, { id, name: "kept" });
    await first.close();
    const second = await open(target, KEYSPACE, [Plain, Ordered]);
    assert.equal((await second.session.find(Plain, { id }))?.name, "kept");
    await second.close();
  },

  "missing columns are added; a model that lacks a column is fine": async (target) => {
    const grown = await open(target, KEYSPACE, [Grown]);
    const id = "00000000-0000-4000-8000-000000000001";
    await grown.session.create(Grown, { id, name: "x", age: 7, Odd_Name: "y" });
    assert.equal((await grown.session.find(Grown, { id }))?.age, 7);
    await grown.close();
    await (await open(target, KEYSPACE, [Plain])).close();
  },

  "tables that differ are refused, every difference named, and nothing is changed": async (
    target,
  ) => {
    const Fresh = model("fresh", { id: "int" }, ["id"]);
    const Retyped = model("plain", { id: "text", name: "int", extra: "text" }, ["id"]);
    const Rekeyed = model("ordered", { a: "int", b: "text", c: "timestamp", s: "set<int>" }, [
      "a",
      "b",
      "c",
    ]);
    const error = await open(target, KEYSPACE, [Fresh, Retyped, Rekeyed]).catch((error) => error);
    assert.equal(
      error.message,
      `Cannot use keyspace "schema_contract" as its tables differ from the models:
  - plain: column id is uuid and the model says text
  - plain: column name is text and the model says int
  - ordered: the partition key is (a, b) and the model says (a)
  - ordered: the clustering key is (c) and the model says (b, c)
  - ordered: the order of c is desc and the model says asc
  - ordered: column s is static and the model says regular`,
    );
    const opened = await open(target, KEYSPACE, [Plain]);
    await assert.rejects(opened.session.execute("SELECT * FROM fresh"));
    await assert.rejects(opened.session.execute("SELECT extra FROM plain"));
    await opened.close();
  },

  "what exists in other letters is an error that names both, and nothing is made": async (
    target,
  ) => {
    await (await open(target, KEYSPACE, [Plain, Ordered])).close();
    const Shouted = model("PLAIN", { Id: "uuid", name: "text" }, ["Id"]);
    const Mixed = model("plain", { id: "uuid", Name: "text", NEW: "int" }, ["id"]);
    const Key = model("ordered", { A: "int", b: "text", c: "timestamp" }, [["A", "b"], "c"], {
      clusteringOrder: { c: "desc" },
    });
    const error = await open(target, KEYSPACE, [Shouted, Key]).catch((error) => error);
    assert.equal(
      error.message,
      `Cannot use keyspace "schema_contract" as its tables differ from the models:
  - ordered: the partition key is (a, b) and the model says (A, b)
  - PLAIN: there is table "plain", which differs in upper and lower case only
  - ordered.A: there is column "a", which differs in upper and lower case only`,
    );
    assert.match(error.hint, /never alters or drops: .*; .* write it as the server shows it$/);
    const columns = await open(target, KEYSPACE, [Mixed]).catch((error) => error);
    assert.match(columns.message, /:\n {2}- plain\.Name: there is column "name", which [^\n]*$/);
    await assert.rejects(open(target, "Schema_Contract", []), {
      message: 'Cannot use keyspace "Schema_Contract" as there is keyspace "schema_contract", ' +
        "which differs in upper and lower case only",
    });
    const opened = await open(target, KEYSPACE, [Plain]);
    await assert.rejects(opened.session.execute('SELECT * FROM "PLAIN"'));
    await assert.rejects(opened.session.execute('SELECT "NEW" FROM plain'));
    await opened.close();
  },

  "names in two spellings that the models both have are two": async (target) => {
    const Both = model("both", { id: "uuid", x: "text", X: "int" }, ["id"]);
    const Other = model("BOTH", { id: "uuid" }, ["id"]);
    await (await open(target, KEYSPACE, [model("both", { id: "uuid", x: "text" }, ["id"])]))
      .close();
    const opened = await open(target, KEYSPACE, [Both, Other]);
    const id = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
    await opened.session.create(Both, { id, x: "small", X: 1 });
    assert.deepEqual(await opened.session.find(Both, { id }), { id, x: "small", X: 1 });
    await opened.session.create(Other, { id });
    await opened.close();
  },

  "a keyspace is made with the replication and the durable_writes that are asked for": async (
    target,
  ) => {
    const cql = "SELECT replication, durable_writes FROM system_schema.keyspaces " +
      "WHERE keyspace_name = ?";
    const wanted = [
      ["asked_a", 1, { class: "SimpleStrategy", replication_factor: "1" }, true],
      [
        "asked_b",
        { datacenter1: 2 },
        { class: "NetworkTopologyStrategy", datacenter1: "2" },
        false,
      ],
      ["asked_c", undefined, { class: "NetworkTopologyStrategy", datacenter1: "1" }, true],
    ] as const;
    for (const [name, replication, map, durableWrites] of wanted) {
      const settings = { keyspace: { name, ...replication && { replication }, durableWrites } };
      const opened = await open(target, name, [Plain], { settings });
      assert.deepEqual(opened.warnings, []);
      const [row] = (await opened.session.execute(cql, [name])).rows;
      const { class: strategy, ...factors } = map;
      const expected = new Map<string, string>(Object.entries(factors));
      expected.set("class", `org.apache.cassandra.locator.${strategy}`);
      assert.deepEqual(row, { replication: expected, durable_writes: durableWrites });
      await opened.close();
      // The same again finds nothing to say.
      const again = await open(target, name, [Plain], { settings });
      assert.deepEqual(again.warnings, []);
      await again.close();
    }
  },

  "a keyspace that is there with another replication stays as it is, and a warning says so": async (
    target,
  ) => {
    await (await open(target, KEYSPACE, [Plain])).close();
    const keyspace = { name: KEYSPACE, replication: { datacenter1: 3 }, durableWrites: false };
    const opened = await open(target, KEYSPACE, [Plain], { settings: { keyspace } });
    assert.deepEqual(opened.warnings.map(({ code, message }) => [code, message]), [[
      "keyspace",
      'Keyspace "schema_contract" was there and is as it was: its replication is ' +
      "NetworkTopologyStrategy datacenter1:1, not NetworkTopologyStrategy datacenter1:3, and " +
      "its durable_writes is true, not false",
    ]]);
    await opened.close();
    const again = await open(target, KEYSPACE, [Plain], {
      settings: { replication: { datacenter1: 1 } },
    });
    assert.deepEqual(again.warnings, []);
    await again.close();
  },

  "a replication in data centers that the cluster does not have is refused": async (target) => {
    const settings = { replication: { datacenter1: 1, moon: 2 } };
    await assert.rejects(open(target, "never_made", [Plain], { settings }), {
      message: 'Cannot use keyspace "never_made" as its replication names data center "moon" ' +
        'and the cluster has "datacenter1"',
    });
  },

  "without DDL all must be there, and what is missing is told at once": async (target) => {
    await (await open(target, KEYSPACE, [Plain, Ordered])).close();
    const settings = { createSchema: false };
    await (await open(target, KEYSPACE, [Plain, Ordered], { settings })).close();
    await assert.rejects(open(target, "nowhere", [Plain], { settings }), {
      message: 'Cannot use keyspace "nowhere" as it is not there',
      hint: /^leave out --no-ddl/,
    });
    const New = model("new", { id: "int" }, ["id"]);
    const More = model("plain", { id: "text", x: "int", NAME: "int" }, ["id"]);
    const error = await open(target, KEYSPACE, [New, More], { settings }).catch((error) => error);
    assert.equal(
      error.message,
      `Cannot use keyspace "schema_contract" as its tables differ from the models:
  - new: the table is not there
  - plain: column x is not there
  - plain: column id is uuid and the model says text
  - plain.NAME: there is column "name", which differs in upper and lower case only`,
    );
  },

  "a local data center that the cluster does not have is refused": async (target) => {
    const wrong = { ...target, localDataCenter: "moon" };
    await assert.rejects(open(wrong, KEYSPACE, []), {
      message: /^Cannot use the cluster as it has no data center "moon": it has "datacenter1" \(/,
    });
  },
};
