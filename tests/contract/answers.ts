import assert from "node:assert/strict";
import type { Session } from "../../src/scenario/calls/session.ts";

/** Checks of what a session makes of answers, whose columns can be others each time. */
export const ANSWER_CHECKS: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  "a refused condition shows the present value, an applied one does not, in any order": async (
    session,
  ) => {
    await session.execute("CREATE TABLE IF NOT EXISTS account (id int PRIMARY KEY, v int, w text)");
    const applied = [{ "[applied]": true }];
    for (const [id, order] of ["first applied", "first refused"].entries()) {
      // The texts differ, so that nothing is known of the answers to the second.
      const cql = `UPDATE account SET v = ?, w = 'x' WHERE id = ? IF v = ?${" ".repeat(id)}`;
      await session.execute("INSERT INTO account (id, v) VALUES (?, ?)", [id, 1]);
      for (let v = 1; v < 4; v++) {
        const apply = async () =>
          assert.deepEqual((await session.execute(cql, [v + 1, id, v])).rows, applied);
        const refuse = async (present: number) =>
          assert.deepEqual((await session.execute(cql, [9, id, 7])).rows, [
            { "[applied]": false, v: present },
          ]);
        if (order === "first applied") await apply().then(() => refuse(v + 1));
        else await refuse(v).then(apply);
      }
    }
    const insert = "INSERT INTO account (id, v) VALUES (?, ?) IF NOT EXISTS";
    assert.deepEqual((await session.execute(insert, [7, 1])).rows, applied);
    const [row] = (await session.execute(insert, [7, 2])).rows;
    assert.deepEqual(row, { "[applied]": false, id: 7, v: 1, w: null });
    const remove = "DELETE FROM account WHERE id = ? IF EXISTS";
    for (const was of [true, false]) {
      assert.deepEqual((await session.execute(remove, [7])).rows, [{ "[applied]": was }]);
    }
  },

  "SELECT * has the columns that the table has now": async (session) => {
    await session.execute("CREATE TABLE IF NOT EXISTS growing (id int PRIMARY KEY, b text)");
    const find = async () =>
      (await session.execute("SELECT * FROM growing WHERE id = ?", [1])).rows;
    const list = async () => (await session.execute("SELECT * FROM growing")).rows;
    await session.execute("INSERT INTO growing (id, b) VALUES (1, 'x')");
    assert.deepEqual([await find(), await list()], [[{ id: 1, b: "x" }], [{ id: 1, b: "x" }]]);
    await session.execute("ALTER TABLE growing ADD (a decimal, c list<blob>)");
    await session.execute("UPDATE growing SET a = ?, c = ? WHERE id = ?", [
      "1.50",
      [Uint8Array.of(7)],
      1,
    ]);
    const grown = { id: 1, a: "1.50", b: "x", c: [Uint8Array.of(7)] };
    assert.deepEqual([await find(), await list()], [[grown], [grown]]);
    await session.execute("ALTER TABLE growing DROP b");
    const { b: _, ...left } = grown;
    assert.deepEqual([await find(), await list()], [[left], [left]]);
  },

  "a table that is made again with other types is written and read by these": async (session) => {
    const values = { 7: ["int", "double", "smallint"], "7.0": ["ascii", "text", "decimal"] };
    for (const [text, types] of Object.entries(values)) {
      const table = text === "7" ? "remade_number" : "remade_text";
      const v = text === "7" ? 7 : text;
      for (const type of types) {
        await session.execute(`DROP TABLE IF EXISTS ${table}`);
        await session.execute(`CREATE TABLE ${table} (id int PRIMARY KEY, v ${type})`);
        // A request that was on its way may fail, but none may write or read something else.
        const write = () => session.execute(`INSERT INTO ${table} (id, v) VALUES (?, ?)`, [1, v]);
        await write().catch(write);
        const find = () => session.execute(`SELECT v FROM ${table} WHERE id = ?`, [1]);
        assert.deepEqual((await find().catch(find)).rows, [{ v }], type);
      }
    }
  },
};
