import assert from "node:assert/strict";
import { ScenarioError } from "../../src/errors.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { type } from "../../src/scenario/schema/user_type.ts";
import { open } from "../support/targets.ts";

const KEYSPACE = "type_schema_contract";

const Address = type("address", { street: "text", "zip.code": "int" });
const House = type("House", { at: "frozen<address>", rooms: "frozen<list<frozen<address>>>" }, {
  types: [Address],
});
const Owner = model("owner", { id: "int", house: 'frozen<"House">', at: "address" }, ["id"], {
  types: [House, Address],
});

interface Target {
  readonly contactPoints: readonly string[];
}

const messageOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(() => "it opened", (error) => error.message);

const differ = (...lines: string[]) =>
  `Cannot use keyspace "${KEYSPACE}" as its tables differ from the models:` +
  lines.map((line) => `\n  - ${line}`).join("");

/** Checks of what opening a target does to its user types, which must pass on every target. */
export const TYPE_SCHEMA_CHECKS: Readonly<Record<string, (target: Target) => Promise<void>>> = {
  "user types are created when they are missing, those that others need first": async (target) => {
    const opened = await open(target, KEYSPACE, [Owner]);
    const { rows } = await opened.session.execute(
      "SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = ?",
      [KEYSPACE],
    );
    assert.deepEqual(rows, [
      {
        type_name: "House",
        field_names: ["at", "rooms"],
        field_types: ["frozen<address>", "frozen<list<frozen<address>>>"],
      },
      { type_name: "address", field_names: ["street", "zip.code"], field_types: ["text", "int"] },
    ]);
    await opened.close();
  },

  "user types that fit are left as they are, and missing fields are added": async (target) => {
    await (await open(target, KEYSPACE, [Owner])).close();
    const at = { street: "a", "zip.code": 1 };
    const row = { id: 1, house: { at, rooms: [at] }, at };
    const first = await open(target, KEYSPACE, [Owner]);
    await first.session.create(Owner, row);
    await first.close();

    const Grown = type("address", { 'no "x"': "smallint", street: "text", "zip.code": "int" });
    const Other = type("House", {
      at: "frozen<address>",
      size: "frozen<address>",
      rooms: "frozen<list<frozen<address>>>",
    }, { types: [Grown] });
    const columns = { id: "int", house: 'frozen<"House">', at: "address" } as const;
    const Bigger = model("owner", columns, ["id"], { types: [Other, Grown] });
    const second = await open(target, KEYSPACE, [Bigger]);
    const grown = { ...at, 'no "x"': null as unknown as number };
    const found = await second.session.find(Bigger, { id: 1 });
    assert.deepEqual(found?.at, grown);
    assert.deepEqual(found?.house, { at: grown, size: null, rooms: [grown] } as object);
    const full = { ...at, 'no "x"': 3 };
    const more = { id: 2, house: { at: full, size: full, rooms: [full] }, at: full };
    await second.session.create(Bigger, more);
    assert.deepEqual(await second.session.find(Bigger, { id: 2 }), more);
    assert.equal(
      await messageOf(open(target, KEYSPACE, [Owner])),
      differ(
        'type address: field no "x" is there and the model lacks it',
        "type House: field size is there and the model lacks it",
      ),
    );
    // Back as it was, for the other checks.
    await second.session.execute(`DROP KEYSPACE ${KEYSPACE}`);
    await second.close();
  },

  "user types that differ are refused, every difference named, and nothing is changed": async (
    target,
  ) => {
    await (await open(target, KEYSPACE, [Owner])).close();
    const Retyped = type("address", { street: "int", "zip.code": "bigint", extra: "text" });
    const Fresh = type("fresh", { x: "int" });
    const Wrong = model("owner", { id: "int", house: "address", at: "frozen<address>" }, ["id"], {
      types: [Retyped, Fresh],
    });
    assert.equal(
      await messageOf(open(target, KEYSPACE, [Wrong])),
      differ(
        "type address: field street is text and the model says int",
        "type address: field zip.code is int and the model says bigint",
        "owner: column at is address and the model says frozen<address>",
        'owner: column house is frozen<"House"> and the model says address',
      ),
    );
    const opened = await open(target, KEYSPACE, [Owner]);
    const { rows } = await opened.session.execute(
      "SELECT type_name FROM system_schema.types WHERE keyspace_name = ? AND type_name = ?",
      [KEYSPACE, "fresh"],
    );
    assert.deepEqual(rows, []);
    await opened.close();
  },

  "user types and fields that exist in other letters are errors that name both": async (target) => {
    await (await open(target, KEYSPACE, [Owner])).close();
    const columns = { id: "int", at: "frozen<ADDRESS>" } as const;
    const Shouted = model("new", columns, ["id"], { types: [type("ADDRESS", { x: "int" })] });
    assert.equal(
      await messageOf(open(target, KEYSPACE, [Shouted])),
      differ('ADDRESS: there is type "address", which differs in upper and lower case only'),
    );
    const Mixed = model("new", { id: "int", at: "frozen<address>" }, ["id"], {
      types: [type("address", { Street: "text", "zip.code": "int" })],
    });
    assert.equal(
      await messageOf(open(target, KEYSPACE, [Mixed])),
      differ('address.Street: there is field "street", which differs in upper and lower case only'),
    );
  },

  "without DDL the user types must be there": async (target) => {
    await (await open(target, KEYSPACE, [Owner])).close();
    const settings = { createSchema: false };
    await (await open(target, KEYSPACE, [Owner], { settings })).close();
    const types = [
      type("address", { street: "text", "zip.code": "int", more: "int" }),
      type("none", { x: "int" }),
    ];
    const More = model("owner", { id: "int", at: "address" }, ["id"], { types });
    assert.equal(
      await messageOf(open(target, KEYSPACE, [More], { settings })),
      differ("type address: field more is not there", "none: the type is not there"),
    );
  },

  "a table may have columns that every object has, which the model does not name": async (
    target,
  ) => {
    const columns = { id: "int", constructor: "int", toString: "text" } as const;
    await (await open(target, KEYSPACE, [model("built", columns, ["id"])])).close();
    await (await open(target, KEYSPACE, [model("built", { id: "int" }, ["id"])])).close();
  },

  "one name for two user types is refused": async (target) => {
    const Other = model("other", { id: "int", at: "address" }, ["id"], {
      types: [type("address", { x: "int" })],
    });
    const error = await open(target, KEYSPACE, [Owner, Other]).catch((error) => error);
    assert.ok(error instanceof ScenarioError);
    assert.equal(
      error.message,
      'Cannot use user type "address" as it is defined twice: (street text, zip.code int) and (x int)',
    );
  },
};
