/** What the log of writes keeps, and what it leaves out where memory ends. */
import assert from "node:assert/strict";
import { logWrites } from "../../../src/cluster/written/logged_session.ts";
import { createWriteLog, type ThreadWrites } from "../../../src/cluster/written/log.ts";
import { countWrites, gatherRows, type WrittenRow } from "../../../src/cluster/written/rows.ts";
import { plus } from "../../../src/scenario/calls/change.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { markUnknown } from "../../../src/scenario/calls/unknown_writes.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import { fakeSession } from "../../engine/fixture.ts";
import { seededRandom } from "../../support/random.ts";

const Item = model("item", { id: "int", part: "text", v: "text", tags: "set<text>" }, [
  "id",
  "part",
]);
const Count = model("count", { id: "int", n: "counter" }, ["id"]);
const MODELS = [Item, Count];

function logged(answers: Partial<Session> = {}, mostBytes = 1e9) {
  const log = createWriteLog(mostBytes);
  return { log, session: logWrites(fakeSession(answers), log, "localQuorum") };
}

async function rowsOf(threads: readonly ThreadWrites[]): Promise<WrittenRow[]> {
  const all: WrittenRow[] = [];
  for await (const rows of gatherRows(threads, MODELS)) all.push(...rows);
  return all;
}

Deno.test("each write is kept with its key, its values and its outcome, also when the row is changed after", async () => {
  const { log, session } = logged({
    update: () => Promise.reject(markUnknown(new Error("writeTimeout"))),
    delete: () => Promise.reject(new Error("unavailable")),
  });
  const row = { id: 1, part: "p", v: "x", tags: new Set(["a"]) };
  const sent = session.create(Item, row);
  row.v = "changed";
  await sent;
  await assert.rejects(session.update(Item, { id: 1, part: "p" }, { v: "y" }));
  await assert.rejects(session.delete(Item, { id: 1, part: "p" }));
  const hanging = logWrites(fakeSession({ create: () => new Promise(() => {}) }), log, "one");
  void hanging.create(Item, { id: 2, part: "p", v: null }, { ttl: 60 });
  const rows = await rowsOf([log.written()]);
  assert.deepEqual(rows.map(({ key }) => key), [[1, "p"], [2, "p"]]);
  const writes = rows.map(({ writes }) =>
    writes.map(({ isAcknowledged, cells, ttl, end }) => ({
      ...{ isAcknowledged, ttl, isEnded: end < Infinity },
      cells: [...cells.values()],
    }))
  );
  assert.deepEqual(writes, [[
    { isAcknowledged: true, ttl: 0, isEnded: true, cells: ["x", new Set(["a"])] },
    { isAcknowledged: false, ttl: 0, isEnded: true, cells: ["y"] },
  ], [{ isAcknowledged: false, ttl: 60, isEnded: false, cells: [null] }]]);
  assert.deepEqual(countWrites([log.written()]), { acknowledged: 1, unknown: 2, sampledOut: 0 });
});

Deno.test("a batch is noted write by write, with one outcome", async () => {
  const outcomes = [Promise.resolve(), Promise.reject(markUnknown(new Error("timeout")))];
  const { log, session } = logged({
    batch: (fill) => {
      fill({ create() {}, update() {}, delete() {} });
      return outcomes.shift()!;
    },
  });
  const fill = () =>
    session.batch((batch) => {
      batch.create(Item, { id: 1, part: "a", v: "x" });
      batch.update(Item, { id: 1, part: "b" }, { v: "y" });
      batch.delete(Item, { id: 1, part: "c" });
    });
  await fill();
  await assert.rejects(fill());
  assert.deepEqual(countWrites([log.written()]), { acknowledged: 3, unknown: 3, sampledOut: 0 });
  assert.equal((await rowsOf([log.written()])).length, 3);
});

Deno.test("what cannot be looked for is counted by why, and disturbs the rows that it can change", async () => {
  const { log, session } = logged({ createIfNotExists: () => Promise.resolve(false) });
  await session.create(Item, { id: 1, part: "a", v: "x" });
  await session.create(Item, { id: 2, part: "a", v: "x" });
  await session.create(Item, { id: 3, part: "a" }, { timestamp: 5 });
  await session.create(Item, { id: 4, part: "a" }, { consistency: "any" });
  await session.createIfNotExists(Item, { id: 5, part: "a" });
  await session.update(Item, { id: 6, part: "a" }, { tags: plus(new Set(["b"])) });
  await session.update(Count, { id: 1 }, { n: plus(1n) });
  await session.delete(Item, { id: 2 });
  await session.execute("SELECT * FROM item");
  await session.execute("UPDATE other SET v = 1 WHERE id = 1");
  const written = log.written();
  assert.deepEqual(written.unlogged, { counters: 1, ranges: 1, cql: 1 });
  const rows = await rowsOf([written]);
  const disturbed = rows.map(({ key: [id], disturbedBy }) => [id, disturbedBy]);
  assert.deepEqual(disturbed, [
    ...[[1, undefined], [2, "ranges"], [3, undefined], [4, undefined], [6, undefined]],
  ]);
  await session.execute("DELETE FROM Item WHERE id = 1");
  const again = await rowsOf([log.written()]);
  assert.ok(again.every(({ disturbedBy }) => disturbedBy === "cql"));
});

Deno.test("past its memory the log keeps all writes of some keys, of several threads the same ones", async () => {
  const random = seededRandom(5);
  const threads = [logged({}, 400_000), logged({}, 4_000_000)];
  const all = new Map<number, number>();
  for (let at = 0; at < 60_000; at++) {
    const id = random.below(30_000);
    all.set(id, (all.get(id) ?? 0) + 1);
    await threads[at % 2]!.session.create(Item, { id, part: "p", v: `value ${at}` });
  }
  const written = threads.map(({ log }) => log.written());
  const { acknowledged, sampledOut } = countWrites(written);
  assert.equal(acknowledged, 60_000);
  const [small, large] = written.map(({ kept: { chunks, mask } }) => ({
    mask,
    bytes: chunks.reduce((sum, { bytes, states }) => sum + bytes.length + states.length * 25, 0),
  }));
  assert.ok(small!.mask > 0 && large!.mask === 0);
  assert.ok(small!.bytes < 1_500_000, `${small!.bytes} bytes`);
  const rows = await rowsOf(written);
  assert.equal(rows.reduce((sum, { writes }) => sum + writes.length, 0), 60_000 - sampledOut);
  for (const { key: [id], writes } of rows) assert.equal(writes.length, all.get(id as number));
  const share = 1 / (small!.mask + 1);
  assert.ok(Math.abs(rows.length / all.size / share - 1) < 0.2, `${rows.length} of ${all.size}`);
});

Deno.test("a case begins with an empty log", async () => {
  const { log, session } = logged();
  const before = session.create(Item, { id: 1, part: "p" });
  log.restart();
  await before;
  await session.create(Item, { id: 2, part: "p" });
  assert.deepEqual(countWrites([log.written()]), { acknowledged: 1, unknown: 0, sampledOut: 0 });
});
