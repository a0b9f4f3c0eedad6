/** The wire client against answers that are good and come in unusual ways, and against a server that forgets. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { classify } from "../../../src/cluster/errors.ts";
import { ErrorCode, Opcode } from "../../../src/protocol/opcodes.ts";
import { FrameWriter } from "../../../src/protocol/writer.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { type FaultyServer, startFaultyServer } from "../../support/faulty_server.ts";
import { testPermitted } from "../../support/needs.ts";
import { open } from "../../support/targets.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

async function withSession(
  body: (session: Session, server: FaultyServer) => Promise<void>,
): Promise<void> {
  await using server = startFaultyServer();
  const target = { contactPoints: [server.contactPoint] };
  const opened = await open(target, "wire_session", [Item], { client: "wire" });
  try {
    await body(opened.session, server);
  } finally {
    await opened.close();
  }
}

/** The answer of a server that does not know a statement. */
function unprepared(answer: Buffer): Uint8Array {
  const writer = new FrameWriter("response");
  writer.frame(answer.readInt16BE(2), Opcode.error, () => {
    writer.int(ErrorCode.unprepared);
    writer.string("Prepared query with ID 00 not found");
    writer.shortBytes("\0");
  });
  return writer.take();
}

testPermitted(
  "wire: a statement that the server has forgotten is prepared and sent again",
  () =>
    withSession(async (session, server) => {
      await session.create(Item, { id: 1, v: "one" });
      await session.find(Item, { id: 1 });
      let forgotten = 0;
      server.spoil = (answer) => {
        server.spoil = undefined;
        forgotten++;
        return [unprepared(answer)];
      };
      assert.deepEqual(await session.find(Item, { id: 1 }), { id: 1, v: "one" });
      assert.equal(forgotten, 1);
    }),
);

testPermitted(
  "wire: a batch is sent although a statement of it is forgotten while others are prepared",
  () =>
    withSession(async (session, server) => {
      await session.create(Item, { id: 1, v: "one" });
      server.spoil = (answer) => {
        server.spoil = undefined;
        return [unprepared(answer)];
      };
      await Promise.all([
        session.create(Item, { id: 2, v: "two" }),
        session.batch((batch) => {
          batch.create(Item, { id: 3, v: "three" });
          batch.update(Item, { id: 1 }, { v: "uno" });
        }),
      ]);
      const rows = await Promise.all([1, 2, 3].map((id) => session.find(Item, { id })));
      assert.deepEqual(rows.map((row) => row?.v), ["uno", "two", "three"]);
    }),
);

testPermitted(
  "wire: a server that forgets a statement again and again is asked twice, and then it is an error",
  () =>
    withSession(async (session, server) => {
      await session.create(Item, { id: 1, v: "one" });
      let forgotten = 0;
      server.spoil = (answer) => {
        forgotten++;
        return [unprepared(answer)];
      };
      const error = await session.find(Item, { id: 1 }).catch((error) => error);
      assert.equal(classify(error), "unprepared");
      assert.equal(forgotten, 2);
    }),
);

testPermitted(
  "wire: 200 answers in reverse order reach their own requests",
  () =>
    withSession(async (session, server) => {
      const ids = Array.from({ length: 200 }, (_, id) => id);
      await Promise.all(ids.map((id) => session.create(Item, { id, v: `v${id}` })));
      await session.find(Item, { id: 0 });
      const held: Buffer[] = [];
      server.spoil = (answer) => {
        held.push(Buffer.from(answer));
        return held.length < ids.length ? [] : held.reverse();
      };
      const rows = await Promise.all(ids.map((id) => session.find(Item, { id })));
      assert.deepEqual(rows, ids.map((id) => ({ id, v: `v${id}` })));
    }),
);

testPermitted(
  "wire: an answer in pieces of a byte, and one of 2 MB between small ones, are whole",
  () =>
    withSession(async (session, server) => {
      const long = "ü".repeat(1_000_000);
      await session.create(Item, { id: 1, v: "one" });
      await session.create(Item, { id: 2, v: long });
      server.spoil = (answer) =>
        answer.length > 1_000
          ? [answer]
          : Array.from(answer, (_, at) => answer.subarray(at, at + 1));
      const ids = [1, 2, 1, 2, 1];
      const rows = await Promise.all(ids.map((id) => session.find(Item, { id })));
      assert.deepEqual(
        rows.map((row) => row?.v === (row?.id === 1 ? "one" : long)),
        ids.map(() => true),
      );
    }),
);

testPermitted(
  "wire: a value that does not fit its column fails alone, and names the column",
  () =>
    withSession(async (session) => {
      const wrong = { id: 1.5, v: "x" };
      const outcomes = await Promise.allSettled([
        session.create(Item, { id: 1, v: "one" }),
        session.create(Item, wrong),
        session.create(Item, { id: 2, v: "two" }),
      ]);
      assert.deepEqual(outcomes.map(({ status }) => status), [
        "fulfilled",
        "rejected",
        "fulfilled",
      ]);
      const [, refused] = outcomes;
      assert.ok(refused?.status === "rejected");
      assert.equal(classify(refused.reason), "TypeError");
      assert.match(refused.reason.message, /column "id" \(int\): 1\.5 is no int/);
      assert.deepEqual(await session.find(Item, { id: 2 }), { id: 2, v: "two" });
    }),
);

testPermitted(
  "wire: more answers that are overdue than a few dozen close the connection, which opens again",
  async () => {
    await using server = startFaultyServer();
    const target = { contactPoints: [server.contactPoint] };
    const timeout = 100;
    const opened = await open(target, "wire_overdue", [Item], { client: "wire", timeout });
    try {
      await opened.session.create(Item, { id: 1, v: "one" });
      const before = server.connections;
      server.spoil = () => [];
      const lost = await Promise.allSettled(
        Array.from({ length: 40 }, () => opened.session.find(Item, { id: 1 })),
      );
      assert.ok(lost.every(({ status }) => status === "rejected"));
      const [first] = lost;
      assert.equal(classify(first?.status === "rejected" && first.reason), "protocol");
      server.spoil = undefined;
      while (!await opened.session.find(Item, { id: 1 }).catch(() => undefined)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.ok(server.connections > before);
    } finally {
      await opened.close();
    }
  },
);

testPermitted(
  "wire: SELECT * shows a column that came after it was prepared, and rows of one answer after another",
  () =>
    withSession(async (session) => {
      await session.create(Item, { id: 1, v: "one" });
      const read = async () => (await session.execute("SELECT * FROM item WHERE id = ?", [1])).rows;
      assert.deepEqual(await read(), [{ id: 1, v: "one" }]);
      assert.deepEqual(await read(), [{ id: 1, v: "one" }]);
      await session.execute("ALTER TABLE item ADD w int");
      assert.deepEqual(await read(), [{ id: 1, v: "one", w: null }]);
    }),
);
