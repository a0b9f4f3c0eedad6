import assert from "node:assert/strict";
import { field } from "../../src/scenario/calls/change.ts";
import { model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { type } from "../../src/scenario/schema/user_type.ts";

const Place = type("a place, 日本", { "x, y": "int", toString: "text", select: "int" });

const Names = model(
  "Select_1",
  {
    "[limit]": "int",
    "a,b": "int",
    a: "int",
    b: "int",
    "select": "int",
    "é ☃": "text",
    'say "hi"': "text",
    " ": "int",
    "? = ?": "int",
    place: '"a place, 日本"',
  },
  [["[limit]"], "a,b"],
  { types: [Place] },
);

/** The tables of the checks. */
export const NAME_MODELS = [Names];

const key = (at: number) => ({ "[limit]": at, "a,b": 1 });
const row = {
  ...{ a: 1, b: 2, select: 3, "é ☃": "x", 'say "hi"': "y", " ": 4, "? = ?": 5 },
  ...{ place: { "x, y": 7, toString: "w", select: 8 } },
};

/** Checks of names that only quotes make names, which must pass on every target. */
export const NAME_CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  "columns, fields, tables and types with any names are written and read": async (session) => {
    await session.create(Names, { ...key(1), ...row });
    assert.deepEqual(await session.find(Names, key(1)), { ...key(1), ...row });
    const { rows } = await session.findAll(Names, { "[limit]": 1 }, { limit: 1 });
    assert.deepEqual(rows, [{ ...key(1), ...row }]);
    assert.deepEqual(await session.find(Names, key(1), { columns: ["é ☃", "? = ?"] }), {
      "é ☃": "x",
      "? = ?": 5,
    });
  },

  "updates of columns whose names look like lists of names are told apart": async (session) => {
    await session.create(Names, { ...key(2), ...row });
    await session.update(Names, key(2), { a: 10, b: 20 });
    await session.update(Names, key(2), { b: 21, a: 11 });
    await session.update(Names, key(2), { 'say "hi"': null, " ": 12 });
    await session.delete(Names, key(2), { columns: ["? = ?"] });
    assert.deepEqual(await session.find(Names, key(2)), {
      ...{ ...key(2), ...row, a: 11, b: 21, 'say "hi"': null, " ": 12, "? = ?": null },
    });
  },

  "one field of a user type is set": async (session) => {
    await session.create(Names, { ...key(4), ...row });
    await session.update(Names, key(4), { place: field("x, y", 70) });
    await session.update(Names, key(4), { place: field("toString", null) });
    assert.deepEqual((await session.find(Names, key(4)))?.place as unknown, {
      ...{ "x, y": 70, toString: null, select: 8 },
    });
    // @ts-expect-error: a field that the type does not have
    await assert.rejects(async () => await session.update(Names, key(4), { place: field("z", 1) }));
  },
};
