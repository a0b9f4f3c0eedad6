import assert from "node:assert/strict";
import { quote } from "../../src/scenario/names.ts";
import { ScenarioError } from "../../src/errors.ts";
import { model } from "../../src/scenario/model.ts";
import {
  addColumns,
  createTable,
  deleteOne,
  insert,
  isCounterTable,
  LIMIT,
  selectOne,
  selectPartition,
  update,
} from "../../src/scenario/statements.ts";

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);

const Reading = model(
  "Reading",
  {
    sensor: "uuid",
    day: "date",
    at: "timestamp",
    part: "int",
    value: "double",
    tags: "map<text, frozen<list<int>>>",
    place: "text static",
  },
  [["sensor", "day"], "at", "part"],
  { clusteringOrder: { at: "desc" } },
);

const Views = model("views", { page: "text", views: "counter", visits: "counter" }, ["page"]);

Deno.test("quote() keeps case and reserved words, and doubles quotes so that nothing breaks out", () => {
  assert.equal(quote("Select"), '"Select"');
  assert.equal(quote('a" int); DROP TABLE b; --'), '"a"" int); DROP TABLE b; --"');
});

Deno.test("createTable() writes columns in order, the key, static and every clustering order", () => {
  assert.equal(
    createTable(User, "bench"),
    'CREATE TABLE IF NOT EXISTS "bench"."user" ' +
      '("user_id" uuid, "name" text, PRIMARY KEY (("user_id")))',
  );
  assert.equal(
    createTable(Reading, "bench"),
    'CREATE TABLE IF NOT EXISTS "bench"."Reading" ' +
      '("sensor" uuid, "day" date, "at" timestamp, "part" int, "value" double, ' +
      '"tags" map<text, frozen<list<int>>>, "place" text static, ' +
      'PRIMARY KEY (("sensor", "day"), "at", "part")) ' +
      'WITH CLUSTERING ORDER BY ("at" DESC, "part" ASC)',
  );
});

Deno.test("addColumns() adds the columns named, with type and static", () => {
  assert.equal(
    addColumns(Reading, "bench", ["value", "place"]),
    'ALTER TABLE "bench"."Reading" ADD ("value" double, "place" text static)',
  );
});

Deno.test("insert() writes the whole row, once only if asked", () => {
  const columns = ["user_id", "name"];
  const cql = 'INSERT INTO "user" ("user_id", "name") VALUES (?, ?)';
  assert.deepEqual(insert(User), { cql, columns });
  assert.deepEqual(insert(User, { ifNotExists: true }), { cql: `${cql} IF NOT EXISTS`, columns });
});

Deno.test("insert() refuses a counter table and says what to do", () => {
  assert.throws(() => insert(Views), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.equal(error.message, 'Cannot create a row of "views" as it counts');
    assert.equal(error.hint, "counters are added to with session.update");
    return true;
  });
});

Deno.test("selectOne() names every column, and binds the whole primary key", () => {
  assert.deepEqual(selectOne(Reading), {
    cql: 'SELECT "sensor", "day", "at", "part", "value", "tags", "place" FROM "Reading" ' +
      'WHERE "sensor" = ? AND "day" = ? AND "at" = ? AND "part" = ?',
    columns: ["sensor", "day", "at", "part"],
  });
});

Deno.test("selectPartition() binds the partition key, and a limit after it", () => {
  const cql = 'SELECT "sensor", "day", "at", "part", "value", "tags", "place" FROM "Reading" ' +
    'WHERE "sensor" = ? AND "day" = ?';
  const columns = ["sensor", "day"];
  assert.deepEqual(selectPartition(Reading), { cql, columns });
  assert.deepEqual(selectPartition(Reading, { limited: true }), {
    cql: `${cql} LIMIT ?`,
    columns: [...columns, LIMIT],
  });
});

Deno.test("update() sets the columns named, in their order, before the key", () => {
  assert.deepEqual(update(Reading, ["tags", "value"]), {
    cql: 'UPDATE "Reading" SET "tags" = ?, "value" = ? ' +
      'WHERE "sensor" = ? AND "day" = ? AND "at" = ? AND "part" = ?',
    columns: ["tags", "value", "sensor", "day", "at", "part"],
  });
});

Deno.test("update() adds in a counter table", () => {
  assert.deepEqual(update(Views, ["views", "visits"]), {
    cql: 'UPDATE "views" SET "views" = "views" + ?, "visits" = "visits" + ? WHERE "page" = ?',
    columns: ["views", "visits", "page"],
  });
});

Deno.test("deleteOne() binds the whole primary key", () => {
  assert.deepEqual(deleteOne(Reading), {
    cql: 'DELETE FROM "Reading" WHERE "sensor" = ? AND "day" = ? AND "at" = ? AND "part" = ?',
    columns: ["sensor", "day", "at", "part"],
  });
});

Deno.test("every statement has one mark for each column it binds", () => {
  const statements = [
    ...[insert(User), insert(Reading), selectOne(Reading), selectPartition(Reading)],
    ...[update(Reading, ["value"]), update(Views, ["views"]), deleteOne(Reading)],
  ];
  for (const { cql, columns } of statements) {
    assert.equal(cql.split("?").length - 1, columns.length, cql);
  }
});

Deno.test("isCounterTable() tells a table of counters from the others", () => {
  assert.equal(isCounterTable(Views), true);
  assert.equal(isCounterTable(Reading), false);
});
