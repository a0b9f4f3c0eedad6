import assert from "node:assert/strict";
import { createIndex } from "../../../src/scenario/schema/indexes.ts";
import { type Model, model } from "../../../src/scenario/schema/model.ts";
import { createTable } from "../../../src/scenario/cql/definitions.ts";

/** The function as JavaScript sees it, for what the compiler refuses. */
const untyped = model as (...parts: unknown[]) => Model;

/** What is wrong with the options of a model. */
function problemsOf(options: unknown): string[] {
  const columns = { id: "int", at: "timestamp", v: "text", n: "int" };
  try {
    untyped("t", columns, ["id", "at"], options);
    return [];
  } catch (error) {
    return (error as Error).message.replace(/^Cannot define model "t" as /, "").split("; ");
  }
}

Deno.test("createTable() writes the clustering order and each option that is given", () => {
  const T = model("t", { a: "int", b: "int" }, ["a", "b"], {
    clusteringOrder: { b: "desc" },
    options: {
      compaction: { class: "LeveledCompactionStrategy", sstable_size_in_mb: 160 },
      compression: { enabled: false },
      defaultTtl: 60,
      cdc: true,
      comment: "it's",
    },
  });
  assert.equal(
    createTable(T, "ks"),
    'CREATE TABLE IF NOT EXISTS "ks"."t" ("a" int, "b" int, PRIMARY KEY (("a"), "b")) ' +
      'WITH CLUSTERING ORDER BY ("b" DESC) ' +
      "AND compaction = {'class': 'LeveledCompactionStrategy', 'sstable_size_in_mb': '160'} " +
      "AND compression = {'enabled': 'false'} AND comment = 'it''s' " +
      "AND default_time_to_live = 60 AND cdc = true",
  );
});

Deno.test("model() refuses options of a table that are unknown, of another kind or out of range, all at once", () => {
  assert.deepEqual(problemsOf({ clusteringOrdr: { at: "desc" }, ttl: 60, compaction: "x" }), [
    "options.clusteringOrdr is no option of a model: it has types, clusteringOrder, options, indexes",
    "options.ttl is no option of a model: it has types, clusteringOrder, options, indexes",
    "options.compaction is no option of a model: it has types, clusteringOrder, options, indexes",
    "that of a table stands in options: { compaction }",
  ]);
  const wrong = {
    ...{
      ttl: 60,
      compaction: "LeveledCompactionStrategy",
      compression: {},
      caching: { keys: "SOME" },
    },
    ...{
      defaultTtl: -1,
      gcGrace: "1h",
      comment: 5,
      speculativeRetry: "often",
      readRepair: "ASYNC",
    },
    ...{ bloomFilterFpChance: 2, cdc: "yes", memtable: "" },
  };
  assert.deepEqual(problemsOf({ options: wrong }).sort(), [
    "options.bloomFilterFpChance must be a number from 0 to 1: found 2",
    "options.caching.keys must be ALL or NONE: found 'SOME'",
    "options.cdc must be true or false: found 'yes'",
    "options.comment must be a string: found 5",
    "options.compaction must be { class, … }: found 'LeveledCompactionStrategy'",
    "options.compression must have a class, or enabled: false: found {}",
    "options.defaultTtl must be an integer from 0 to 630720000: found -1",
    "options.gcGrace must be an integer from 0 to 2147483647: found '1h'",
    "options.memtable must be the name of a memtable's configuration: found ''",
    "options.readRepair must be BLOCKING or NONE: found 'ASYNC'",
    "options.speculativeRetry must be 99p, 50ms, ALWAYS, NEVER, or MIN or MAX of two: found 'often'",
    "options.ttl is no key that cassbench knows",
  ]);
  assert.deepEqual(problemsOf({ options: { compaction: { min_threshold: 4 } } }), [
    "options.compaction must have a class: found { min_threshold: 4 }",
  ]);
  for (const speculativeRetry of ["99p", "99.5PERCENTILE", "10ms", "always", "MIN(99p, 50ms)"]) {
    assert.deepEqual(problemsOf({ options: { speculativeRetry } }), []);
  }
  assert.throws(
    () => model("c", { a: "int", n: "counter" }, ["a"], { options: { defaultTtl: 5 } }),
    /options\.defaultTtl must not be that of counters/,
  );
});

Deno.test("createIndex() has a name that follows from table and column, and CUSTOM for a class", () => {
  const T = model("t", { a: "int", Full_Name: "text", tags: "map<text, int>" }, ["a"], {
    indexes: [
      { on: "Full_Name" },
      { on: "keys(tags)" },
      { on: "tags", using: "SAI", options: { case_sensitive: false } },
      { on: "tags", name: "mine", using: "org.example.Index" },
    ],
  });
  assert.deepEqual(T.indexes.map((index) => createIndex("t", "ks", index)), [
    'CREATE INDEX IF NOT EXISTS "t_Full_Name_idx" ON "ks"."t" ("Full_Name")',
    'CREATE INDEX IF NOT EXISTS "t_tags_keys_idx" ON "ks"."t" (keys("tags"))',
    'CREATE CUSTOM INDEX IF NOT EXISTS "t_tags_idx" ON "ks"."t" ("tags") ' +
    "USING 'StorageAttachedIndex' WITH OPTIONS = {'case_sensitive': 'false'}",
    `CREATE CUSTOM INDEX IF NOT EXISTS "mine" ON "ks"."t" ("tags") USING 'org.example.Index'`,
  ]);
});

Deno.test("model() refuses indexes that cannot be, all at once", () => {
  assert.deepEqual(problemsOf({ indexes: { on: "v" } }), [
    "indexes must be a list of { on, name?, using?, options? }: found { on: 'v' }",
  ]);
  assert.deepEqual(problemsOf({ indexes: [{ on: 5, nme: "x" }, { on: "v", name: "a b" }, "v"] }), [
    "indexes[0].on must name a column: found 5",
    "indexes[0].nme is no key that cassbench knows",
    "indexes[1].name must be 1 to 48 letters, digits or underscores: found 'a b'",
    "indexes[2] must be { on, name?, using?, options? }: found 'v'",
  ]);
  const indexes = [
    { on: "nosuch" },
    { on: "keys(nosuch)" },
    { on: "id" },
    { on: "v", options: { a: 1 } },
    { on: "n" },
    { on: "n", using: "sai" },
  ];
  assert.deepEqual(problemsOf({ indexes }), [
    'indexes[0] must be on a column: found "nosuch"',
    'indexes[1] must be on a column: found "nosuch"',
    'indexes[2] must not be on "id", which is the whole partition key',
    "indexes[3] needs using beside options",
    'indexes[5] must have a name of its own: found "t_n_idx"',
  ]);
});
