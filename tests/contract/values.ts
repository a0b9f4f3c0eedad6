import assert from "node:assert/strict";
import { at, minus, plus, prepend } from "../../src/scenario/calls/change.ts";
import { formatCqlType, parseCqlType, withoutFrozen } from "../../src/scenario/schema/cql_type.ts";
import { type Model, model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { seededRandom } from "../support/random.ts";
import { randomValue } from "../support/random_values.ts";
import { EDGES } from "./edges.ts";

const TYPES = Object.keys(EDGES);
const columnOf = (type: string) => `c${TYPES.indexOf(type)}`;

type Row = Record<string, unknown>;

const Edge = model(
  "edge",
  { id: "int", ...Object.fromEntries(TYPES.map((type) => [columnOf(type), type])) },
  ["id"],
) as Model<Row, Row, Row>;

const Visit = model("visit", { room: "text", day: "date", at: "time", n: "decimal" }, [
  ["room", "day"],
  "at",
]);

/** The tables of the checks. */
export const VALUE_MODELS = [Edge, Visit];

/** How a type is called in an error: the protocol does not tell which parts of it are frozen. */
function nameOf(type: string): string {
  return formatCqlType(withoutFrozen(parseCqlType(type)!));
}

/** Both ways of writing a column: by its model, and by the types of a prepared text. */
function ways(session: Session, column: string, id: number) {
  return {
    update: (value: unknown) => session.update(Edge, { id }, { [column]: value }),
    execute: (value: unknown) =>
      session.execute(`UPDATE edge SET ${column} = ? WHERE id = ?`, [value, id]),
  };
}

async function checkTaken(session: Session, type: string): Promise<void> {
  const column = columnOf(type);
  for (const [id, write] of Object.values(ways(session, column, 1)).entries()) {
    for (const [written, , read = written] of EDGES[type]!.takes) {
      await write(written);
      const label = `${type} ${id} ${Deno.inspect(written)}`;
      assert.deepEqual((await session.find(Edge, { id: 1 }))?.[column], read, label);
      const { rows } = await session.execute(`SELECT ${column} FROM edge WHERE id = 1`);
      assert.deepEqual(rows, [{ [column]: read }], label);
      // What was read is written as it is.
      await write(read);
      assert.deepEqual((await session.find(Edge, { id: 1 }))?.[column], read, label);
    }
  }
}

async function checkRefused(session: Session, type: string): Promise<void> {
  const column = columnOf(type);
  const name = nameOf(type);
  const [[written, , read = written] = []] = EDGES[type]!.takes;
  await session.update(Edge, { id: 2 }, { [column]: written });
  const start = `Cannot send a value of column "${column}" (${name}): `;
  for (const value of EDGES[type]!.refuses) {
    for (const write of Object.values(ways(session, column, 2))) {
      const error = await write(value).then(() => undefined, (error) => error);
      assert.ok(error instanceof TypeError, `${type} takes ${Deno.inspect(value)}: ${error}`);
      assert.ok(error.message.startsWith(start), error.message);
      assert.match(error.message, / is no [a-z0-9<>, ]+, /);
    }
  }
  assert.deepEqual((await session.find(Edge, { id: 2 }))?.[column], read);
}

/** Changes that are none: what they are for a column of which type, and why. */
const CHANGES: readonly [type: string, change: unknown, part: string, reason: string][] = [
  ["list<int>", plus([1.5]), "list<int>", "1.5 is no int"],
  ["list<int>", prepend([null]), "list<int>", "null is no int"],
  ["list<int>", minus(1), "list<int>", "1 is no list<int>"],
  ["list<int>", at(0, "x"), "int", '"x" is no int'],
  ["list<int>", at(0.5, 1), "int", "0.5 is no int"],
  ["map<text, decimal>", at(1, "1"), "text", "1 is no text"],
  ["map<text, decimal>", at("a", "x"), "decimal", '"x" is no decimal'],
  ["map<text, decimal>", minus(new Set([1])), "set<text>", "1 is no text"],
];

/** Whichever call it is, it refuses in the same words, and all that it would have sent with it. */
async function checkCalls(session: Session): Promise<void> {
  const wrong = { room: "attic", day: "2024-02-30" };
  const key = { ...wrong, at: "08:30:00" };
  const row = { ...key, n: "1" };
  const fine = { ...row, day: "2024-02-29" };
  const calls = [
    () => session.create(Visit, row),
    () => session.createIfNotExists(Visit, row),
    () => session.find(Visit, key),
    () => session.findAll(Visit, wrong),
    () => session.findAll(Visit, wrong, { limit: 1 }),
    () => session.update(Visit, key, { n: "2" }),
    () => session.delete(Visit, key),
    () => session.batch((batch) => [fine, row].forEach((one) => batch.create(Visit, one))),
    () => session.execute("SELECT n FROM visit WHERE room = ? AND day = ?", ["attic", wrong.day]),
  ];
  const message = 'Cannot send a value of column "day" (date): "2024-02-30" is no date, which is ' +
    'a string such as "2026-11-22"';
  for (const call of calls) await assert.rejects(call, { name: "TypeError", message }, `${call}`);
  for (const [type, change, part, reason] of CHANGES) {
    const column = columnOf(type);
    const update = () => session.update(Edge, { id: 2 }, { [column]: change });
    const start = `Cannot send a value of column "${column}" (${part}): ${reason}`;
    await assert.rejects(update, ({ message }) => message.startsWith(start), start);
  }
  assert.deepEqual((await session.execute("SELECT * FROM visit")).rows, []);
}

async function checkFarTimestamp(session: Session): Promise<void> {
  const column = columnOf("timestamp");
  await session.execute(`UPDATE edge SET ${column} = 8640000000000001 WHERE id = 4`);
  const message = "Cannot read a timestamp beyond the years that a Date can hold";
  await assert.rejects(session.find(Edge, { id: 4 }), { name: "RangeError", message });
  await session.update(Edge, { id: 4 }, { [column]: null });
  assert.equal((await session.find(Edge, { id: 4 }))?.[column], undefined);
}

async function checkRandom(session: Session): Promise<void> {
  const random = seededRandom(1);
  for (let id = 100; id < 150; id++) {
    const values = TYPES.map((type) => [
      columnOf(type),
      randomValue(random, parseCqlType(type)!),
    ]);
    const row = { id, ...Object.fromEntries(values) };
    await session.create(Edge, row);
    assert.deepEqual(await session.find(Edge, { id }), row, `id ${id}`);
    const names = Object.keys(row);
    const marks = names.map(() => "?");
    const insert = `INSERT INTO edge (${names}) VALUES (${marks})`;
    await session.execute(insert, Object.values({ ...row, id: id + 100 }));
    const found = await session.execute("SELECT * FROM edge WHERE id = ?", [id + 100]);
    assert.deepEqual(found.rows, [{ ...row, id: id + 100 }], `id ${id}`);
  }
}

/** Checks of the values at the edges of each type, and of any. */
export const VALUE_CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  ...Object.fromEntries(TYPES.flatMap((type) => [
    [`${type}: reads back as it was meant`, (session) => checkTaken(session, type)],
    [`${type}: what is none is refused before it is sent`, (s) => checkRefused(s, type)],
  ])),
  "rows of random values read back as they were written": checkRandom,
  "every call refuses in the same words, and sends nothing": checkCalls,
  "a timestamp that no Date can hold is an error when it is read": checkFarTimestamp,
};

/** Asserts that Cassandra itself shows what was written. */
export async function checkShown(session: Session): Promise<void> {
  for (const [type, { takes }] of Object.entries(EDGES)) {
    const column = columnOf(type);
    for (const [written, shown] of takes) {
      await session.update(Edge, { id: 3 }, { [column]: written });
      const cql = `SELECT toJson(${column}) AS shown FROM edge WHERE id = 3`;
      assert.deepEqual((await session.execute(cql)).rows, [{ shown }], `${type} ${shown}`);
    }
  }
}
