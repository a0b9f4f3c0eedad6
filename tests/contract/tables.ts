// deno-lint-ignore-file camelcase -- the names of options are those of CQL
import assert from "node:assert/strict";
import { model } from "../../src/scenario/schema/model.ts";
import type { TableOptions } from "../../src/scenario/schema/table_options.ts";
import { open } from "../support/targets.ts";

const KEYSPACE = "tables_contract";

interface Address {
  readonly contactPoints: readonly string[];
}

const OPTIONS: TableOptions = {
  compaction: { class: "LeveledCompactionStrategy", sstable_size_in_mb: 10 },
  compression: { class: "ZstdCompressor", chunk_length_in_kb: 4 },
  caching: { keys: "NONE", rows_per_partition: 10 },
  comment: "it's full",
  defaultTtl: 600,
  gcGrace: 60,
  speculativeRetry: "50ms",
  additionalWritePolicy: "95p",
  readRepair: "NONE",
  bloomFilterFpChance: 0.1,
  crcCheckChance: 0.5,
  minIndexInterval: 64,
  maxIndexInterval: 1024,
  memtableFlushPeriod: 3_600_000,
};

const SHOWN = {
  compaction: { class: "LeveledCompactionStrategy", sstable_size_in_mb: "10" },
  compression: { class: "ZstdCompressor", chunk_length_in_kb: "4" },
  caching: { keys: "NONE", rows_per_partition: "10" },
  comment: "it's full",
  default_time_to_live: 600,
  gc_grace_seconds: 60,
  speculative_retry: "50ms",
  additional_write_policy: "95p",
  read_repair: "NONE",
  bloom_filter_fp_chance: 0.1,
  crc_check_chance: 0.5,
  min_index_interval: 64,
  max_index_interval: 1024,
  memtable_flush_period_in_ms: 3_600_000,
};

const Full = model("full", { a: "int", b: "int" }, ["a", "b"], {
  clusteringOrder: { b: "desc" },
  options: OPTIONS,
});

const Packed = model("packed", { a: "int" }, ["a"], {
  options: { compression: { enabled: false }, speculativeRetry: "99PERCENTILE" },
});

/** Checks of the options of tables, which must pass on every target. */
export const TABLE_CHECKS: Readonly<Record<string, (target: Address) => Promise<void>>> = {
  "a table is made with its options, and the same again finds nothing to say": async (target) => {
    const opened = await open(target, KEYSPACE, [Full, Packed]);
    assert.deepEqual(opened.warnings, []);
    const { rows: [row = {}] } = await opened.session.execute(
      "SELECT * FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
      [KEYSPACE, "full"],
    );
    for (const [name, expected] of Object.entries(SHOWN)) {
      const found = row[name];
      if (typeof expected !== "object") assert.equal(found, expected, name);
      else {
        for (const [key, value] of Object.entries(expected)) {
          const text = (found as Map<string, string>).get(key)?.split(".").at(-1);
          assert.equal(text, value, `${name}.${key}`);
        }
      }
    }
    await opened.close();
    const again = await open(target, KEYSPACE, [Full, Packed]);
    assert.deepEqual(again.warnings, []);
    await again.close();
  },

  "a table that is there with other options stays as it is, and a warning says what differs":
    async (target) => {
      await (await open(target, KEYSPACE, [Full, Packed])).close();
      const Other = model("full", { a: "int", b: "int" }, ["a", "b"], {
        clusteringOrder: { b: "desc" },
        options: {
          compaction: { class: "SizeTieredCompactionStrategy", min_threshold: 8 },
          caching: { keys: "NONE" },
          comment: "it's full",
          defaultTtl: 0,
          speculativeRetry: "MIN(99p,50ms)",
        },
      });
      for (const createSchema of [true, false]) {
        const opened = await open(target, KEYSPACE, [Other], { settings: { createSchema } });
        const [warning, ...more] = opened.warnings;
        assert.deepEqual(more, []);
        assert.equal(warning?.code, "tableOptions");
        assert.match(
          warning?.message ?? "",
          /^Table "full" was there and is as it was: its compaction\.class is \S*LeveledCompactionStrategy, not SizeTieredCompactionStrategy, .*default_time_to_live is 600, not 0, speculative_retry is 50ms, not MIN\(99p,50ms\)$/,
        );
        await opened.close();
      }
      const opened = await open(target, KEYSPACE, [Full]);
      assert.deepEqual(opened.warnings, []);
      await opened.close();
    },

  "further DDL runs once, in the keyspace, after the tables": async (target) => {
    const ddl = [
      "CREATE TABLE IF NOT EXISTS further (a int PRIMARY KEY)",
      "ALTER TABLE \"full\" WITH comment = 'it''s full'",
    ];
    for (let times = 0; times < 2; times++) {
      const opened = await open(target, KEYSPACE, [Full], { ddl });
      assert.deepEqual((await opened.session.execute("SELECT * FROM further")).rows, []);
      await opened.close();
    }
    const settings = { createSchema: false };
    const wrong = ["CREATE TABLE further (a int PRIMARY KEY)"];
    await (await open(target, KEYSPACE, [Full], { ddl: wrong, settings })).close();
    const error = await open(target, KEYSPACE, [Full], { ddl: wrong }).catch((error) => error);
    assert.match(
      error.message,
      /^Cannot prepare the tables as the server refused "CREATE TABLE further/,
    );
    assert.match(error.hint, /needs IF NOT EXISTS/);
  },
};

const Indexed = model(
  "indexed",
  { id: "int", email: "text", Town: "text", tags: "set<text>", prices: "map<text, int>", n: "int" },
  ["id"],
  {
    indexes: [
      { on: "email" },
      { on: "Town" },
      { on: "tags" },
      { on: "keys(prices)", name: "by_price" },
      { on: "entries(prices)" },
      { on: "n", using: "sai" },
    ],
  },
);

const NAMES = [
  "by_price",
  "indexed_Town_idx",
  "indexed_email_idx",
  "indexed_n_idx",
  "indexed_prices_entries_idx",
  "indexed_tags_idx",
];

/** Checks of indexes, which only Cassandra has. */
export const INDEX_CHECKS: Readonly<Record<string, (target: Address) => Promise<void>>> = {
  "indexes are made, built when it opens, and the same again finds nothing to do": async (
    target,
  ) => {
    for (let times = 0; times < 2; times++) {
      const opened = await open(target, KEYSPACE, [Indexed]);
      const { session } = opened;
      const { rows } = await session.execute(
        "SELECT index_name FROM system_schema.indexes WHERE keyspace_name = ?",
        [KEYSPACE],
      );
      assert.deepEqual(rows.map(({ index_name }) => index_name).sort(), NAMES);
      await session.create(Indexed, {
        ...{ id: 1, email: "a@b", Town: "Bern", tags: new Set(["x"]) },
        ...{ prices: new Map([["y", 2]]), n: 5 },
      });
      for (
        const where of [
          "email = 'a@b'",
          "\"Town\" = 'Bern'",
          "tags CONTAINS 'x'",
          "prices CONTAINS KEY 'y'",
          "prices['y'] = 2",
          "n > 4",
        ]
      ) {
        const found = await session.execute(`SELECT id FROM indexed WHERE ${where}`);
        assert.deepEqual(found.rows, [{ id: 1 }], where);
      }
      assert.deepEqual(opened.warnings, []);
      await opened.close();
    }
  },

  "indexes that differ or are missing without DDL are told at once": async (target) => {
    await (await open(target, KEYSPACE, [Indexed])).close();
    const columns = { id: "int", email: "text", Town: "text", n: "int", more: "text" } as const;
    const Other = model("indexed", columns, ["id"], {
      indexes: [
        { on: "email", name: "by_email" },
        { on: "Town", name: "BY_PRICE" },
        { on: "n", name: "indexed_Town_idx" },
      ],
    });
    const error = await open(target, KEYSPACE, [Other]).catch((error) => error);
    assert.equal(
      error.message,
      `Cannot use keyspace "${KEYSPACE}" as its tables differ from the models:
  - indexed: the index on email is indexed_email_idx and the model says by_email
  - indexed: the index on "Town" is indexed_Town_idx and the model says BY_PRICE
  - indexed: index indexed_Town_idx is on "Town" and the model says n`,
    );
    const Missing = model("indexed", { id: "int", more: "text", email: "text" }, ["id"], {
      indexes: [{ on: "more" }, { on: "email", using: "sai" }],
    });
    const settings = { createSchema: false };
    await (await open(target, KEYSPACE, [Indexed], { settings })).close();
    const missing = await open(target, KEYSPACE, [Missing], { settings }).catch((error) => error);
    assert.equal(
      missing.message,
      `Cannot use keyspace "${KEYSPACE}" as its tables differ from the models:
  - indexed: column more is not there
  - indexed: index indexed_more_idx is not there
  - indexed: index indexed_email_idx uses no class and the model says StorageAttachedIndex`,
    );
  },

  "an index that stands under another name is used where the model names none": async (target) => {
    const Plain = model("named", { id: "int", a: "text" }, ["id"]);
    const ddl = ["CREATE INDEX IF NOT EXISTS other_name ON named (a)"];
    await (await open(target, KEYSPACE, [Plain], { ddl })).close();
    const Unnamed = model("named", { id: "int", a: "text" }, ["id"], { indexes: [{ on: "a" }] });
    const opened = await open(target, KEYSPACE, [Unnamed]);
    assert.deepEqual(opened.warnings, []);
    await opened.close();
  },

  "an index with other options stays as it is, and a warning says so": async (target) => {
    const columns = { id: "int", a: "text" } as const;
    const withOptions = (options: Record<string, boolean>) =>
      model("tuned", columns, ["id"], { indexes: [{ on: "a", using: "sai", options }] });
    await (await open(target, KEYSPACE, [withOptions({ case_sensitive: false })])).close();
    const opened = await open(target, KEYSPACE, [withOptions({ case_sensitive: true })]);
    assert.deepEqual(opened.warnings.map(({ message }) => message), [
      'Index "tuned_a_idx" was there and is as it was: its case_sensitive is false, not true',
    ]);
    await opened.close();
  },
};
