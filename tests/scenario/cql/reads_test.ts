import assert from "node:assert/strict";
import { model } from "../../../src/scenario/schema/model.ts";
import { selectOne, selectPartition, selectSome } from "../../../src/scenario/cql/reads.ts";

const Reading = model(
  "Reading",
  { sensor: "uuid", at: "timestamp", part: "int", value: "double", place: "text static" },
  ["sensor", "at", "part"],
  { clusteringOrder: { at: "desc" } },
);

const ALL = 'SELECT "sensor", "at", "part", "value", "place" FROM "Reading"';

Deno.test("selectOne() names every column, or those that are chosen, and binds the primary key", () => {
  const rest = 'WHERE "sensor" = ? AND "at" = ? AND "part" = ?';
  const columns = ["sensor", "at", "part"];
  assert.deepEqual(selectOne(Reading), { cql: `${ALL} ${rest}`, columns });
  assert.deepEqual(selectOne(Reading, ["value", "at"]), {
    cql: `SELECT "value", "at" FROM "Reading" ${rest}`,
    columns,
  });
  assert.throws(() => selectOne(Reading, ["nope"]), /column "nope" as "Reading" has no such/);
});

Deno.test("selectPartition() binds the partition key", () => {
  const cql = `${ALL} WHERE "sensor" = ?`;
  assert.deepEqual(selectPartition(Reading), { cql, columns: ["sensor"] });
});

Deno.test("selectSome() reads from a part of the key, a range, in reverse, up to a limit", () => {
  const range = { column: "part", bounds: ["gte", "lt"] as const };
  const { cql, columns, types } = selectSome(Reading, {
    ...{ clustering: 1, range, columns: ["value"], isReversed: true, isLimited: true },
  });
  assert.equal(
    cql,
    'SELECT "value" FROM "Reading" WHERE "sensor" = ? AND "at" = ? AND "part" >= ? AND "part" < ? ' +
      'ORDER BY "at" ASC, "part" DESC LIMIT ?',
  );
  assert.deepEqual(columns, ["sensor", "at", "part", "part", "limit"]);
  assert.deepEqual(types?.map(({ name }) => name), ["uuid", "timestamp", "int", "int", "int"]);
});
