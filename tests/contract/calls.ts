// deno-lint-ignore-file camelcase -- the columns have names in the style of CQL
/** What calls of a session can say beside the row: columns, ranges, changes, and options. */
import assert from "node:assert/strict";
import { classify } from "../../src/cluster/errors.ts";
import type { FindAllOptions, PartialKey } from "../../src/scenario/calls/call_options.ts";
import { at, field, minus, plus, prepend } from "../../src/scenario/calls/change.ts";
import { model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { type } from "../../src/scenario/schema/user_type.ts";

const Event = model(
  "event",
  {
    place: "text",
    day: "int",
    hour: "int",
    what: "text",
    seats: "int",
    owner: "text static",
  },
  ["place", "day", "hour"],
  { clusteringOrder: { hour: "desc" } },
);

const Bag = model("bag", {
  id: "int",
  a_list: "list<text>",
  a_set: "set<int>",
  a_map: "map<text, bigint>",
  a_frozen: "frozen<set<int>>",
  note: "text",
}, ["id"]);

const Count = model("count", { id: "text", up: "counter", down: "counter" }, ["id"]);

const Odd = model("odd", { "a,b": "int", a: "int", b: "int", "a b": "int", 'q"?': "int" }, ["a,b"]);

const Address = type("call address", {
  street: "text",
  "zip code": "int",
  tags: "frozen<set<text>>",
});
const Home = model(
  "home",
  {
    id: "int",
    address: '"call address"',
    others: 'list<frozen<"call address">>',
    by_name: 'map<text, frozen<"call address">>',
    point: "vector<float, 3>",
  },
  ["id"],
  { types: [Address] },
);

/** The tables of these checks. */
export const CALL_MODELS = [Event, Bag, Count, Odd, Home];

/** Fills a place of its own: two days of three hours. */
async function fillPlace(session: Session): Promise<string> {
  const place = crypto.randomUUID();
  for (const day of [1, 2]) {
    for (const hour of [8, 9, 10]) {
      const what = `${day}:${hour}`;
      await session.create(Event, { place, day, hour, what, seats: hour, owner: "Ada" });
    }
  }
  return place;
}

interface Key {
  place: string;
  day: number;
  hour: number;
}
type Partition = Pick<Key, "place">;

async function namesOf(
  session: Session,
  key: PartialKey<Key, Partition>,
  options: Omit<FindAllOptions<Key, Partition>, "columns"> = {},
): Promise<(string | null)[]> {
  const { rows } = await session.findAll(Event, key, options);
  return rows.map(({ what }) => what);
}

/** What each of these calls fails with; an error that says so where one does not. */
async function errorsOf(calls: Record<string, Promise<unknown>>): Promise<[string, Error][]> {
  const outcomes = await Promise.allSettled(Object.values(calls));
  return Object.keys(calls).map((call, at) => {
    const outcome = outcomes[at]!;
    return [call, outcome.status === "rejected" ? outcome.reason : new Error("it succeeded")];
  });
}

/** Checks which must pass on every target. */
export const CALL_CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  "find and findAll give the columns that are chosen": async (session) => {
    const place = await fillPlace(session);
    const key = { place, day: 1, hour: 9 };
    assert.deepEqual(await session.find(Event, key, { columns: ["seats", "owner"] }), {
      seats: 9,
      owner: "Ada",
    });
    assert.deepEqual(await session.find(Event, key, { columns: ["hour"] }), { hour: 9 });
    const { rows } = await session.findAll(Event, { place, day: 2 }, { columns: ["what"] });
    assert.deepEqual(rows, [{ what: "2:10" }, { what: "2:9" }, { what: "2:8" }]);
    assert.equal((await session.find(Event, key))?.what, "1:9");
    const unknown = session.find(Event, key, { columns: ["nope" as "what"] });
    await assert.rejects(unknown, /column "nope".*it has place, day/);
  },

  "findAll reads a whole partition, the rows of a longer key, and a range": async (session) => {
    const place = await fillPlace(session);
    assert.equal((await namesOf(session, { place })).length, 6);
    assert.deepEqual(await namesOf(session, { place, day: 2 }), ["2:10", "2:9", "2:8"]);
    assert.deepEqual(await namesOf(session, { place, day: 2, hour: 9 }), ["2:9"]);
    const days = { range: { day: { gt: 1 } } };
    assert.deepEqual(await namesOf(session, { place }, days), ["2:10", "2:9", "2:8"]);
    const ranges: [Record<string, number>, string[]][] = [
      [{ gte: 9 }, ["1:10", "1:9"]],
      [{ lt: 9 }, ["1:8"]],
      [{ gt: 8, lte: 9 }, ["1:9"]],
      [{ lte: 9, gt: 8 }, ["1:9"]],
      [{ gte: 9, lt: 10 }, ["1:9"]],
    ];
    for (const [hour, expected] of ranges) {
      const range = { hour };
      assert.deepEqual(await namesOf(session, { place, day: 1 }, { range }), expected);
    }
    const wrong = session.findAll(Event, { place }, { range: { hour: { gt: 1 } } });
    await assert.rejects(wrong, /range of "hour" as a range is on "day" here/);
    const gap = session.findAll(Event, { place, hour: 1 });
    await assert.rejects(gap, /key of "event" with "hour" as it lacks "day" before it/);
  },

  "findAll reads in reverse, up to a limit, page by page": async (session) => {
    const place = await fillPlace(session);
    const reversed = { reversed: true };
    const all = ["2:8", "2:9", "2:10", "1:8", "1:9", "1:10"];
    assert.deepEqual(await namesOf(session, { place }, reversed), all);
    assert.deepEqual(
      await namesOf(session, { place, day: 1 }, {
        ...reversed,
        range: { hour: { gte: 9 } },
        limit: 1,
      }),
      ["1:9"],
    );
    const { pageState } = await session.findAll(Event, { place }, { ...reversed, pageSize: 4 });
    assert.ok(pageState);
    const rest = { ...reversed, pageSize: 4, pageState };
    assert.deepEqual(await namesOf(session, { place }, rest), ["1:9", "1:10"]);
    await assert.rejects(session.findAll(Bag, { id: 1 }, reversed), /has no clustering column/);
  },

  "delete removes columns, a row, the rows of a shorter key, and a range": async (session) => {
    const place = await fillPlace(session);
    const key = { place, day: 1, hour: 9 };
    await session.delete(Event, key, { columns: ["what", "seats"] });
    assert.deepEqual(await session.find(Event, key), {
      ...{ ...key, what: null, seats: null, owner: "Ada" },
    });
    await session.delete(Event, { place, day: 1 }, { range: { hour: { gte: 9 } } });
    assert.deepEqual(await namesOf(session, { place, day: 1 }), ["1:8"]);
    await session.delete(Event, { place, day: 1, hour: 8 });
    assert.equal((await namesOf(session, { place })).length, 3);
    await session.delete(Event, { place, day: 2 });
    const [left] = (await session.findAll(Event, { place })).rows;
    assert.equal(left?.owner, "Ada");
    await session.delete(Event, { place }, { columns: ["owner"] });
    assert.equal((await session.findAll(Event, { place })).rows.length, 0);
    await session.create(Event, { place, day: 1, hour: 1 });
    await session.batch((batch) =>
      batch.delete(Event, { place }, { range: { day: { gt: 0, lt: 2 } } })
    );
    await session.create(Event, { place, day: 1, hour: 1 });
    await session.delete(Event, { place });
    assert.equal((await session.findAll(Event, { place })).rows.length, 0);
  },

  "a key that has a clustering column without a value deletes nothing": async (session) => {
    const place = await fillPlace(session);
    const key = { place, day: undefined as unknown as number };
    const error = await session.delete(Event, key).catch((error) => error);
    assert.ok(error instanceof Error);
    assert.equal((await namesOf(session, { place })).length, 6);
  },

  "update changes what is there: elements of collections, and counters": async (session) => {
    const key = { id: 1 };
    await session.create(Bag, {
      ...{ ...key, a_list: ["b"], a_set: new Set([1, 2]), a_map: new Map([["x", 1n], ["y", 2n]]) },
      ...{ a_frozen: new Set([1]), note: "old" },
    });
    await session.update(Bag, key, {
      a_list: plus(["c", "d"]),
      a_set: plus(new Set([3])),
      a_map: plus(new Map([["z", 3n]])),
      note: "new",
    });
    await session.update(Bag, key, { a_list: prepend(["a"]), a_set: minus(new Set([1])) });
    await session.update(Bag, key, { a_list: minus(["d"]), a_map: minus(new Set(["x"])) });
    assert.deepEqual(await session.find(Bag, key), {
      ...{ ...key, a_list: ["a", "b", "c"], a_set: new Set([2, 3]) },
      ...{ a_map: new Map([["y", 2n], ["z", 3n]]), a_frozen: new Set([1]), note: "new" },
    });
    await session.update(Bag, key, { a_list: at(1, "B"), a_map: at("y", 20n) });
    await session.update(Bag, key, { a_list: at(0, null), a_map: at("z", null) });
    const { a_list, a_map } = (await session.find(Bag, key))!;
    assert.deepEqual([a_list, a_map], [["B", "c"], new Map([["y", 20n]])]);
    const id = crypto.randomUUID();
    await session.update(Count, { id }, { up: plus(5n), down: minus(2n) });
    await session.update(Count, { id }, { up: minus(1n), down: 1n });
    assert.deepEqual(await session.find(Count, { id }), { id, up: 4n, down: -1n });
  },

  "update sets a field of a user type, and elements that are user types": async (session) => {
    const key = { id: 1 };
    const address = { street: "Main", "zip code": 1, tags: new Set(["x"]) };
    await session.create(Home, {
      ...{ ...key, address, others: [address], by_name: new Map([["a", address]]) },
      point: [1, 2, 3],
    });
    await session.update(Home, key, { address: field("zip code", 7), point: [4, 5, 6] });
    await session.update(Home, key, { address: field("street", null) });
    const other = { street: "Side", "zip code": 2, tags: new Set<string>() };
    await session.update(Home, key, { others: plus([other]), by_name: at("a", other) });
    const found = await session.find(Home, key);
    assert.deepEqual(found?.address, { ...address, street: null, "zip code": 7 });
    assert.deepEqual(found?.others.map(({ street }) => street), ["Main", "Side"]);
    assert.equal(found?.by_name.get("a")?.street, "Side");
    assert.deepEqual(await session.find(Home, key, { columns: ["point"] }), { point: [4, 5, 6] });
    await assert.rejects(
      session.update(Home, key, { address: field("city" as "street", "x") }),
      /column "address" .* with field\(\)/,
    );
  },

  "update refuses what cannot be changed so, before anything is sent": async (session) => {
    const key = { id: 1 };
    const wrong = [
      [{ note: plus("x") }, /column "note" \(text\) with plus\(\)/],
      [{ a_frozen: plus(new Set([1])) }, /column "a_frozen" \(frozen<set<int>>\) with plus\(\)/],
      [{ a_set: prepend([1]) }, /column "a_set" \(set<int>\) with prepend\(\)/],
      [{ a_set: at(1, 1) }, /column "a_set" \(set<int>\) with at\(\)/],
      [{ nope: 1 }, /column "nope" as "bag" has no such/],
      [{}, /nothing is to be changed/],
    ] as const;
    for (const [changes, message] of wrong) {
      await assert.rejects(session.update(Bag, key, changes as never), message);
    }
  },

  "a row with a name that is no column is refused, before anything is sent": async (session) => {
    const row = { id: 70, ntoe: "a" } as never;
    const refused = { name: "TypeError", message: /Cannot send a value of "ntoe" .* it has id, / };
    await assert.rejects(session.create(Bag, row), refused);
    await assert.rejects(session.create(Bag, row, { ttl: 60 }), refused);
    await assert.rejects(session.createIfNotExists(Bag, row), refused);
    await assert.rejects(session.batch((batch) => batch.create(Bag, row)), refused);
    assert.equal(await session.find(Bag, { id: 70 }), undefined);
  },

  "update writes static columns by the partition key alone": async (session) => {
    const place = await fillPlace(session);
    await session.update(Event, { place }, { owner: "Eve" });
    assert.equal((await session.find(Event, { place, day: 2, hour: 8 }))?.owner, "Eve");
    const mixed = session.update(Event, { place }, { owner: "Eve", what: "x" });
    await assert.rejects(mixed, /key lacks "day"/);
    await assert.rejects(session.update(Event, { place, day: 1 }, { what: "x" }), /lacks "hour"/);
  },

  "an update takes its values from the changes, also where the key is a whole row": async (
    session,
  ) => {
    const row = { id: 2, note: "old", a_set: new Set([1]) };
    await session.create(Bag, row);
    await session.update(Bag, row, { note: "new" });
    assert.equal((await session.find(Bag, row))?.note, "new");
  },

  "ttl and timestamp are those of the call, in batches of each write": async (session) => {
    const cells = async (id: number) => {
      const cql = "SELECT TTL(note) AS ttl, WRITETIME(note) AS time FROM bag WHERE id = ?";
      const [{ ttl, time } = {}] = (await session.execute(cql, [id])).rows;
      return [ttl === null ? null : Number(ttl) > 500 && Number(ttl) <= 600, time];
    };
    const [ttl, timestamp] = [600, 1_700_000_000_000_000n];
    await session.delete(Bag, { id: 30 }, { timestamp: 1n });
    await session.create(Bag, { id: 30, note: "a" }, { ttl, timestamp });
    assert.deepEqual(await cells(30), [true, timestamp]);
    await session.update(Bag, { id: 30 }, { note: "b" }, { timestamp: Number(timestamp) + 1 });
    assert.deepEqual(await cells(30), [null, timestamp + 1n]);
    await session.update(Bag, { id: 30 }, { note: "c" }, { ttl, timestamp: timestamp - 1n });
    assert.deepEqual(await cells(30), [null, timestamp + 1n]);
    await session.delete(Bag, { id: 30 }, { columns: ["note"], timestamp });
    assert.deepEqual(await cells(30), [null, timestamp + 1n]);
    const id = 31 + Math.floor(Math.random() * 1e9);
    assert.equal(await session.createIfNotExists(Bag, { id, note: "x" }, { ttl }), true);
    assert.equal((await cells(id))[0], true);
    await session.batch((batch) => {
      batch.create(Bag, { id: 32, note: "a" }, { ttl, timestamp: timestamp + 5n });
      batch.update(Bag, { id: 33 }, { note: "b" }, { timestamp: timestamp + 6n });
    });
    assert.deepEqual(await cells(32), [true, timestamp + 5n]);
    assert.deepEqual(await cells(33), [null, timestamp + 6n]);
    await session.delete(Bag, { id: 34 }, { timestamp: 1 });
    await session.batch((batch) => batch.create(Bag, { id: 34, note: "a" }), { timestamp: 7n });
    assert.deepEqual(await cells(34), [null, 7n]);
    const text = "UPDATE bag SET note = 'd' WHERE id = 35";
    await session.execute(text, [], { timestamp: timestamp + 9n });
    assert.deepEqual(await cells(35), [null, timestamp + 9n]);
    const counter = session.batch((batch) => batch.update(Count, { id: "t" }, { up: 1n }), {
      timestamp,
    });
    await assert.rejects(counter, /counters have no timestamps/);
    const update = session.update(Count, { id: "t" }, { up: 1n }, { timestamp });
    assert.equal(classify(await update.catch((error) => error)), "invalid");
  },

  "calls take a consistency, a serial consistency, and what the driver knows": async (session) => {
    const common = { idempotent: true, timeout: 60_000 };
    const key = { id: 40 };
    await session.create(Bag, key, { consistency: "all", ...common });
    await session.update(Bag, key, { note: "x" }, { consistency: "quorum", ...common });
    for (const consistency of ["serial", "localSerial", "one"] as const) {
      assert.equal((await session.find(Bag, key, { consistency, ...common }))?.note, "x");
      assert.equal((await session.findAll(Bag, key, { consistency })).rows.length, 1);
      const text = "SELECT id FROM bag WHERE id = 40";
      assert.deepEqual((await session.execute(text, [], { consistency })).rows, [key]);
    }
    await session.createIfNotExists(Bag, key, { serialConsistency: "localSerial" });
    await session.batch((batch) => batch.delete(Bag, key), {
      ...{ consistency: "all", serialConsistency: "localSerial", logged: false, ...common },
    });
    assert.equal(await session.find(Bag, key), undefined);
  },

  "options that a call does not know, and values that they cannot have, are refused": async (
    session,
  ) => {
    const key = { id: 50 };
    // deno-lint-ignore no-explicit-any -- options that do not compile
    const any = (options: unknown) => options as any;
    const unknown = any({ consistancy: "one" });
    const calls: Record<string, Promise<unknown>> = {
      create: session.create(Bag, key, unknown),
      createIfNotExists: session.createIfNotExists(Bag, key, unknown),
      find: session.find(Bag, key, unknown),
      findAll: session.findAll(Bag, key, unknown),
      update: session.update(Bag, key, { note: "x" }, unknown),
      delete: session.delete(Bag, key, unknown),
      batch: session.batch((batch) => batch.create(Bag, key), unknown),
      execute: session.execute("SELECT * FROM bag", [], unknown),
      "batch.create": session.batch((batch) => batch.create(Bag, key, unknown)),
    };
    for (const [call, error] of await errorsOf(calls)) {
      assert.equal(error.name, "TypeError", call);
      const [, known] = /"consistancy" of (?:batch\.)?\w+\(\) .* knows (.*)$/.exec(error.message) ??
        [];
      assert.match(known ?? "", /timestamp|consistency/, `${call}: ${error.message}`);
    }
    assert.equal(await session.find(Bag, key), undefined);
    const wrong = {
      consistency: "serial",
      ttl: -1,
      timestamp: 1.5,
      timeout: 0,
      idempotent: "yes",
    };
    for (const [name, value] of Object.entries(wrong)) {
      const sent = session.create(Bag, key, any({ [name]: value }));
      await assert.rejects(sent, new RegExp(`"${name}" of create\\(\\) as it must be`));
    }
    for (const range of [{ id: { above: 1 } }, { id: {} }, { id: { gt: 1, gte: 1 } }, 5]) {
      await assert.rejects(session.findAll(Bag, key, any({ range })), /must be bounds of one/);
    }
    await assert.rejects(session.find(Bag, key, any(5)), /must be an object/);
  },

  "names with commas and spaces are no two names": async (session) => {
    const key = { "a,b": 1 };
    await session.create(Odd, { ...key, a: 1, b: 1, "a b": 1, 'q"?': 1 });
    await session.update(Odd, key, { a: 2, b: 2 });
    await session.update(Odd, key, { "a b": 3 });
    await session.update(Odd, key, { 'q"?': 4 });
    assert.deepEqual(await session.find(Odd, key), { ...key, a: 2, b: 2, "a b": 3, 'q"?': 4 });
    assert.deepEqual(await session.find(Odd, key, { columns: ["a", "b"] }), { a: 2, b: 2 });
    assert.deepEqual(await session.find(Odd, key, { columns: ["a,b"] }), key);
    assert.deepEqual(await session.find(Odd, key, { columns: ["a b"] }), { "a b": 3 });
  },

  "execute binds values by their names": async (session) => {
    const insert = "INSERT INTO bag (id, note, a_list) VALUES (:id, :theNote, :list)";
    await session.execute(insert, { id: 60, theNote: "x", list: ["a"] });
    await session.execute(insert, { id: 60, theNote: undefined, list: null });
    const select = "SELECT id, note, a_list FROM bag WHERE id = :id";
    const { rows } = await session.execute(select, { id: 60 });
    assert.deepEqual(rows, [{ id: 60, note: "x", a_list: [] }]);
    await assert.rejects(session.execute(select, {}), /Cannot bind :id as no value is named so/);
    await assert.rejects(
      session.execute(select, { id: 1, nope: 2 }),
      /Cannot bind value "nope" as the text has no such name: it has :id/,
    );
  },

  "execute sends a text that is not prepared, without values": async (session) => {
    const unprepared = { prepare: false };
    for (const id of [70, 71, 72]) {
      const cql = `INSERT INTO bag (id, note, a_map) VALUES (${id}, 'n${id}', {'a': 1})`;
      assert.deepEqual((await session.execute(cql, [], unprepared)).rows, []);
    }
    const select = "SELECT id, note, a_map FROM bag WHERE id IN (70, 71, 72)";
    const first = await session.execute(select, [], { ...unprepared, pageSize: 2 });
    const row = (id: number) => ({ id, note: `n${id}`, a_map: new Map([["a", 1n]]) });
    const { pageState } = first;
    assert.ok(pageState);
    const rest = await session.execute(select, [], { ...unprepared, pageSize: 2, pageState });
    assert.deepEqual([...first.rows, ...rest.rows], [70, 71, 72].map(row));
    const values = session.execute("SELECT note FROM bag WHERE id = ?", [70], unprepared);
    await assert.rejects(values, /values with prepare: false/);
    const error = await session.execute("SELEC", [], unprepared).catch((error) => error);
    assert.equal(classify(error), "syntaxError");
  },
};

/** On a cluster of one node, whatever is said of one call is heard by the server. */
export async function checkUnavailable(session: Session): Promise<void> {
  const three = { consistency: "three" } as const;
  const key = { id: 80 };
  const calls: Record<string, Promise<unknown>> = {
    create: session.create(Bag, key, { ...three, ttl: 5 }),
    createIfNotExists: session.createIfNotExists(Bag, key, three),
    find: session.find(Bag, key, { ...three, columns: ["note"] }),
    findAll: session.findAll(Bag, key, { ...three, limit: 1 }),
    update: session.update(Bag, key, { a_list: plus(["x"]) }, three),
    delete: session.delete(Bag, key, { ...three, columns: ["note"] }),
    batch: session.batch((batch) => batch.create(Bag, key), three),
    execute: session.execute("SELECT id FROM bag WHERE id = :id", key, three),
    unprepared: session.execute("SELECT id FROM bag WHERE id = 80", [], {
      ...{ ...three, prepare: false, serialConsistency: "serial", timestamp: 5 },
    }),
  };
  for (const [call, error] of await errorsOf(calls)) {
    assert.equal(classify(error), "unavailableException", call);
  }
}
