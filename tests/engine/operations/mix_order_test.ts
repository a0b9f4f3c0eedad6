import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { createMixChoice } from "../../../src/engine/operations/choices.ts";
import { createMixOrder, leadOf } from "../../../src/engine/operations/mix_order.ts";
import type { Load } from "../../../src/engine/load.ts";
import type { InputContext } from "../../../src/scenario/scenario.ts";
import { loadOf, upTo, type Wishes } from "../fixture.ts";

const operation = () => Promise.resolve();
const MIX = { read: { weight: 3, operation }, insert: { weight: 1, operation } };
const choose = createMixChoice([3, 1], 7);

/** How many operations of each kind are among the first `count`, each chosen by itself. */
function countOf(count: number): { read: number; insert: number } {
  const insert = upTo(Math.max(0, count)).filter((index) => choose(index) === 1).length;
  return { read: Math.max(0, count) - insert, insert };
}

Deno.test("an order counts the operations of each kind before this one, whichever thread asks for which", () => {
  for (const workers of [1, 2, 5]) {
    for (const worker of upTo(workers)) {
      const order = createMixOrder(MIX, { seed: 7, from: 0, poolSize: 1 });
      for (let index = worker; index < 500; index += workers) {
        const chosen = order.choose(index);
        const before = countOf(index);
        assert.equal(chosen, choose(index));
        assert.equal(order.chosen(), chosen);
        assert.equal(order.ownIndex(), chosen === 1 ? before.insert : before.read);
        assert.deepEqual({ ...order.counts }, before);
      }
    }
  }
});

Deno.test("an order does not count the last operations: two pools that can be in flight, and the lead of a thread", () => {
  for (const poolSize of [1, 2, 10, 300]) {
    const order = createMixOrder(MIX, { seed: 7, from: 0, poolSize });
    for (const index of upTo(1_000)) {
      order.choose(index);
      assert.deepEqual({ ...order.counts }, countOf(index - 2 * (poolSize - 1) - leadOf(poolSize)));
    }
  }
});

Deno.test("in a warm-up own indexes lie past those of any case, and nothing is counted", () => {
  const order = createMixOrder(MIX, { seed: 7, from: 1_000_000_000, poolSize: 2 });
  const own = upTo(100).map((at) => {
    const chosen = order.choose(1_000_000_000 + at);
    assert.deepEqual({ ...order.counts }, { read: 0, insert: 0 });
    return [chosen, order.ownIndex()];
  });
  for (const chosen of [0, 1]) {
    const indexes = own.filter(([which]) => which === chosen).map(([_, index]) => index);
    assert.deepEqual(indexes, upTo(indexes.length).map((at) => 1_000_000_000 + at));
  }
});

/** What the operations of a mix received, in the order of the case; `insert` has inputs of its own. */
async function receivedBy(
  ownInput: (context: InputContext) => unknown,
  wishes: Wishes = {},
  parts: Partial<Load> = {},
): Promise<[name: string, input: unknown][]> {
  const received: [string, unknown][] = [];
  const take = (name: string) => (_session: unknown, input: unknown) =>
    Promise.resolve(received.push([name, input]));
  await runLoad(loadOf({
    ...{ operations: 200, seed: 7, ...wishes },
    mix: {
      read: { weight: 3, operation: take("read") },
      insert: { weight: 1, input: ownInput, operation: take("insert") },
    },
  }, parts));
  return received;
}

Deno.test("an operation of a mix with its own input counts its own operations, the others get the scenario's", async () => {
  const received = await receivedBy(({ index }) => `own ${index}`);
  const expected = upTo(200).map((index) =>
    choose(index) === 1 ? ["insert", `own ${countOf(index).insert}`] : ["read", index]
  );
  assert.deepEqual(received, expected);
});

Deno.test("own inputs and counts are the same for 1 to 4 threads", async () => {
  const input = ({ index, random, counts }: InputContext) => [index, random(), { ...counts }];
  const poolSize = { poolSize: 4 };
  const alone = await receivedBy(input, poolSize);
  for (const workers of [2, 3, 4]) {
    const shared = [];
    for (const worker of upTo(workers)) {
      const load = { share: { worker, workers } };
      shared.push(...await receivedBy(input, { ...poolSize, workers, operations: 200 }, load));
    }
    const sorted = (list: unknown[]) => list.map((one) => JSON.stringify(one)).sort();
    assert.deepEqual(sorted(shared), sorted(alone));
  }
});

Deno.test("an own input is the same whatever the weights are, and not that of another operation", async () => {
  const draw = ({ random }: InputContext) => random();
  const inserts = (received: [string, unknown][]) =>
    received.filter(([name]) => name === "insert").map(([_, input]) => input);
  const drawn = inserts(await receivedBy(draw));
  const others: unknown[] = [];
  const take = (_session: unknown, input: unknown) => Promise.resolve(others.push(input));
  const read: unknown[] = [];
  await runLoad(loadOf({
    ...{ operations: 200, seed: 7 },
    mix: {
      read: {
        weight: 1,
        input: draw,
        operation: (_session, input) => Promise.resolve(read.push(input)),
      },
      insert: { weight: 9, input: draw, operation: take },
    },
  }));
  assert.ok(others.length > drawn.length);
  assert.deepEqual(others.slice(0, drawn.length), drawn);
  assert.equal(new Set([...read, ...others]).size, 200);
});

Deno.test("what an own input throws names its operation", async () => {
  await assert.rejects(
    receivedBy(() => {
      throw new RangeError("no more");
    }),
    /^ScenarioError: Cannot make input 0 as the insert operation's input\(\) threw: no more$/,
  );
});
