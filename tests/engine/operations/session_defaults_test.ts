import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { withDefaults } from "../../../src/engine/operations/session_defaults.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { fakeSession, loadOf } from "../fixture.ts";

const User = model("user", { id: "int", at: "int", name: "text" }, ["id", "at"]);
const key = { id: 1, at: 2 };

/** A session that keeps what its calls are given. */
function hearing(): { session: Session; heard: Record<string, unknown[]> } {
  const heard: Record<string, unknown[]> = {};
  const silent = fakeSession();
  const entries = Object.entries(silent as unknown as Record<string, (...args: []) => unknown>);
  const session = Object.fromEntries(entries.map(([name, answer]) => [
    name,
    (...args: unknown[]) => {
      heard[name] = args;
      return answer();
    },
  ])) as unknown as Session;
  return { session, heard };
}

Deno.test("a session without defaults is the session itself", () => {
  const { session } = hearing();
  assert.equal(withDefaults(session, undefined), session);
  assert.equal(withDefaults(session, {}), session);
});

Deno.test("each call has those of the defaults that it takes, and its own before them", async () => {
  const { session, heard } = hearing();
  const own = withDefaults(session, {
    ...{ consistency: "one", serialConsistency: "localSerial", ttl: 60, timestamp: 5n },
    ...{ pageSize: 10, idempotent: true, timeout: 100 },
  });
  await own.create(User, key);
  await own.createIfNotExists(User, key);
  await own.find(User, key);
  await own.findAll(User, { id: 1 }, { limit: 3, pageSize: 20, consistency: "serial" });
  await own.update(User, key, { name: "x" }, { ttl: 5 });
  await own.delete(User, key);
  await own.batch(() => {});
  await own.execute("SELECT");
  const all = { consistency: "one", idempotent: true, timeout: 100 };
  const serial = { serialConsistency: "localSerial" };
  assert.deepEqual(heard, {
    create: [User, key, { ...all, ttl: 60, timestamp: 5n }],
    createIfNotExists: [User, key, { ...all, ...serial, ttl: 60 }],
    find: [User, key, all],
    findAll: [User, { id: 1 }, { ...all, limit: 3, pageSize: 20, consistency: "serial" }],
    update: [User, key, { name: "x" }, { ...all, ttl: 5, timestamp: 5n }],
    delete: [User, key, { ...all, timestamp: 5n }],
    batch: [heard.batch?.[0], { ...all, ...serial, timestamp: 5n }],
    execute: ["SELECT", undefined, { ...all, ...serial, pageSize: 10, timestamp: 5n }],
  });
});

Deno.test("options that are none reach the call, which refuses them", async () => {
  const { session, heard } = hearing();
  await withDefaults(session, { ttl: 5 }).create(User, key, 7 as never);
  assert.deepEqual(heard.create, [User, key, 7]);
});

Deno.test("an operation of a mix, and a step, gives its options to its calls and to no others", async () => {
  const asked: Record<string, unknown> = {};
  const session = fakeSession({
    find: (_model, { name }: never, options) => {
      asked[name] = options;
      return Promise.resolve(undefined);
    },
  });
  const find = (name: string) => (session: Session) => session.find(User, { name } as never);
  await runLoad(loadOf({
    operations: 100,
    mix: {
      strict: { weight: 1, consistency: "quorum", timeout: 50, operation: find("strict") },
      serial: {
        weight: 1,
        consistency: "serial",
        operation: (session, _input, _parameters, _tasks) => find("serial")(session),
      },
      plain: { weight: 1, operation: find("plain") },
    },
  }, { session }));
  await runLoad(loadOf({
    steps: (page) =>
      page.step("first", { consistency: "one", timeout: 5_000 }, find("first"))
        .step("second", find("second")),
  }, { session }));
  assert.deepEqual(asked, {
    strict: { consistency: "quorum", timeout: 50 },
    serial: { consistency: "serial" },
    plain: undefined,
    first: { consistency: "one" },
    second: undefined,
  });
});
