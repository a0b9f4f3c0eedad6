import assert from "node:assert/strict";
import { injectLatency } from "../../../src/engine/operations/latency.ts";
import { createSpin } from "../../../src/runtime/alarm.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { fakeSession } from "../fixture.ts";

const User = model("user", { id: "int", name: "text" }, ["id"]);
const METHODS = Object.keys(fakeSession());

type Call = (...args: unknown[]) => Promise<unknown>;

Deno.test("injectLatency() of 0 is the session itself, so that it costs nothing", () => {
  const session = fakeSession();
  assert.equal(injectLatency(session, 0, () => assert.fail("recorded"), createSpin()), session);
});

Deno.test("injectLatency() delays every method once, passes arguments and answer on, and records what the delay was", async () => {
  const ms = 0.5;
  for (const method of METHODS) {
    let sentAt = NaN;
    const recorded: number[] = [];
    const answer = (...args: unknown[]) => {
      sentAt = performance.now();
      return Promise.resolve([method, ...args]);
    };
    const slow = injectLatency(
      fakeSession({ [method]: answer }),
      ms,
      (late) => recorded.push(late),
      createSpin(),
    ) as unknown as Record<string, Call>;

    const begun = performance.now();
    assert.deepEqual(await slow[method]?.(1, "two", [3]), [method, 1, "two", [3]]);
    const [delay = NaN, ...more] = recorded;
    assert.deepEqual(more, []);
    assert.ok(delay > ms && delay <= sentAt - begun, `${method}: ${delay} ms`);
  }
});

Deno.test("injectLatency() has every method of the session, and no other", () => {
  const slow = injectLatency(fakeSession(), 1, () => {}, createSpin());
  assert.deepEqual(Object.keys(slow), METHODS);
});

Deno.test("injectLatency() delays each request of an operation", async () => {
  let recorded = 0;
  const slow = injectLatency(fakeSession(), 0.2, () => recorded++, createSpin());
  await slow.create(User, { id: 1, name: "Ada" });
  await slow.find(User, { id: 1 });
  await Promise.all([slow.delete(User, { id: 1 }), slow.execute("SELECT now() FROM system.local")]);
  assert.equal(recorded, 4);
});

Deno.test("injectLatency() passes a request's error on, thrown or rejected", async () => {
  const error = new Error("no host");
  const failing: Partial<Session> = {
    create: () => Promise.reject(error),
    delete: () => {
      throw error;
    },
  };
  const slow = injectLatency(fakeSession(failing), 0.2, () => {}, createSpin());
  await assert.rejects(slow.create(User, { id: 1, name: "Ada" }), (thrown) => thrown === error);
  await assert.rejects(slow.delete(User, { id: 1 }), (thrown) => thrown === error);
});
