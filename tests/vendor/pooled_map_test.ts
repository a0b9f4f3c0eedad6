import { pooledMap } from "@std/async";
import assert from "node:assert/strict";

const MESSAGE = "Cannot complete the mapping as an error was thrown from an item";

/** One turn of the event loop, in which every promise that can settle does. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Operations that end when the test says so, and what was started. */
function held() {
  const started: number[] = [];
  const gates = new Map<number, PromiseWithResolvers<number>>();
  return {
    started,
    operation(item: number): Promise<number> {
      started.push(item);
      const gate = Promise.withResolvers<number>();
      gates.set(item, gate);
      return gate.promise;
    },
    async end(item: number): Promise<void> {
      gates.get(item)?.resolve(item * 10);
      await turn();
    },
    async fail(item: number): Promise<void> {
      gates.get(item)?.reject(new Error(`item ${item}`));
      await turn();
    },
  };
}

async function collect<T>(results: AsyncIterable<T>): Promise<{ values: T[]; error: unknown }> {
  const values: T[] = [];
  try {
    for await (const value of results) values.push(value);
  } catch (error) {
    return { values, error };
  }
  return { values, error: undefined };
}

Deno.test("pooledMap: results come in the order of the input, whatever ends first", async () => {
  const pool = held();
  const done = collect(pooledMap(3, [1, 2, 3], pool.operation));
  await turn();
  for (const item of [3, 1, 2]) await pool.end(item);
  assert.deepEqual(await done, { values: [10, 20, 30], error: undefined });
});

Deno.test("pooledMap: an item is started as soon as one ends, and never more than the limit run", async () => {
  const pool = held();
  const done = collect(pooledMap(2, [1, 2, 3, 4], pool.operation));
  await turn();
  assert.deepEqual(pool.started, [1, 2]);
  await pool.end(2);
  assert.deepEqual(pool.started, [1, 2, 3]);
  await pool.end(3);
  assert.deepEqual(pool.started, [1, 2, 3, 4]);
  await pool.end(1);
  await pool.end(4);
  assert.deepEqual((await done).values, [10, 20, 30, 40]);
});

Deno.test("pooledMap: items run whether or not anyone reads the results", async () => {
  const pool = held();
  const results = pooledMap(1, [1, 2, 3], pool.operation);
  for (const item of [1, 2, 3]) {
    await turn();
    await pool.end(item);
  }
  assert.deepEqual(pool.started, [1, 2, 3]);
  assert.deepEqual((await collect(results)).values, [10, 20, 30]);
});

Deno.test("pooledMap: a rejection starts nothing more, awaits what runs, then rejects with all errors", async () => {
  const pool = held();
  const done = collect(pooledMap(3, [1, 2, 3, 4, 5], pool.operation));
  let ended = false;
  done.then(() => ended = true);
  await turn();
  await pool.fail(2);
  assert.equal(ended, false);
  await pool.end(1);
  await pool.fail(3);
  const { values, error } = await done;
  assert.deepEqual(pool.started, [1, 2, 3]);
  assert.deepEqual(values, [10]);
  assert.ok(error instanceof AggregateError);
  assert.equal(error.message, MESSAGE);
  assert.deepEqual(error.errors.map((each: Error) => each.message), ["item 2", "item 3"]);
});

Deno.test("pooledMap: an operation that throws before its promise counts as a rejection", async () => {
  const { values, error } = await collect(pooledMap(1, [1, 2], (item): Promise<number> => {
    throw new Error(`item ${item}`);
  }));
  assert.deepEqual(values, []);
  assert.ok(error instanceof AggregateError);
  assert.deepEqual(error.errors.map((each: Error) => each.message), ["item 1"]);
});

Deno.test("pooledMap: an input that throws rejects with its error, after the results before it", async () => {
  const broken = new Error("the input broke");
  async function* input() {
    yield 1;
    await turn();
    throw broken;
  }
  const { values, error } = await collect(pooledMap(2, input(), (item) => Promise.resolve(item)));
  assert.deepEqual(values, [1]);
  assert.ok(error instanceof AggregateError);
  assert.deepEqual(error.errors, [broken]);
});

Deno.test("pooledMap: the pool runs as many slots as it is large, each draining one shared source", async () => {
  let [next, running, most] = [0, 0, 0];
  async function drain(): Promise<void> {
    while (next < 100) {
      next++;
      most = Math.max(most, ++running);
      await turn();
      running--;
    }
  }
  const { values, error } = await collect(pooledMap(10, new Array(10).keys(), drain));
  assert.deepEqual({ slots: values.length, next, most, error }, {
    slots: 10,
    next: 100,
    most: 10,
    error: undefined,
  });
});

Deno.test("pooledMap: an empty input gives no results", async () => {
  assert.deepEqual(await collect(pooledMap(5, [], () => Promise.resolve(1))), {
    values: [],
    error: undefined,
  });
});

Deno.test("pooledMap: a limit that is no positive integer is a RangeError at the call", () => {
  for (const limit of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => pooledMap(limit, [1], () => Promise.resolve()), {
      name: "RangeError",
      message: /'poolLimit' must be a positive integer/,
    });
  }
});
