import assert from "node:assert/strict";
import { ScenarioError } from "../../../src/errors.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import { type } from "../../../src/scenario/schema/user_type.ts";
import { deleteOne, deleteSome, insert, update } from "../../../src/scenario/cql/writes.ts";

const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);
const Address = type("address", { street: "text", "zip code": "int" });

const Reading = model(
  "Reading",
  {
    sensor: "uuid",
    day: "date",
    at: "timestamp",
    part: "int",
    value: "double",
    tags: "map<text, frozen<list<int>>>",
    notes: "list<text>",
    home: "address",
    place: "text static",
  },
  [["sensor", "day"], "at", "part"],
  { types: [Address] },
);

const Views = model("views", { page: "text", views: "counter", visits: "counter" }, ["page"]);

const WHOLE = { clustering: 2 };
const WHERE_ROW = 'WHERE "sensor" = ? AND "day" = ? AND "at" = ? AND "part" = ?';

Deno.test("insert() names all columns, writes once only if asked, and lists its values with USING", () => {
  const columns = ["user_id", "name"];
  const cql = 'INSERT INTO "user" ("user_id", "name") VALUES (?, ?)';
  assert.deepEqual(insert(User), { cql, columns });
  assert.deepEqual(insert(User, { ifNotExists: true }), { cql: `${cql} IF NOT EXISTS`, columns });
  const using = { ttl: 5, timestamp: 1n };
  const { cql: withUsing, ...listed } = insert(User, { ifNotExists: true, using });
  assert.equal(withUsing, `${cql} IF NOT EXISTS USING TTL ? AND TIMESTAMP ?`);
  assert.deepEqual(listed.columns, [...columns, "ttl", "timestamp"]);
  assert.deepEqual(listed.types?.map(({ name }) => name), ["uuid", "text", "int", "bigint"]);
});

Deno.test("insert() refuses a counter table and says what to do", () => {
  assert.throws(() => insert(Views), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.equal(error.message, 'Cannot create a row of "views" as it counts');
    assert.equal(error.hint, "counters are added to with session.update");
    return true;
  });
});

Deno.test("update() sets the columns named, in their order, after USING and before the key", () => {
  const changes = [{ column: "tags" }, { column: "value" }];
  assert.equal(
    update(Reading, changes, WHOLE).cql,
    `UPDATE "Reading" SET "tags" = ?, "value" = ? ${WHERE_ROW}`,
  );
  const { cql, columns } = update(Reading, changes, { ...WHOLE, using: { timestamp: 1 } });
  assert.equal(
    cql,
    `UPDATE "Reading" USING TIMESTAMP ? SET "tags" = ?, "value" = ? ${WHERE_ROW}`,
  );
  assert.deepEqual(columns, ["timestamp", "tags", "value", "sensor", "day", "at", "part"]);
});

Deno.test("update() writes every change as CQL does, with the types that are bound", () => {
  const changes = {
    plus: [{ column: "notes", kind: "plus" }, '"notes" = "notes" + ?', ["list"]],
    minus: [{ column: "tags", kind: "minus" }, '"tags" = "tags" - ?', ["set"]],
    prepend: [{ column: "notes", kind: "prepend" }, '"notes" = ? + "notes"', ["list"]],
    "a list's element": [{ column: "notes", kind: "at" }, '"notes"[?] = ?', ["int", "text"]],
    "a map's element": [{ column: "tags", kind: "at" }, '"tags"[?] = ?', ["text", "frozen"]],
    "a field": [
      { column: "home", kind: "field", field: "zip code" },
      '"home"."zip code" = ?',
      ["int"],
    ],
  } as const;
  for (const [name, [change, text, bound]] of Object.entries(changes)) {
    const { cql, types } = update(Reading, [change], WHOLE);
    assert.equal(cql, `UPDATE "Reading" SET ${text} ${WHERE_ROW}`, name);
    assert.deepEqual(types?.map(({ name }) => name).slice(0, -4), bound, name);
  }
});

Deno.test("update() adds in a counter table, and takes from it", () => {
  assert.equal(
    update(Views, [{ column: "views" }, { column: "visits", kind: "minus" }], { clustering: 0 })
      .cql,
    'UPDATE "views" SET "views" = "views" + ?, "visits" = "visits" - ? WHERE "page" = ?',
  );
});

Deno.test("update() of static columns needs the partition key; another one says what the key lacks", () => {
  assert.equal(
    update(Reading, [{ column: "place" }], { clustering: 0 }).cql,
    'UPDATE "Reading" SET "place" = ? WHERE "sensor" = ? AND "day" = ?',
  );
  const mixed = [{ column: "place" }, { column: "value" }];
  assert.throws(
    () => update(Reading, mixed, { clustering: 0 }),
    (error: ScenarioError) =>
      error.message === 'Cannot update "Reading" as the key lacks "at"' &&
      error.hint === 'only static columns can be updated without it, and "value" is none',
  );
  assert.throws(() => update(Reading, mixed, { clustering: 1 }), /the key lacks "part"/);
});

Deno.test("deleteOne() binds the whole primary key", () => {
  assert.deepEqual(deleteOne(Reading), {
    cql: `DELETE FROM "Reading" ${WHERE_ROW}`,
    columns: ["sensor", "day", "at", "part"],
  });
});

Deno.test("deleteSome() deletes columns, and ranges of the column after the key", () => {
  assert.equal(
    deleteSome(Reading, { ...WHOLE, columns: ["value", "tags"], using: { timestamp: 1 } }).cql,
    `DELETE "value", "tags" FROM "Reading" USING TIMESTAMP ? ${WHERE_ROW}`,
  );
  const range = { column: "part", bounds: ["gt", "lte"] as const };
  assert.equal(
    deleteSome(Reading, { clustering: 1, range }).cql,
    'DELETE FROM "Reading" WHERE "sensor" = ? AND "day" = ? AND "at" = ? AND "part" > ? AND "part" <= ?',
  );
  assert.throws(() => deleteSome(Reading, { clustering: 0, range }), /a range is on "at" here/);
  assert.throws(() => deleteSome(Reading, { clustering: 2, range }), /names single rows/);
});

Deno.test("every statement has one mark for each value that it binds", () => {
  const using = { ttl: 1, timestamp: 1n };
  const statements = [
    ...[insert(User), insert(Reading), insert(Reading, { using }), deleteOne(Reading)],
    ...[update(Reading, [{ column: "value" }], { ...WHOLE, using })],
    ...[update(Views, [{ column: "views" }], { clustering: 0 })],
    ...[deleteSome(Reading, { ...WHOLE, columns: ["value"], using: { timestamp: 1 } })],
  ];
  for (const { cql, columns, types } of statements) {
    assert.equal(cql.split("?").length - 1, columns.length, cql);
    assert.equal(types?.length ?? columns.length, columns.length, cql);
  }
});
