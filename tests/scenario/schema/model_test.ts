import assert from "node:assert/strict";
import { ScenarioError } from "../../../src/errors.ts";
import { formatCqlType } from "../../../src/scenario/schema/cql_type.ts";
import { type Model, model } from "../../../src/scenario/schema/model.ts";
import { type } from "../../../src/scenario/schema/user_type.ts";

/** The function as JavaScript sees it, for what the compiler refuses. */
const untyped = model as (...parts: unknown[]) => Model;

const TABLE_NAME = "a table's name must have 1 to 222 letters, digits or underscores";

/** What is wrong with a model, one problem each. */
function problemsOf(...parts: unknown[]): string[] {
  try {
    untyped(...parts);
    return [];
  } catch (error) {
    assert.ok(error instanceof ScenarioError, String(error));
    return error.message.replace(/^Cannot define model ".*?" as /, "").split("; ");
  }
}

Deno.test("model() keeps the columns in the order written, and parts the key", () => {
  const Message = model(
    "message",
    {
      room: "uuid",
      sent_at: "timestamp",
      body: "text",
      tags: "set<text>",
      topic: "text static",
    },
    ["room", "sent_at"],
    { clusteringOrder: { sent_at: "desc" } },
  );

  assert.equal(Message.name, "message");
  assert.deepEqual(Object.keys(Message.columns), ["room", "sent_at", "body", "tags", "topic"]);
  assert.deepEqual(Message.columns.tags, {
    type: { name: "set", of: [{ name: "text", of: [] }] },
    isStatic: false,
  });
  assert.deepEqual(Message.columns.topic, { type: { name: "text", of: [] }, isStatic: true });
  assert.deepEqual(Message.partitionKey, ["room"]);
  assert.deepEqual(Message.clusteringKey, ["sent_at"]);
  assert.deepEqual(Message.clusteringOrder, { sent_at: "desc" });
});

Deno.test("model() takes a composite partition key in brackets, as CQL does", () => {
  const columns = { a: "int", b: "int", c: "int", d: "int" } as const;
  const Composite = model("composite", columns, [["a", "b"], "c", "d"]);
  assert.deepEqual(Composite.partitionKey, ["a", "b"]);
  assert.deepEqual(Composite.clusteringKey, ["c", "d"]);
});

Deno.test("model() takes counters all alone, frozen collections and tuples in the key, and a key only", () => {
  model("views", { page: "text", views: "counter", visits: "counter" }, ["page"]);
  model("nested", { tags: "frozen<set<text>>", at: "tuple<int, int>" }, ["tags", "at"]);
  model("member", { club: "text", person: "text" }, [["club", "person"]]);
});

Deno.test("model() takes names of tables up to 222 characters, and nearly any name of a column", () => {
  model("T".repeat(222), { select: "int", userId: "int" }, ["select"]);
  model("odd", { "a b": "int", 'a"b': "int", "a.b": "int", "日本": "int", [" "]: "int" }, ["a b"]);
});

Deno.test("model() takes user types by their names, quoted where CQL needs it, and vectors", () => {
  const Address = type("address", { street: "text", zip: "int" });
  const Odd = type('an "odd" one', { at: "frozen<address>" }, { types: [Address] });
  const { columns, userTypes } = model(
    "person",
    {
      id: "int",
      home: "address",
      odd: 'list<frozen<"an ""odd"" one">>',
      emb: "vector<float, 3>",
    },
    ["id"],
    { types: [Address, Odd] },
  );
  const text = (name: string) => formatCqlType(columns[name]!.type);
  assert.deepEqual(userTypes, [Address, Odd]);
  assert.equal(columns.home?.type, Address.type);
  assert.equal(text("home"), "address");
  assert.equal(text("odd"), 'list<frozen<"an ""odd"" one">>');
  assert.equal(text("emb"), "vector<float, 3>");
});

Deno.test("model() refuses what Cassandra does of user types and vectors, with name and value", () => {
  const Address = type("address", { street: "text", zip: "int" });
  const Tagged = type("tagged", { tags: "list<text>" });
  const Timed = type("timed", { lasts: "duration" });
  const types = [Address, Tagged, Timed];
  const known = "must be a CQL type or one of types (address, tagged, timed)";
  const cases: [problem: string, type: string][] = [
    [`${known}: found "adress"`, "adress"],
    [`${known}: found "frozen<Address>"`, "frozen<Address>"],
    [`${known}: found "vector<float>"`, "vector<float>"],
    [`${known}: found "vector<float, 3.5>"`, "vector<float, 3.5>"],
    [`${known}: found "vector<float, int>"`, "vector<float, int>"],
    ['must freeze the user types in a list: found "list<address>"', "list<address>"],
    ['must freeze the user types in a map: found "map<int, address>"', "map<int, address>"],
    ['must freeze the user types in a vector: found "vector<address, 2>"', "vector<address, 2>"],
    ['must freeze the collections in a vector: found "vector<set<int>, 2>"', "vector<set<int>, 2>"],
    ['must be frozen, as it has a collection that is not: found "tagged"', "tagged"],
    ['must have 1 to 2147483647 elements in a vector: found "vector<int, 0>"', "vector<int, 0>"],
    ['must have 1 to 2147483647 elements in a vector: found "vector<int, -1>"', "vector<int, -1>"],
    [
      'must have 1 to 2147483647 elements in a vector: found "vector<int, 2147483648>"',
      "vector<int, 2147483648>",
    ],
    ['must not hold counters: found "vector<counter, 3>"', "vector<counter, 3>"],
    [
      'must freeze a collection, a tuple or a user type: found "frozen<int>"',
      "frozen<int>",
    ],
  ];
  for (const [problem, type] of cases) {
    const columns = { id: "int", a: type };
    assert.deepEqual(problemsOf("t", columns, ["id"], { types }), [`columns.a ${problem}`]);
  }
  const keys: [problem: string, type: string][] = [
    ["must be frozen", "address"],
    ["must not hold a duration", "frozen<timed>"],
    ["must not hold a duration", "tuple<int, duration>"],
  ];
  for (const [problem, type] of keys) {
    assert.deepEqual(problemsOf("t", { id: type }, ["id"], { types }), [
      `key column "id" ${problem}`,
    ]);
  }
});

Deno.test("model() refuses types that are none, and two of one name, and says how types are passed", () => {
  const id = { id: "int" };
  const types = [type("a", { x: "int" }), type("a", { y: "int" }), "b"];
  assert.deepEqual(problemsOf("t", id, ["id"], { types }), [
    'types must have different names: found "a"',
    'types[2] must be made by type(): found "b"',
  ]);
  assert.throws(() => untyped("t", { ...id, home: "frozen<address>" }, ["id"]), {
    hint: 'a user type is passed as types: [Address], where Address = type("address", { … })',
  });
});

Deno.test("model() refuses what CQL does not have, with name and value", () => {
  const id = { id: "int" };
  const cases: [problem: string, ...parts: unknown[]][] = [
    ['columns.name must be a CQL type: found "string"', "t", { id: "int", name: "string" }, ["id"]],
    ['columns.name must be a CQL type: found "static"', "t", { id: "int", name: "static" }, ["id"]],
    [`${TABLE_NAME}: found ""`, "", id, ["id"]],
    [`${TABLE_NAME}: found "a-b"`, "a-b", id, ["id"]],
    [`${TABLE_NAME}: found "é"`, "é", id, ["id"]],
    [`${TABLE_NAME}: found "${"n".repeat(223)}"`, "n".repeat(223), id, ["id"]],
    ['a column must have a name: found ""', "t", { ...id, "": "int" }, ["id"]],
    [
      'a column must have another name than "__proto__"',
      "t",
      { ...id, ["__proto__"]: "int" },
      ["id"],
    ],
    ["a column must not have the character 0 in its name", "t", { ...id, "a\0": "int" }, ["id"]],
    ["a column must have a name of whole characters", "t", { ...id, "\ud800": "int" }, ["id"]],
    ["primaryKey must name a column: found none", "t", id, []],
    ["primaryKey must name a column: found none", "t", id, [[]]],
    ['primaryKey must name columns: found "key"', "t", id, ["key"]],
    ['primaryKey must name columns: found "toString"', "t", id, ["toString"]],
    ['primaryKey must name "id" once', "t", id, ["id", "id"]],
    ['primaryKey must name "id" once', "t", id, [["id", "id"]]],
    ['key column "id" must be frozen', "t", { id: "list<int>" }, ["id"]],
    ['key column "id" must be frozen', "t", { id: "map<int, int>" }, ["id"]],
    ['key column "id" must not be a counter', "t", { id: "counter" }, ["id"]],
    ['key column "id" must not be a duration', "t", { id: "duration" }, ["id"]],
    ['key column "c" must not be static', "t", { id: "int", c: "int static" }, ["id", "c"]],
    [
      "columns outside the key must be counters all or none",
      "t",
      { id: "int", n: "counter", name: "text" },
      ["id"],
    ],
    ["static columns need a clustering column", "t", { id: "int", s: "int static" }, ["id"]],
    [
      'clusteringOrder must name clustering columns: found "id"',
      "t",
      id,
      ["id"],
      { clusteringOrder: { id: "desc" } },
    ],
    [
      'clusteringOrder.c must be "asc" or "desc": found "down"',
      "t",
      { id: "int", c: "int" },
      ["id", "c"],
      { clusteringOrder: { c: "down" } },
    ],
  ];
  for (const [problem, ...parts] of cases) assert.deepEqual(problemsOf(...parts), [problem]);
});

Deno.test("model() names every problem at once", () => {
  assert.throws(
    () =>
      untyped("bad name", { id: "list<int>", name: "string", n: "counter", s: "int" }, [
        "id",
        "when",
      ], { clusteringOrder: { s: "up" } }),
    {
      name: "ScenarioError",
      message: 'Cannot define model "bad name" as ' + [
        'columns.name must be a CQL type: found "string"',
        `${TABLE_NAME}: found "bad name"`,
        'key column "id" must be frozen',
        'primaryKey must name columns: found "when"',
        "columns outside the key must be counters all or none",
        'clusteringOrder must name clustering columns: found "s"',
        'clusteringOrder.s must be "asc" or "desc": found "up"',
      ].join("; "),
    },
  );
});

Deno.test("model() refuses options that it does not know, and what are none, also where nobody checked types", () => {
  const define = (options: unknown) =>
    model("m", { id: "int", at: "timestamp" }, ["id", "at"], options as never);
  assert.throws(() => define({ clusteringOrdr: { at: "desc" }, ttl: 60 }), (error: Error) => {
    assert.match(error.message, /^Cannot define model "m" as options\.clusteringOrdr is no option/);
    assert.match(error.message, /; options\.ttl is no option of a model: it has .*clusteringOrder/);
    return true;
  });
  for (const options of [null, "desc", ["at"], 7]) {
    assert.throws(() => define(options), /options must be an object: found/);
  }
});
