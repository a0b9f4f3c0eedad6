import assert from "node:assert/strict";
import { truthOf } from "../../src/embedded/hold/hold.ts";
import { type Law, startLaw } from "../../src/embedded/hold/law.ts";
import { startEmbeddedServer } from "../../src/embedded/server.ts";
import { bestOf } from "../support/best_of.ts";
import { testPermitted } from "../support/needs.ts";
import { seededRandom } from "../support/random.ts";
import { connect, newClient, type TestClient } from "./client.ts";

const INSERT = "INSERT INTO held (id) VALUES (?)";

/** A client with a table and everything prepared. */
async function connectToTable(): Promise<TestClient> {
  const test = await connect();
  await test.rows("CREATE TABLE held (id int PRIMARY KEY)");
  await test.rows(INSERT, [0]);
  return test;
}

/** Inserts rows all at once; tells how long each took, and in which order they were done. */
async function insert(
  { client }: Pick<TestClient, "client">,
  count: number,
): Promise<{ times: number[]; order: number[] }> {
  const order: number[] = [];
  const times = await Promise.all(Array.from({ length: count }, async (_, id) => {
    const begun = performance.now();
    await client.execute(INSERT, [id], { prepare: true });
    order.push(id);
    return performance.now() - begun;
  }));
  return { times, order };
}

/** What a law draws for requests that all come at once. */
function draw(law: Law, count: number): number[] {
  const dueAt = startLaw(law);
  return Array.from({ length: count }, () => dueAt(0));
}

Deno.test("startLaw() draws two times at the share asked for: 1 % of 100,000 within three standard deviations", () => {
  const law = { kind: "bimodal", ms: 1, slow: 50, share: 0.01 } as const;
  const drawn = draw(law, 100_000);
  assert.deepEqual(new Set(drawn), new Set([1, 50]));
  const slow = drawn.filter((ms) => ms === 50).length;
  assert.ok(Math.abs(slow - 1_000) < 3 * Math.sqrt(1_000 * 0.99), `${slow} slow ones`);
});

Deno.test("startLaw() draws log-normal times: 10,000 of them pass the Kolmogorov-Smirnov test at 0.1 %", () => {
  const law = { kind: "lognormal", median: 5, sigma: 0.5 } as const;
  // A logistic curve in place of the normal distribution, which it misses by less than 0.0002.
  const cumulative = (ms: number) => {
    const z = Math.log(ms / law.median) / law.sigma;
    return 1 / (1 + Math.exp(-0.07056 * z ** 3 - 1.5976 * z));
  };
  const drawn = draw(law, 10_000).sort((a, b) => a - b);
  const distances = drawn.map((ms, at) =>
    Math.max(cumulative(ms) - at / drawn.length, (at + 1) / drawn.length - cumulative(ms))
  );
  const critical = 1.95 / Math.sqrt(drawn.length);
  assert.ok(Math.max(...distances) < critical, `${Math.max(...distances)} of ${critical}`);
});

Deno.test("startLaw() draws the same times in the same order when it starts anew", () => {
  const law = { kind: "lognormal", median: 5, sigma: 0.5 } as const;
  assert.deepEqual(draw(law, 100), draw(law, 100));
  assert.equal(new Set(draw(law, 100)).size, 100);
});

Deno.test("startLaw() answers after the same time, or later where answers must be apart", () => {
  const dueAt = startLaw({ kind: "constant", ms: 5, apart: 0.5 });
  assert.deepEqual([100, 100, 100.2, 101.5, 103].map(dueAt), [105, 105.5, 106, 106.5, 108]);
});

Deno.test("startLaw() stalls what comes within the window, counted from the first request, until its end", () => {
  const dueAt = startLaw({ kind: "stall", from: 100, length: 50 });
  const readAt = [1_000, 1_099, 1_100, 1_120, 1_149, 1_150, 1_300];
  assert.deepEqual(readAt.map(dueAt), [1_000, 1_099, 1_150, 1_150, 1_150, 1_150, 1_300]);
});

Deno.test("truthOf() takes the smallest time that at least so many per cent do not exceed, for 200 random lists", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 200; i++) {
    const times = Array.from({ length: 1 + random.below(300) }, () => random.below(50));
    const { count, max, ...percentiles } = truthOf(times);
    assert.deepEqual([count, max], [times.length, Math.max(...times)]);
    for (const [name, found] of Object.entries(percentiles)) {
      const share = Number(name.slice(1)) / 100;
      const atMost = (limit: number) => times.filter((ms) => ms <= limit).length / times.length;
      assert.ok(times.includes(found) && atMost(found) >= share && atMost(found - 1) < share);
    }
  }
  assert.deepEqual(truthOf([]), { count: 0, p50: NaN, p90: NaN, p99: NaN, max: NaN });
});

for (const ms of [0, 1, 5]) {
  testPermitted(
    `hold: answers wait ${ms} ms, never less, and the truth is within what the client sees`,
    async () => {
      await using test = await connectToTable();
      test.server.hold({ kind: "constant", ms });
      const { times } = await insert(test, 20);
      const truth = test.server.truth();
      assert.equal(truth.count, 20);
      assert.ok(truth.p50 >= ms && truth.max <= Math.max(...times), JSON.stringify(truth));
    },
  );
}

testPermitted("hold: a spun wait is within 0.3 ms at the median", async () => {
  await using test = await connectToTable();
  const p50 = await bestOf(4.3, async () => {
    test.server.hold({ kind: "constant", ms: 4 });
    for (let i = 0; i < 10; i++) await test.rows(INSERT, [i]);
    return test.server.truth().p50;
  });
  assert.ok(p50 < 4.3, `${p50} ms`);
});

testPermitted(
  "hold: counts each execution on a user table once, and nothing else",
  async () => {
    await using test = await connectToTable();
    test.server.hold({ kind: "constant", ms: 0 });
    await test.client.execute("INSERT INTO held (id) VALUES (1)");
    await test.rows("SELECT key FROM system.local WHERE key = ?", ["local"]);
    await test.rows("CREATE TABLE other (id int PRIMARY KEY)");
    await test.client.batch([{ query: INSERT, params: [2] }], { prepare: true });
    assert.equal(test.server.truth().count, 0);

    await test.rows(INSERT, [3]);
    await test.rows("SELECT id FROM held WHERE id = ?", [3]);
    await test.failure("INSERT INTO held (id) VALUES (?)", [null]);
    assert.equal(test.server.truth().count, 3);

    await insert(test, 500);
    assert.equal(test.server.truth().count, 503);
    test.server.hold({ kind: "constant", ms: 0 });
    assert.equal(test.server.truth().count, 0);
  },
);

testPermitted(
  "hold: who is due first is answered first, and who is due together as they came",
  async () => {
    await using test = await connectToTable();
    const law = { kind: "bimodal", ms: 1, slow: 100, share: 0.3 } as const;
    test.server.hold(law);
    const { order } = await insert(test, 200);
    const drawn = draw(law, 200);
    assert.deepEqual(order, Array.from(drawn, (_, id) => id).sort((a, b) => drawn[a]! - drawn[b]!));
  },
);

testPermitted(
  "hold: the requests of several connections are held together, each for its own time",
  async () => {
    await using test = await connectToTable();
    const other = newClient(test.port, { keyspace: "test" });
    await other.execute(INSERT, [0], { prepare: true });
    const law = { kind: "lognormal", median: 15, sigma: 0.5 } as const;
    test.server.hold(law);
    const begun = performance.now();
    await Promise.all([insert(test, 300), insert({ client: other }, 300)]);
    const elapsed = performance.now() - begun;
    const drawn = truthOf(draw(law, 600));
    const { count, p50, p99, max } = test.server.truth();
    assert.equal(count, 600);
    assert.ok(p50 >= drawn.p50 && p99 >= drawn.p99 && max >= drawn.max);
    assert.ok(elapsed < 300 * drawn.p50, `${elapsed} ms`);
    await other.shutdown();
  },
);

testPermitted(
  "hold: a stall ends for all at once, in the order in which they came",
  async () => {
    await using test = await connectToTable();
    test.server.hold({ kind: "stall", from: 0, length: 60 });
    const { order, times } = await insert(test, 200);
    assert.deepEqual(order, Array.from({ length: 200 }, (_, id) => id));
    assert.ok(Math.min(...times) > 30, `${Math.min(...times)}`);
    await test.rows(INSERT, [1]);
    const { count, p50, max } = test.server.truth();
    assert.equal(count, 201);
    assert.ok(p50 > 30 && max >= 60, `${p50}, ${max}`);
  },
);

testPermitted(
  "hold: a client that leaves while it is held harms nobody, and is not counted",
  async () => {
    await using test = await connectToTable();
    const leaving = newClient(test.port, { keyspace: "test" });
    await leaving.execute(INSERT, [0], { prepare: true });
    test.server.hold({ kind: "constant", ms: 300 });
    const left = insert({ client: leaving }, 20).catch(({ message }) => message);
    const stayed = insert(test, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await leaving.shutdown();
    assert.equal(typeof await left, "string");
    await stayed;
    assert.equal(test.server.truth().count, 5);
    await insert(test, 1);
    assert.equal(test.server.truth().count, 6);
  },
);

testPermitted("hold: the server stops while it holds answers, and leaves no timer", async () => {
  const test = await connectToTable();
  test.server.hold({ kind: "constant", ms: 60_000 });
  const held = insert(test, 3).catch(({ message }) => message);
  await new Promise((resolve) => setTimeout(resolve, 10));
  await test[Symbol.asyncDispose]();
  assert.equal(typeof await held, "string");
});

testPermitted("hold: the server's thread takes a law and tells the truth", async () => {
  const server = await startEmbeddedServer();
  const client = newClient(server.port);
  assert.equal((await server.truth()).count, 0);
  await client.execute(
    "CREATE KEYSPACE k WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  );
  await client.execute("CREATE TABLE k.t (id int PRIMARY KEY)");
  await server.hold({ kind: "constant", ms: 3 });
  await client.execute("INSERT INTO k.t (id) VALUES (?)", [1], { prepare: true });
  const [truth, again] = await Promise.all([server.truth(), server.truth()]);
  assert.deepEqual(truth, again);
  assert.equal(truth.count, 1);
  assert.ok(truth.max >= 3);
  await client.shutdown();
  await server.stop();
});
