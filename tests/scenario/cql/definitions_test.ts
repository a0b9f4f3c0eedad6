import assert from "node:assert/strict";
import { quote } from "../../../src/scenario/schema/names.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import { addColumns, createTable, isCounterTable } from "../../../src/scenario/cql/definitions.ts";

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

Deno.test("isCounterTable() tells a table of counters from the others", () => {
  assert.equal(isCounterTable(Views), true);
  assert.equal(isCounterTable(Reading), false);
});
