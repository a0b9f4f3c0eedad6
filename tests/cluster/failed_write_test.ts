/** What leaves open whether a write happened, of everything that can become of one, with both clients. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { classify } from "../../src/cluster/errors.ts";
import { openLoadSessions } from "../../src/cluster/load_sessions.ts";
import { ErrorCode } from "../../src/protocol/opcodes.ts";
import { plan } from "../../src/run/plan.ts";
import type { Session } from "../../src/scenario/calls/session.ts";
import { isUnknownWrite } from "../../src/scenario/calls/unknown_writes.ts";
import { model } from "../../src/scenario/schema/model.ts";
import { CLIENTS } from "../../src/scenario/settings.ts";
import { type FaultyServer, startFaultyServer } from "../support/faulty_server.ts";
import { eventually } from "../support/eventually.ts";
import { testPermitted } from "../support/needs.ts";
import { open } from "../support/targets.ts";

const Item = model("item", { id: "int", v: "text" }, ["id"]);

/** Whether an ERROR of the server leaves a write open. */
const OPEN: Record<Exclude<keyof typeof ErrorCode, "unprepared">, boolean> = {
  ...{ serverError: true, protocolError: false, badCredentials: false },
  ...{ unavailableException: false, overloaded: false, isBootstrapping: false },
  ...{ truncateError: true, writeTimeout: true, readTimeout: true, readFailure: true },
  ...{ functionFailure: true, writeFailure: true, syntaxError: false, unauthorized: false },
  ...{ invalid: false, configError: false, alreadyExists: false },
};

/** An ERROR in place of an answer; what the classes of error have more is all 0. */
function errorFrame(answer: Buffer, code: number): Buffer[] {
  const body = Buffer.alloc(4 + 2 + 40);
  body.writeInt32BE(code);
  const frame = Buffer.concat([answer.subarray(0, 9), body]);
  frame[1] = 0;
  frame[4] = 0;
  frame.writeInt32BE(body.length, 5);
  return [frame];
}

const CALLS: Record<string, (session: Session) => Promise<unknown>> = {
  create: (session) => session.create(Item, { id: 1, v: "one" }),
  createIfNotExists: (session) => session.createIfNotExists(Item, { id: 1 }),
  update: (session) => session.update(Item, { id: 1 }, { v: "two" }),
  delete: (session) => session.delete(Item, { id: 1 }),
  execute: (session) => session.execute("INSERT INTO item (id) VALUES (?)", [1]),
};
const READS: typeof CALLS = {
  find: (session) => session.find(Item, { id: 1 }),
  findAll: (session) => session.findAll(Item, { id: 1 }),
  execute: (session) => session.execute("SELECT * FROM item WHERE id = ?", [1]),
};

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return await call.then(() => assert.fail("it succeeded"), (error) => error);
}

for (const client of CLIENTS) {
  const test = (name: string, body: (session: Session, server: FaultyServer) => Promise<void>) =>
    testPermitted(`${client}: ${name}`, async () => {
      await using server = startFaultyServer();
      const target = { contactPoints: [server.contactPoint] };
      const opened = await open(target, `failed_${client}`, [Item], { client, timeout: 10_000 });
      try {
        // All is prepared before anything goes wrong.
        for (const call of Object.values({ ...CALLS, ...READS })) await call(opened.session);
        await body(opened.session, server);
      } finally {
        server.spoil = undefined;
        await opened.close();
      }
    });

  test(
    "errors of the server leave a write open that they may have come after, and no read",
    async (session, server) => {
      for (const [name, isOpen] of Object.entries(OPEN)) {
        server.spoil = (answer) => errorFrame(answer, ErrorCode[name as keyof typeof OPEN]);
        for (const [call, send] of Object.entries(CALLS)) {
          const error = await failureOf(send(session));
          assert.equal(classify(error), name);
          assert.equal(isUnknownWrite(error), isOpen, `${call}: ${name}`);
        }
        for (const [call, send] of Object.entries(READS)) {
          assert.equal(isUnknownWrite(await failureOf(send(session))), false, `${call}: ${name}`);
        }
        server.spoil = undefined;
      }
    },
  );

  test(
    "a connection that is lost leaves open what was in flight on it, writes and not reads",
    async (session, server) => {
      server.spoil = () => [];
      const writes = Object.values(CALLS).map((send) => failureOf(send(session)));
      const reads = Object.values(READS).map((send) => failureOf(send(session)));
      await new Promise((resolve) => setTimeout(resolve, 30));
      // What is no answer at all closes the connection.
      server.spoil = () => [Buffer.alloc(300, 0xa7)];
      writes.push(failureOf(CALLS.create!(session)));
      for (const error of await Promise.all(writes)) {
        assert.ok(isUnknownWrite(error), String(error));
      }
      for (const error of await Promise.all(reads)) {
        assert.ok(!isUnknownWrite(error), String(error));
      }
    },
  );

  test("a call's own timeout leaves a write open", async (session, server) => {
    server.spoil = () => [];
    const options = { timeout: 20 };
    assert.ok(isUnknownWrite(await failureOf(session.create(Item, { id: 1 }, options))));
    assert.ok(!isUnknownWrite(await failureOf(session.find(Item, { id: 1 }, options))));
  });

  test(
    "a wrong answer to a write leaves it open; a value that is none was never sent",
    async (session, server) => {
      server.spoil = (answer) => {
        const frame = Buffer.concat([answer.subarray(0, 9), Buffer.from([0, 0, 0, 99])]);
        frame.writeInt32BE(4, 5);
        return [frame];
      };
      const error = await failureOf(CALLS.create!(session));
      assert.deepEqual([classify(error), isUnknownWrite(error)], ["protocol", true]);
      server.spoil = undefined;
      const refused = await failureOf(session.create(Item, { id: "x" as never }));
      assert.deepEqual([classify(refused), isUnknownWrite(refused)], ["TypeError", false]);
    },
  );

  testPermitted(`${client}: where no connection is open, nothing was sent`, async () => {
    const server = startFaultyServer();
    const scenario = {
      name: "gone",
      operation: () => Promise.resolve(),
    };
    const { settings } = plan(scenario, { keyspace: "gone", client: [client], timeout: 300 });
    const target = await open({ contactPoints: [server.contactPoint] }, "gone", [Item]);
    const load = await openLoadSessions(target.connection, settings, new AbortController().signal);
    try {
      const { session } = load.of(client);
      await CALLS.create!(session);
      await server[Symbol.asyncDispose]();
      await failureOf(CALLS.create!(session));
      const said = client === "wire" ? /is open: .*refused/ : /./;
      await eventually(async () => {
        const error = await failureOf(CALLS.create!(session));
        if (classify(error) !== "noHostAvailable") return false;
        assert.equal(isUnknownWrite(error), false);
        return said.test(Object(error).message);
      });
    } finally {
      await load.close();
      await target.close();
    }
  });
}
