import assert from "node:assert/strict";
import { ScenarioError } from "../../src/errors.ts";
import { type Model, model } from "../../src/scenario/model.ts";

/** The function as JavaScript sees it, for what the compiler refuses. */
const untyped = model as (...parts: unknown[]) => Model;

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

Deno.test("model() takes names up to 48 characters, reserved words and upper case among them", () => {
  model("T".repeat(48), { select: "int", userId: "int" }, ["select"]);
});

Deno.test("model() refuses what CQL does not have, with name and value", () => {
  const id = { id: "int" };
  const cases: [problem: string, ...parts: unknown[]][] = [
    ['columns.name must be a CQL type: found "string"', "t", { id: "int", name: "string" }, ["id"]],
    ['columns.name must be a CQL type: found "static"', "t", { id: "int", name: "static" }, ["id"]],
    ['names must be 1 to 48 letters, digits or underscores: found ""', "", id, ["id"]],
    ['names must be 1 to 48 letters, digits or underscores: found "a-b"', "a-b", id, ["id"]],
    [
      `names must be 1 to 48 letters, digits or underscores: found "${"n".repeat(49)}"`,
      "n".repeat(49),
      id,
      ["id"],
    ],
    [
      'names must be 1 to 48 letters, digits or underscores: found "a"b"',
      "t",
      { id: "int", 'a"b': "int" },
      ["id"],
    ],
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
        'names must be 1 to 48 letters, digits or underscores: found "bad name"',
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
    assert.match(error.message, /; options\.ttl is no option of a model: it has clusteringOrder/);
    return true;
  });
  for (const options of [null, "desc", ["at"], 7]) {
    assert.throws(() => define(options), /options must be an object: found/);
  }
});
