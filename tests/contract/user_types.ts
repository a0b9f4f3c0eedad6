import assert from "node:assert/strict";
import { model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { type } from "../../src/scenario/schema/user_type.ts";

const Address = type("address", { street: "text", zip: "int", tags: "frozen<set<text>>" });
const Odd = type('an "odd" one', {
  "a b": "frozen<address>",
  select: "uuid",
  lasts: "duration",
  at: "tuple<int, decimal>",
  emb: "vector<smallint, 2>",
  toString: "blob",
}, { types: [Address] });

const Person = model(
  "person",
  {
    id: "int",
    home: "frozen<address>",
    live: "address",
    others: "list<frozen<address>>",
    odd: 'map<text, frozen<"an ""odd"" one">>',
    'é. "x"': "int",
    select: "int",
  },
  ["id"],
  { types: [Address, Odd] },
);

const home = { street: "a", zip: 7, tags: new Set(["x", "y"]) };
const odd = {
  "a b": home,
  select: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  lasts: "1mo2d",
  at: [1, "2.50"] as [number, string],
  emb: [1, -2],
  toString: Uint8Array.of(1, 2),
};
const person = {
  id: 1,
  home,
  live: home,
  others: [home, { ...home, zip: -1 }],
  odd: new Map([["x", odd]]),
  'é. "x"': 3,
  select: 4,
};

const Keyed = model(
  "keyed",
  {
    room: "frozen<address>",
    at: "frozen<address>",
    emb: "vector<int, 2>",
    shared: "address static",
  },
  ["room", "at"],
  { types: [Address] },
);

const Item = model(
  "item",
  {
    id: "int",
    floats: "vector<float, 3>",
    bigints: "vector<bigint, 2>",
    words: "vector<text, 3>",
    small: "vector<tinyint, 2>",
    times: "vector<timestamp, 1>",
    nested: "vector<vector<uuid, 2>, 2>",
    lists: "vector<frozen<list<int>>, 2>",
    homes: "vector<frozen<address>, 2>",
    listed: "list<vector<double, 2>>",
    long: "vector<blob, 2>",
  },
  ["id"],
  { types: [Address] },
);

const id = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
const item = {
  id: 1,
  floats: [0.5, -1.25, 300],
  bigints: [1n, -(2n ** 63n)],
  words: ["", "é", "x".repeat(300)],
  small: [-128, 127],
  times: [new Date(5)],
  nested: [[id, id], [id, id]],
  lists: [[], [1, 2]],
  homes: [home, { ...home, street: "b" }],
  listed: [[1, 2], [3, 4]],
  long: [new Uint8Array(20_000).fill(7), new Uint8Array()],
};

/** The tables of the checks. */
export const USER_TYPE_MODELS = [Person, Keyed, Item];

/** Checks of user types and vectors, which must pass on every target. */
export const USER_TYPE_CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  "values of user types read back as they were written, nested, frozen or not": async (session) => {
    await session.create(Person, person);
    assert.deepEqual(await session.find(Person, { id: 1 }), person);
  },

  "a field that is missing, undefined or null reads back as null": async (session) => {
    const given = [{ zip: 1 }, { street: undefined, zip: 1 }, { street: null, zip: 1, tags: null }];
    for (const live of given as unknown as (typeof home)[]) {
      await session.create(Person, { ...person, id: 2, live, home: live });
      const found = await session.find(Person, { id: 2 });
      const expected = { street: null, zip: 1, tags: null };
      assert.deepEqual([found?.live, found?.home], [expected, expected]);
    }
  },

  "a user type without a value is null, and a frozen collection in it can be empty": async (
    session,
  ) => {
    await session.create(Person, { ...person, id: 3, home: { ...home, tags: new Set<string>() } });
    await session.update(Person, { id: 3 }, { live: null });
    const found = await session.find(Person, { id: 3 });
    assert.equal(found?.live, null);
    assert.deepEqual(found?.home?.tags, new Set());
  },

  "what is no value of a user type is refused before it is sent": async (session) => {
    const wrong = [
      { ...home, streeet: "x" },
      "a",
      [1],
      new Map([["zip", 1]]),
      { ...home, zip: "7" },
      { ...home, tags: ["x"] },
    ];
    for (const live of wrong as unknown as (typeof home)[]) {
      await assert.rejects(session.create(Person, { ...person, live }), TypeError);
      const others = [live];
      await assert.rejects(session.create(Person, { ...person, others }), TypeError);
    }
  },

  "user types are taken and given by execute": async (session) => {
    const { live, others } = person;
    await session.execute("INSERT INTO person (id, live, others) VALUES (?, ?, ?)", [
      4,
      live,
      others,
    ]);
    const { rows } = await session.execute(
      "SELECT live, others, live.zip FROM person WHERE id = 4",
    );
    assert.deepEqual(rows, [{ live, others, "live.zip": 7 }]);
    await session.execute("UPDATE person SET live.zip = ? WHERE id = ?", [8, 4]);
    await session.execute("DELETE live.street FROM person WHERE id = ?", [4]);
    const changed = await session.find(Person, { id: 4 });
    assert.deepEqual(changed?.live, { ...live, street: null, zip: 8 });
  },

  "a frozen user type can be of the key, and another one static": async (session) => {
    const other = { ...home, zip: 8 };
    await session.create(Keyed, { room: home, at: other, emb: [1, 2], shared: home });
    await session.create(Keyed, { room: home, at: home, emb: [3, 4], shared: other });
    const { rows } = await session.findAll(Keyed, { room: home });
    assert.deepEqual(rows, [
      { room: home, at: home, emb: [3, 4], shared: other },
      { room: home, at: other, emb: [1, 2], shared: other },
    ]);
  },

  "vectors read back as they were written, whatever their elements are": async (session) => {
    await session.create(Item, item);
    assert.deepEqual(await session.find(Item, { id: 1 }), item);
  },

  "a vector can be given as a typed array, and is null where it has no value": async (session) => {
    const floats = new Float32Array(item.floats);
    const bigints = new BigInt64Array(item.bigints);
    await session.create(Item, { ...item, id: 2, floats, bigints, small: new Int8Array(2) });
    await session.update(Item, { id: 2 }, { words: null });
    const expected = { ...item, id: 2, small: [0, 0], words: null };
    assert.deepEqual(await session.find(Item, { id: 2 }), expected);
  },

  "what is no vector of the type is refused before it is sent": async (session) => {
    const wrong = [[1, 2], [1, 2, 3, 4], [], [1, 2, "3"], [1, 2, null], "abc", new Set([1, 2, 3])];
    for (const floats of wrong as unknown as number[][]) {
      await assert.rejects(session.create(Item, { ...item, floats }), TypeError);
    }
  },

  "vectors are taken and given by execute, and written as text": async (session) => {
    const { floats, words, homes } = item;
    await session.execute("INSERT INTO item (id, floats, words, homes) VALUES (?, ?, ?, ?)", [
      ...[3, new Float32Array(floats), words],
      homes,
    ]);
    await session.execute(
      "INSERT INTO item (id, floats, words) VALUES (4, [1, 2, 3.5], ['', 'a', 'b'])",
    );
    const { rows } = await session.execute("SELECT floats, words FROM item WHERE id IN (3, 4)");
    assert.deepEqual(rows, [{ floats, words }, { floats: [1, 2, 3.5], words: ["", "a", "b"] }]);
  },
};
