import assert from "node:assert/strict";
import { type RetryOptions, withRetries } from "../../../src/engine/operations/retries.ts";
import { createRequestCounts, figuresOfRequests } from "../../../src/measure/request_counts.ts";
import { plus } from "../../../src/scenario/calls/change.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Session } from "../../../src/scenario/calls/session.ts";
import { fakeSession } from "../fixture.ts";

const User = model("user", { id: "int", tags: "set<text>", name: "text" }, ["id"]);
const Visits = model("visits", { id: "int", n: "counter" }, ["id"]);

/** Answers each call after some of these failures, by the name of their class. */
function failing(...failures: string[]) {
  const left = [...failures];
  let sent = 0;
  const answer = (value?: unknown) => () => {
    sent++;
    const name = left.shift();
    return name === undefined
      ? Promise.resolve(value as never)
      : Promise.reject(Object.assign(new Error(name), { name }));
  };
  const session = fakeSession({
    ...{ create: answer(), update: answer(), delete: answer(), batch: answer() },
    ...{ find: answer(), findAll: answer({ rows: [] }), execute: answer({ rows: [] }) },
    createIfNotExists: answer(true),
  });
  return { session, sent: () => sent };
}

function retrying(session: Session, options: Partial<RetryOptions> = {}) {
  const counts = createRequestCounts();
  const classify = (error: unknown) => (error as Error).name;
  const common = { retries: 2, speculative: undefined, defaults: undefined, classify, counts };
  return { session: withRetries(session, { ...common, ...options }), counts };
}

/** How often a call is sent whose first tries fail so. */
async function triesOf(failure: string, call: (session: Session) => Promise<unknown>) {
  const { session, sent } = failing(failure, failure);
  await call(retrying(session).session).catch(() => {});
  return sent();
}

const row = { id: 1, name: "x" };
const IDEMPOTENT: Record<string, (session: Session) => Promise<unknown>> = {
  create: (session) => session.create(User, row),
  update: (session) => session.update(User, { id: 1 }, { name: "y" }),
  delete: (session) => session.delete(User, { id: 1 }),
  find: (session) => session.find(User, { id: 1 }),
  findAll: (session) => session.findAll(User, { id: 1 }),
  "a SELECT": (session) => session.execute(" select * FROM user"),
  "what says so": (session) => session.execute("UPDATE …", [], { idempotent: true }),
};
const OTHERS: Record<string, (session: Session) => Promise<unknown>> = {
  createIfNotExists: (session) => session.createIfNotExists(User, row),
  "a counter": (session) => session.update(Visits, { id: 1 }, { n: 1n }),
  "an addition": (session) => session.update(User, { id: 1 }, { tags: plus(new Set(["a"])) }),
  batch: (session) => session.batch(() => {}),
  "other CQL": (session) => session.execute("UPDATE …"),
  "a find that says so": (session) => session.find(User, { id: 1 }, { idempotent: false }),
};

Deno.test("what was not carried out is sent again, whatever it is", async () => {
  for (
    const failure of ["unavailableException", "overloaded", "isBootstrapping", "noHostAvailable"]
  ) {
    for (const [name, call] of Object.entries({ ...IDEMPOTENT, ...OTHERS })) {
      assert.equal(await triesOf(failure, call), 3, `${failure} ${name}`);
    }
  }
});

Deno.test("what may have been carried out is sent again only where that does no harm", async () => {
  for (const failure of ["writeTimeout", "readTimeout", "connectionClosed", "clientTimeout"]) {
    for (const [name, call] of Object.entries(IDEMPOTENT)) {
      assert.equal(await triesOf(failure, call), 3, `${failure} ${name}`);
    }
    for (const [name, call] of Object.entries(OTHERS)) {
      assert.equal(await triesOf(failure, call), 1, `${failure} ${name}`);
    }
  }
});

Deno.test("what is wrong stays wrong, and is not sent again", async () => {
  for (const failure of ["invalid", "syntaxError", "unauthorized", "protocol", "TypeError"]) {
    assert.equal(await triesOf(failure, IDEMPOTENT.find!), 1, failure);
  }
});

Deno.test("retries and tries are counted, and the last failure is thrown when all tries failed", async () => {
  const { session } = failing("overloaded", "isBootstrapping", "overloaded", "overloaded");
  const { session: own, counts } = retrying(session);
  await assert.rejects(own.find(User, { id: 1 }), { name: "overloaded" });
  await own.find(User, { id: 1 });
  await own.find(User, { id: 1 });
  assert.deepEqual(figuresOfRequests(counts), {
    retries: 3,
    tries: { requests: 3, mean: 2, max: 3 },
  });
});

Deno.test("a call's own retries come before those of its operation, and these before the setting", async () => {
  const tries = async (options: Partial<RetryOptions>, retries?: number) => {
    const { session, sent } = failing(...Array(9).fill("overloaded"));
    const own = retrying(session, options).session;
    await own.find(User, { id: 1 }, retries === undefined ? {} : { retries }).catch(() => {});
    return sent();
  };
  assert.equal(await tries({ retries: 0 }), 1);
  assert.equal(await tries({ retries: 0 }, 3), 4);
  assert.equal(await tries({ retries: 3 }), 4);
  assert.equal(await tries({ retries: 3, defaults: { retries: 1 } }), 2);
  assert.equal(await tries({ retries: 3, defaults: { retries: 1 } }, 0), 1);
});

Deno.test("without retries nothing is counted, and calls pass on what they are given", async () => {
  const heard: unknown[][] = [];
  const session = fakeSession({
    update: (...args: unknown[]) => Promise.resolve(void heard.push(args)),
    batch: (...args: unknown[]) => Promise.resolve(void heard.push(args)),
  });
  const { session: own, counts } = retrying(session, { retries: 0 });
  const [fill, options] = [() => {}, { logged: false }];
  await own.update(User, { id: 1 }, { name: "y" }, { ttl: 5 });
  await own.batch(fill, options);
  assert.deepEqual(heard, [[User, { id: 1 }, { name: "y" }, { ttl: 5 }], [fill, options]]);
  assert.deepEqual(figuresOfRequests(counts), {});
});

/** A session whose tries settle when they are told to. */
function open() {
  const tries: PromiseWithResolvers<never>[] = [];
  const find = () => {
    const one = Promise.withResolvers<never>();
    tries.push(one);
    return one.promise;
  };
  return { session: fakeSession({ find, createIfNotExists: find }), tries };
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

Deno.test("a late request is sent once more, as often as asked, and its first good answer is taken", async () => {
  const { session, tries } = open();
  const { session: own, counts } = retrying(session, {
    ...{ retries: 0, speculative: { after: 5, most: 2 } },
  });
  const found = own.find(User, { id: 1 });
  while (tries.length < 3) await later(1);
  await later(20);
  assert.equal(tries.length, 3);
  tries[0]?.reject(new Error("lost"));
  tries[1]?.resolve("second" as never);
  assert.equal(await found as unknown, "second");
  tries[2]?.reject(new Error("too late"));
  await later(1);
  assert.deepEqual(figuresOfRequests(counts), {
    speculative: 2,
    tries: { requests: 1, mean: 3, max: 3 },
  });
});

Deno.test("a request that is answered in time, or may do harm, is sent once", async () => {
  const { session, tries } = open();
  const { session: own } = retrying(session, { speculative: { after: 5, most: 2 } });
  const found = own.find(User, { id: 1 });
  tries[0]?.resolve("at once" as never);
  assert.equal(await found as unknown, "at once");
  const created = own.createIfNotExists(User, row);
  await later(20);
  assert.equal(tries.length, 2);
  tries[1]?.resolve(true as never);
  await created;
});

Deno.test("a request fails when all that were sent have failed", async () => {
  const { session, tries } = open();
  const { session: own } = retrying(session, {
    ...{ retries: 0, speculative: { after: 5, most: 1 } },
  });
  const found = own.find(User, { id: 1 });
  while (tries.length < 2) await later(1);
  tries[0]?.reject(new Error("first"));
  tries[1]?.reject(new Error("second"));
  await assert.rejects(found, { message: "second" });
});
