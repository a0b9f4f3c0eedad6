// deno-lint-ignore-file camelcase -- the columns have names in the style of CQL
import assert from "node:assert/strict";
import { classify } from "../../src/cluster/errors.ts";
import { model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { CALL_CHECKS, CALL_MODELS } from "./calls.ts";

const Native = model("native", {
  id: "uuid",
  a_ascii: "ascii",
  a_bigint: "bigint",
  a_blob: "blob",
  a_boolean: "boolean",
  a_date: "date",
  a_decimal: "decimal",
  a_double: "double",
  a_duration: "duration",
  a_float: "float",
  a_inet: "inet",
  a_int: "int",
  a_smallint: "smallint",
  a_text: "text",
  a_time: "time",
  a_timestamp: "timestamp",
  a_timeuuid: "timeuuid",
  a_tinyint: "tinyint",
  a_varchar: "varchar",
  a_varint: "varint",
}, ["id"]);

const native = {
  id: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  a_ascii: "ascii",
  a_bigint: -(2n ** 63n),
  a_blob: Uint8Array.of(0, 127, 255),
  a_boolean: true,
  a_date: "2026-11-22",
  a_decimal: "-12345678901234567890.0120",
  a_double: Math.PI,
  a_duration: "1mo2d3h4m5s6ms7us8ns",
  a_float: 0.5,
  a_inet: "10.0.0.1",
  a_int: -(2 ** 31),
  a_smallint: 32_767,
  a_text: "it's “ü” 😀",
  a_time: "08:30:00.123456789",
  a_timestamp: new Date("2026-11-22T01:02:03.004Z"),
  a_timeuuid: "50554d6e-29bb-11e5-b345-feff819cdc9f",
  a_tinyint: -128,
  a_varchar: "",
  a_varint: 123_456_789_012_345_678_901_234_567_890n,
};

const Collected = model("collected", {
  id: "int",
  a_list: "list<uuid>",
  a_set: "set<text>",
  a_map: "map<text, frozen<list<bigint>>>",
  a_frozen: "frozen<map<int, set<blob>>>",
  a_tuple: "tuple<int, text, timestamp>",
  tuples: "list<frozen<tuple<uuid, duration>>>",
}, ["id"]);

const collected = {
  id: 1,
  a_list: ["f47ac10b-58cc-4372-a567-0e02b2c3d479"],
  a_set: new Set(["a", "b"]),
  a_map: new Map([["x", [1n, -1n]], ["y", [2n]]]),
  a_frozen: new Map([[7, new Set([Uint8Array.of(1, 2)])]]),
  a_tuple: [1, "x", new Date(0)] as [number, string, Date],
  tuples: [["f47ac10b-58cc-4372-a567-0e02b2c3d479", "1d"]] as [string, string][],
};

const Message = model(
  "message",
  {
    room: "text",
    day: "date",
    sent_at: "timestamp",
    body: "text",
    topic: "text static",
  },
  [["room", "day"], "sent_at"],
  { clusteringOrder: { sent_at: "desc" } },
);

const Visits = model("visits", { page: "text", total: "counter", unique: "counter" }, ["page"]);

/** The tables of the checks. */
export const SESSION_MODELS = [Native, Collected, Message, Visits, ...CALL_MODELS];

/** Checks of a session, which must pass on every target. */
export const SESSION_CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  "a row of every native type reads back as it was written": async (session) => {
    await session.create(Native, native);
    assert.deepEqual(await session.find(Native, { id: native.id }), native);
  },

  "collections, frozen ones and tuples read back as they were written": async (session) => {
    await session.create(Collected, collected);
    assert.deepEqual(await session.find(Collected, { id: 1 }), collected);
  },

  "an empty collection reads back empty, and a missing value as null": async (session) => {
    const empty = { ...collected, id: 2, a_list: [], a_set: new Set<string>(), a_map: new Map() };
    await session.create(Collected, empty);
    await session.update(Collected, { id: 2 }, { a_tuple: null });
    assert.deepEqual(await session.find(Collected, { id: 2 }), { ...empty, a_tuple: null });
  },

  "create leaves what it does not name, and null removes a value": async (session) => {
    const key = { id: 20 };
    await session.create(Collected, { ...collected, ...key });
    await session.create(Collected, { ...key, a_set: new Set(["again"]), a_list: undefined });
    const kept = { ...collected, ...key, a_set: new Set(["again"]) };
    assert.deepEqual(await session.find(Collected, key), kept);
    await session.create(Collected, { ...key, a_tuple: null, a_map: null });
    const removed = { ...kept, a_tuple: null, a_map: new Map() };
    assert.deepEqual(await session.find(Collected, key), removed);
    await session.batch((batch) => batch.create(Collected, { id: 21, a_tuple: undefined }));
    assert.equal((await session.find(Collected, { id: 21 }))?.a_tuple, null);
    assert.equal(await session.createIfNotExists(Collected, { id: 22 }), true);
    const keyless = session.create(Collected, {} as typeof key);
    assert.equal(classify(await keyless.catch((error) => error)), "invalid");
  },

  "find gives undefined for a key that is not there": async (session) => {
    assert.equal(await session.find(Collected, { id: 404 }), undefined);
  },

  "createIfNotExists writes once and tells": async (session) => {
    const row = { ...native, id: "00000000-0000-4000-8000-000000000001" };
    assert.equal(await session.createIfNotExists(Native, row), true);
    assert.equal(await session.createIfNotExists(Native, { ...row, a_int: 1 }), false);
    assert.equal((await session.find(Native, { id: row.id }))?.a_int, native.a_int);
  },

  "findAll gives a partition in clustering order, up to a limit, page by page": async (session) => {
    const partition = { room: "attic", day: "2026-11-22" };
    for (const hour of [1, 2, 3, 4, 5]) {
      const sent_at = new Date(Date.UTC(2026, 10, 22, hour));
      await session.create(Message, { ...partition, sent_at, body: `at ${hour}`, topic: "ghosts" });
    }
    const bodies = (page: { rows: { body: string | null }[] }) => page.rows.map(({ body }) => body);

    const all = await session.findAll(Message, partition);
    assert.deepEqual(bodies(all), ["at 5", "at 4", "at 3", "at 2", "at 1"]);
    assert.equal(all.pageState, undefined);
    assert.deepEqual(bodies(await session.findAll(Message, partition, { limit: 2 })), [
      "at 5",
      "at 4",
    ]);

    const first = await session.findAll(Message, partition, { pageSize: 3 });
    assert.deepEqual(bodies(first), ["at 5", "at 4", "at 3"]);
    assert.ok(first.pageState !== undefined);
    const second = await session.findAll(Message, partition, {
      pageSize: 3,
      pageState: first.pageState,
    });
    assert.deepEqual(bodies(second), ["at 2", "at 1"]);
  },

  "a static column is shared by the rows of a partition": async (session) => {
    const partition = { room: "cellar", day: "2026-11-22" };
    const [one, two] = [new Date(1), new Date(2)];
    await session.create(Message, { ...partition, sent_at: one, body: "one", topic: "rats" });
    await session.create(Message, { ...partition, sent_at: two, body: "two", topic: "mice" });
    assert.equal((await session.find(Message, { ...partition, sent_at: one }))?.topic, "mice");
  },

  "update sets what it names and leaves the rest; delete removes the row": async (session) => {
    await session.create(Collected, { ...collected, id: 3 });
    await session.update(Collected, { id: 3 }, { a_set: new Set(["c"]) });
    const changed = { ...collected, id: 3, a_set: new Set(["c"]) };
    assert.deepEqual(await session.find(Collected, { id: 3 }), changed);
    await session.delete(Collected, { id: 3 });
    assert.equal(await session.find(Collected, { id: 3 }), undefined);
  },

  "update adds to counters": async (session) => {
    const page = `p${crypto.randomUUID()}`;
    await session.update(Visits, { page }, { total: 2n, unique: 1n });
    await session.update(Visits, { page }, { total: 3n });
    assert.deepEqual(await session.find(Visits, { page }), { page, total: 5n, unique: 1n });
  },

  "create is refused for a counter table": async (session) => {
    await assert.rejects(session.create(Visits, { page: "x", total: 1n, unique: 1n }), /counts/);
  },

  "a batch writes everything in one request": async (session) => {
    await session.create(Collected, { ...collected, id: 10 });
    await session.batch((batch) => {
      batch.create(Collected, { ...collected, id: 11 });
      batch.update(Collected, { id: 12 }, { a_list: [], a_set: new Set(["new"]) });
      batch.delete(Collected, { id: 10 });
    });
    const found = await Promise.all([10, 11, 12].map((id) => session.find(Collected, { id })));
    assert.deepEqual(found.map((row) => row?.a_set), [
      undefined,
      new Set(["a", "b"]),
      new Set(["new"]),
    ]);
  },

  "a batch of counters is a counter batch": async (session) => {
    const page = `b${crypto.randomUUID()}`;
    await session.batch((batch) => {
      batch.update(Visits, { page }, { total: 1n });
      batch.update(Visits, { page }, { unique: 1n });
    });
    assert.deepEqual(await session.find(Visits, { page }), { page, total: 1n, unique: 1n });
  },

  "execute runs any CQL and reads the same types": async (session) => {
    await session.create(Native, native);
    const { rows } = await session.execute("SELECT * FROM native WHERE id = ?", [native.id]);
    assert.deepEqual(rows, [native]);
    const tuples = await session.execute("SELECT tuples, a_frozen FROM collected WHERE id = ?", [
      1,
    ]);
    assert.deepEqual(tuples.rows, [{ tuples: collected.tuples, a_frozen: collected.a_frozen }]);
    const update = await session.execute("UPDATE native SET a_blob = ? WHERE id = ?", [
      Uint8Array.of(9),
      native.id,
    ]);
    assert.deepEqual(update.rows, []);
  },

  "execute takes what create takes and gives back": async (session) => {
    for (const [table, row] of Object.entries({ native, collected: { ...collected, id: 20 } })) {
      for (const [column, value] of Object.entries(row).filter(([column]) => column !== "id")) {
        await session.execute(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, [value, row.id]);
      }
      const { rows } = await session.execute(`SELECT * FROM ${table} WHERE id = ?`, [row.id]);
      assert.deepEqual(rows, [row]);
    }
  },

  "an error is classed by the server's word": async (session) => {
    const error = await session.execute("SELECT * FROM nosuch").catch((error) => error);
    assert.equal(classify(error), "invalid");
    const syntax = await session.execute("SELEC").catch((error) => error);
    assert.equal(classify(syntax), "syntaxError");
  },

  ...CALL_CHECKS,
};
