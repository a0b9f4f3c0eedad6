import assert from "node:assert/strict";
import { startServerThread } from "../../../src/embedded/server.ts";
import {
  drawDueTimes,
  type ServiceTimeDistribution,
} from "../../../src/embedded/service_time/distribution.ts";
import { summarizeServedTimes } from "../../../src/embedded/service_time/known_service_time.ts";
import { testPermitted } from "../../support/needs.ts";
import { seededRandom } from "../../support/random.ts";
import { connect, newClient, type TestClient } from "../client.ts";

const INSERT = "INSERT INTO delayed (id) VALUES (?)";

/** A client with a table, whose INSERT is prepared. */
async function connectToTable(): Promise<TestClient> {
  const test = await connect();
  await test.rows("CREATE TABLE delayed (id int PRIMARY KEY)");
  await test.rows(INSERT, [0]);
  return test;
}

/** Inserts rows all at once; returns how long each took, and the order in which they were answered. */
async function insert(
  { client }: Pick<TestClient, "client">,
  count: number,
): Promise<{ times: number[]; order: number[]; ends: number[] }> {
  const order: number[] = [], ends: number[] = [];
  const times = await Promise.all(Array.from({ length: count }, async (_, id) => {
    const begun = performance.now();
    await client.execute(INSERT, [id], { prepare: true });
    order.push(id);
    ends.push(performance.now());
    return performance.now() - begun;
  }));
  return { times, order, ends };
}

/** The times drawn for requests that all come at once. */
function draw(distribution: ServiceTimeDistribution, count: number): number[] {
  const dueAt = drawDueTimes(distribution);
  return Array.from({ length: count }, () => dueAt(0));
}

Deno.test("summarizeServedTimes() takes the smallest time that at least so many per cent do not exceed, for 200 random lists", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 200; i++) {
    const times = Array.from({ length: 1 + random.below(300) }, () => random.below(50));
    const { count, max, ...percentiles } = summarizeServedTimes(times);
    assert.deepEqual([count, max], [times.length, Math.max(...times)]);
    for (const [name, found] of Object.entries(percentiles)) {
      const share = Number(name.slice(1)) / 100;
      const atMost = (limit: number) => times.filter((ms) => ms <= limit).length / times.length;
      assert.ok(times.includes(found) && atMost(found) >= share && atMost(found - 1) < share);
    }
  }
  assert.deepEqual(summarizeServedTimes([]), { count: 0, p50: NaN, p90: NaN, p99: NaN, max: NaN });
});

for (const ms of [0, 1, 5]) {
  testPermitted(
    `service time: answers come after ${ms} ms, never earlier, and the times served are within what the client sees`,
    async () => {
      await using test = await connectToTable();
      test.server.setServiceTime({ kind: "constant", ms });
      const { times } = await insert(test, 20);
      const served = test.server.servedTimes();
      assert.equal(served.count, 20);
      assert.ok(served.p50 >= ms && served.max <= Math.max(...times), JSON.stringify(served));
    },
  );
}

testPermitted(
  "service time: counts each execution on a user table once, and nothing else",
  async () => {
    await using test = await connectToTable();
    test.server.setServiceTime({ kind: "constant", ms: 0 });
    await test.client.execute("INSERT INTO delayed (id) VALUES (1)");
    await test.rows("SELECT key FROM system.local WHERE key = ?", ["local"]);
    await test.rows("CREATE TABLE other (id int PRIMARY KEY)");
    await test.client.batch([{ query: INSERT, params: [2] }], { prepare: true });
    assert.equal(test.server.servedTimes().count, 0);

    await test.rows(INSERT, [3]);
    await test.rows("SELECT id FROM delayed WHERE id = ?", [3]);
    await test.failure("INSERT INTO delayed (id) VALUES (?)", [null]);
    assert.equal(test.server.servedTimes().count, 3);

    await insert(test, 500);
    assert.equal(test.server.servedTimes().count, 503);
    test.server.setServiceTime({ kind: "constant", ms: 0 });
    assert.equal(test.server.servedTimes().count, 0);
  },
);

testPermitted(
  "service time: the answer that is due first comes first, and answers due together keep their order",
  async () => {
    await using test = await connectToTable();
    const distribution = { kind: "bimodal", ms: 1, slow: 500, share: 0.3 } as const;
    test.server.setServiceTime(distribution);
    const { order } = await insert(test, 200);
    const drawn = draw(distribution, 200);
    assert.deepEqual(order, Array.from(drawn, (_, id) => id).sort((a, b) => drawn[a]! - drawn[b]!));
  },
);

testPermitted(
  "service time: the requests of several connections wait at the same time, each for its own",
  async () => {
    await using test = await connectToTable();
    const other = newClient(test.port, { keyspace: "test" });
    await other.execute(INSERT, [0], { prepare: true });
    const distribution = { kind: "lognormal", median: 15, sigma: 0.5 } as const;
    test.server.setServiceTime(distribution);
    const begun = performance.now();
    await Promise.all([insert(test, 300), insert({ client: other }, 300)]);
    const elapsed = performance.now() - begun;
    const drawn = summarizeServedTimes(draw(distribution, 600));
    const { count, p50, p99, max } = test.server.servedTimes();
    assert.equal(count, 600);
    assert.ok(p50 >= drawn.p50 && p99 >= drawn.p99 && max >= drawn.max);
    assert.ok(elapsed < 300 * drawn.p50, `${elapsed} ms`);
    await other.shutdown();
  },
);

testPermitted(
  "service time: a stall ends for all requests at once, in the order in which they came",
  async () => {
    await using test = await connectToTable();
    test.server.setServiceTime({ kind: "stall", from: 0, length: 60 });
    const begun = performance.now();
    const { order, ends } = await insert(test, 200);
    assert.deepEqual(order, Array.from({ length: 200 }, (_, id) => id));
    assert.ok(Math.min(...ends) - begun >= 60, `${Math.min(...ends) - begun}`);
    await test.rows(INSERT, [1]);
    const { count, max } = test.server.servedTimes();
    assert.equal(count, 201);
    assert.ok(max >= 60, `${max}`);
  },
);

testPermitted(
  "service time: a client that leaves before its answer harms no other, and is not counted",
  async () => {
    await using test = await connectToTable();
    const leaving = newClient(test.port, { keyspace: "test" });
    await leaving.execute(INSERT, [0], { prepare: true });
    test.server.setServiceTime({ kind: "constant", ms: 1_000 });
    const left = insert({ client: leaving }, 20).catch(({ message }) => message);
    const stayed = insert(test, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await leaving.shutdown();
    assert.equal(typeof await left, "string");
    await stayed;
    assert.equal(test.server.servedTimes().count, 5);
    await insert(test, 1);
    assert.equal(test.server.servedTimes().count, 6);
  },
);

testPermitted(
  "service time: the server stops while answers wait, and leaves no timer",
  async () => {
    const test = await connectToTable();
    test.server.setServiceTime({ kind: "constant", ms: 60_000 });
    const waiting = insert(test, 3).catch(({ message }) => message);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await test[Symbol.asyncDispose]();
    assert.equal(typeof await waiting, "string");
  },
);

testPermitted(
  "service time: the server's thread takes a distribution and tells the times served",
  async () => {
    const server = await startServerThread();
    const client = newClient(server.port);
    assert.equal((await server.servedTimes()).count, 0);
    await client.execute(
      "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
    );
    await client.execute("CREATE TABLE k.t (id int PRIMARY KEY)");
    await server.setServiceTime({ kind: "constant", ms: 3 });
    await client.execute("INSERT INTO k.t (id) VALUES (?)", [1], { prepare: true });
    const [served, again] = await Promise.all([server.servedTimes(), server.servedTimes()]);
    assert.deepEqual(served, again);
    assert.equal(served.count, 1);
    assert.ok(served.max >= 3);
    await client.shutdown();
    await server.stop();
  },
);
