import assert from "node:assert/strict";
import { ScenarioError } from "../../../src/errors.ts";
import { addField, createType } from "../../../src/scenario/cql/definitions.ts";
import { type, type UserType } from "../../../src/scenario/schema/user_type.ts";

/** The function as JavaScript sees it, for what the compiler refuses. */
const untyped = type as unknown as (...parts: unknown[]) => UserType;

function problemsOf(...parts: unknown[]): string[] {
  try {
    untyped(...parts);
    return [];
  } catch (error) {
    assert.ok(error instanceof ScenarioError, String(error));
    return error.message.replace(/^Cannot define type ".*?" as /, "").split("; ");
  }
}

const Address = type("address", { street: "text", zip: "int" });

Deno.test("type() keeps the fields in the order written, and the types that they name", () => {
  const House = type("house", {
    at: "frozen<address>",
    before: "frozen<list<address>>",
    size: "tuple<int, int>",
  }, { types: [Address] });
  assert.equal(House.name, "house");
  assert.deepEqual(House.type.fields, ["at", "before", "size"]);
  assert.deepEqual(House.uses, [Address]);
  assert.equal(House.type.of[0]?.of[0], Address.type);
});

Deno.test("CREATE TYPE and ALTER TYPE quote every name", () => {
  const Odd = type('an "odd" one', { "a.b": "int", at: "frozen<address>" }, { types: [Address] });
  assert.equal(
    createType(Odd, "k"),
    'CREATE TYPE IF NOT EXISTS "k"."an ""odd"" one" ("a.b" int, "at" frozen<"address">)',
  );
  assert.equal(
    addField(Odd, "k", "at"),
    'ALTER TYPE "k"."an ""odd"" one" ADD "at" frozen<"address">',
  );
});

Deno.test("type() refuses what CQL does not have, with name and value", () => {
  const x = { x: "int" };
  const types = [Address];
  const cases: [problem: string, ...parts: unknown[]][] = [
    ['a user type must have a name: found ""', "", x],
    [`a user type must have another name than CQL's own types: found "text"`, "text", x],
    ["a user type must have a field", "t", {}],
    ['a field must have a name: found ""', "t", { "": "int" }],
    ['fields.x must be a CQL type: found "string"', "t", { x: "string" }],
    [
      'fields.x must be a CQL type or one of types (address): found "adress"',
      "t",
      { x: "adress" },
      {
        types,
      },
    ],
    ['fields.x must not be a counter: found "counter"', "t", { x: "counter" }],
    ['fields.x must freeze a user type in another one: found "address"', "t", { x: "address" }, {
      types,
    }],
    ['fields.x must freeze the user types in a list: found "list<address>"', "t", {
      x: "list<address>",
    }, { types }],
    [
      'fields.x must freeze the collections in a collection: found "list<set<int>>"',
      "t",
      { x: "list<set<int>>" },
    ],
    ['fields.x must not refer to the type itself: found "frozen<t>"', "t", { x: "frozen<t>" }],
    ['fields.x must not refer to the type itself: found "list<frozen<t>>"', "t", {
      x: "list<frozen<t>>",
    }, { types: [type("t", { y: "int" })] }],
    ['options must be types: found "type"', "t", x, { type: types }],
    ['types[0] must be made by type(): found "address"', "t", x, { types: ["address"] }],
    ['types must have different names: found "address"', "t", x, { types: [Address, Address] }],
  ];
  for (const [problem, ...parts] of cases) assert.deepEqual(problemsOf(...parts), [problem]);
});
