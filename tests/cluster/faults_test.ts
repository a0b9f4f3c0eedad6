/** What answers that are none do to a load session: they fail as `protocol`, and the next requests succeed. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { classify } from "../../src/cluster/errors.ts";
import { openLoadSessions } from "../../src/cluster/load_sessions.ts";
import { openTarget } from "../../src/cluster/target.ts";
import { plan } from "../../src/run/plan.ts";
import { model } from "../../src/scenario/schema/model.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { type Client, CLIENTS } from "../../src/scenario/settings.ts";
import { type FaultyServer, type Spoil, startFaultyServer } from "../support/faulty_server.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

async function withSession(
  client: Client,
  body: (session: Session, server: FaultyServer) => Promise<void>,
  timeout = 1_000,
): Promise<void> {
  await using server = startFaultyServer();
  const scenario = { name: "guard", operation: () => Promise.resolve() };
  const { settings } = plan(scenario, { keyspace: "guard", client: [client], timeout });
  const { signal } = new AbortController();
  const target = { contactPoints: [server.contactPoint] };
  const models = [Item];
  const opened = await openTarget({ target, models, settings, signal, onWait: () => {} });
  const load = await openLoadSessions(opened.connection, settings, signal);
  try {
    await body(load.of(client).session, server);
  } finally {
    await load.close();
    await opened.close();
  }
}

/** Sends reads until one has succeeded. */
async function untilRead(session: Session): Promise<void> {
  await eventually(async () => {
    const row = await session.find(Item, { id: 1 }).catch(() => undefined);
    if (row) assert.equal(row.v, "one");
    return row !== undefined;
  });
}

function edited(edit: (frame: Buffer) => void): Spoil {
  return (answer) => {
    const copy = Buffer.from(answer);
    edit(copy);
    return [copy];
  };
}

/** An answer of this kind and body on the stream of another. */
function replaced(opcode: number, ...body: number[]): Spoil {
  return (answer) => {
    const frame = Buffer.concat([answer.subarray(0, 9), Uint8Array.from(body)]);
    frame[1] = 0;
    frame[4] = opcode;
    frame.writeInt32BE(body.length, 5);
    return [frame];
  };
}

const FAULTS: Record<string, Spoil> = {
  "bytes that are no frame": () => [Buffer.alloc(300, 0xa7)],
  "an answer to no request": edited((frame) => frame.writeInt16BE(12_345, 2)),
  "a negative stream": edited((frame) => frame.writeInt16BE(-7, 2)),
  "a length of 2 GB": edited((frame) => frame.writeInt32BE(2 ** 31 - 1, 5)),
  "a negative length": edited((frame) => frame.writeInt32BE(-5, 5)),
  "another version": edited((frame) => frame[0] = 0x83),
  "a request in place of an answer": edited((frame) => frame[0] = 4),
  "an unknown opcode": replaced(0x55, 0, 0, 0, 1),
  "READY": replaced(2),
  "an unknown kind of result": replaced(8, 0, 0, 0, 99),
  "no body": replaced(8),
  "rows that end too early": replaced(8, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 5),
  "no rows": replaced(8, 0, 0, 0, 1),
};

for (const client of CLIENTS) {
  testPermitted(
    `${client}: an answer that is none fails as protocol, and the next requests succeed`,
    async (t) => {
      await withSession(client, async (session, server) => {
        await session.create(Item, { id: 1, v: "one" });
        await session.find(Item, { id: 1 });
        for (const [name, spoil] of Object.entries(FAULTS)) {
          await t.step(name, async () => {
            server.spoil = (answer) => {
              server.spoil = undefined;
              return spoil(answer);
            };
            const error = await session.find(Item, { id: 1 }).catch((error) => error);
            assert.equal(classify(error), "protocol", String(error));
            await untilRead(session);
          });
        }
      });
    },
  );

  testPermitted(
    `${client}: a second answer to a request never passes for the answer to another`,
    () =>
      withSession(client, async (session, server) => {
        const ids = Array.from({ length: 10 }, (_, id) => id);
        await Promise.all(ids.map((id) => session.create(Item, { id, v: `v${id}` })));
        await session.find(Item, { id: 1 });
        server.spoil = (answer) => [answer, answer];
        for (const id of ids) {
          const row = await session.find(Item, { id }).catch(() => undefined);
          assert.ok(row === undefined || row.v === `v${id}`, `read ${row?.v} for ${id}`);
        }
      }),
  );

  testPermitted(
    `${client}: each connection that is lost is opened again once, however many are lost`,
    () =>
      withSession(client, async (session, server) => {
        await session.create(Item, { id: 1, v: "one" });
        await session.find(Item, { id: 1 });
        const before = server.connections;
        for (let lost = 1; lost <= 8; lost++) {
          server.spoil = () => [Buffer.alloc(300, 0xa7)];
          await assert.rejects(session.find(Item, { id: 1 }));
          server.spoil = undefined;
          await untilRead(session);
          assert.equal(server.connections - before, lost);
        }
      }),
  );

  testPermitted(
    `${client}: a connection with more than 32 overdue answers is opened again`,
    () =>
      withSession(client, async (session, server) => {
        await session.create(Item, { id: 1, v: "one" });
        await session.find(Item, { id: 1 });
        const before = server.connections;
        server.spoil = () => [];
        const lost = Array.from({ length: 40 }, () => session.find(Item, { id: 1 }));
        const ended = await Promise.allSettled(lost);
        assert.ok(ended.every(({ status }) => status === "rejected"));
        server.spoil = undefined;
        await untilRead(session);
        assert.ok(server.connections > before);
      }, 100),
  );

  testPermitted(
    `${client}: a connection on which nothing comes any longer is opened again`,
    () =>
      withSession(client, async (session, server) => {
        await session.create(Item, { id: 1, v: "one" });
        await session.find(Item, { id: 1 });
        server.silence();
        await assert.rejects(
          session.find(Item, { id: 1 }),
          /closed as an answer was overdue|fell silent/,
        );
        await untilRead(session);
      }, 100),
  );

  testPermitted(
    `${client}: a write whose answer is none is no success`,
    () =>
      withSession(client, async (session, server) => {
        await session.create(Item, { id: 1, v: "one" });
        const spoils = {
          "an unknown kind": replaced(8, 0, 0, 0, 99),
          "rows without their number": replaced(8, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0),
          "rows": replaced(8, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0),
        };
        for (const [name, spoil] of Object.entries(spoils)) {
          server.spoil = spoil;
          const error = await session.create(Item, { id: 1, v: "one" }).catch((error) => error);
          assert.equal(classify(error), "protocol", `${name}: ${error}`);
        }
      }),
  );
}
