import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { createMixChoice } from "../../../src/engine/operations/choices.ts";
import { seededInputs } from "../../../src/engine/operations/inputs.ts";
import { withClock } from "../../support/clock.ts";
import { assertCounts, loadOf, planOf, turn, upTo } from "../fixture.ts";

const none = () => Promise.resolve();

function mixOf(...weights: number[]) {
  return Object.fromEntries(
    weights.map((weight, at) => [`operation${at}`, { weight, operation: none }]),
  );
}

function chosen(weights: readonly number[], seed: number, count: number): number[] {
  return upTo(count).map(createMixChoice(weights, seed));
}

Deno.test("a mix: each operation comes as often as its weight says, by chi-square, for several mixes and seeds", () => {
  for (const weights of [[9, 1], [1, 1, 1], [0.5, 0.25, 0.2, 0.05], [1]]) {
    for (const seed of [0, 1, 77, 2 ** 32 - 1]) {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const counts = weights.map(() => 0);
      for (const place of chosen(weights, seed, 20_000)) counts[place]! += 1;
      if (weights.length === 1) assert.deepEqual(counts, [20_000]);
      else assertCounts(counts, weights.map((weight) => weight / total * 20_000));
    }
  }
});

Deno.test("a mix: whose turn it is depends on seed and index alone, and not on the turn before", () => {
  const inOrder = chosen([1, 1], 4, 20_000);
  const choose = createMixChoice([1, 1], 4);
  for (const index of [19_999, 0, 7_000, 7_000]) assert.equal(choose(index), inOrder[index]);
  assert.notDeepEqual(chosen([1, 1], 5, 20_000), inOrder);
  const pairs = [0, 0, 0, 0];
  for (let at = 0; at < inOrder.length; at += 2) {
    pairs[(inOrder[at] ?? 0) * 2 + (inOrder[at + 1] ?? 0)]! += 1;
  }
  assertCounts(pairs, pairs.map(() => 2_500));
});

Deno.test("a mix: the turn says nothing of the input, which is drawn from the same seed and index", () => {
  const { scenario } = planOf({ mix: mixOf(1, 1) });
  const choose = createMixChoice([1, 1], 1);
  const drawn = seededInputs({ ...scenario, input: ({ random }) => random() }, 1, {});
  const cells = Array<number>(20).fill(0);
  for (let index = 0; index < 20_000; index++) {
    cells[choose(index) * 10 + Math.floor(Number(drawn(index)) * 10)]! += 1;
  }
  assertCounts(cells, cells.map(() => 1_000));
});

Deno.test("a mix: 1 to 5 threads together run the same operations with the same inputs", async () => {
  async function runShared(workers: number): Promise<string[]> {
    const ran: string[] = [];
    const mix = Object.fromEntries(
      ["read", "write"].map((name, at) => [name, {
        weight: 3 - at,
        operation: (_session: unknown, input: number) =>
          Promise.resolve(ran.push(`${name} ${input}`)),
      }]),
    );
    for (let worker = 0; worker < workers; worker++) {
      const load = loadOf({ operations: 203, poolSize: 5, mix, workers });
      await runLoad({ ...load, share: { worker, workers } });
    }
    return ran.sort();
  }
  const alone = await runShared(1);
  assert.equal(alone.length, 203);
  for (const workers of [2, 3, 4, 5]) assert.deepEqual(await runShared(workers), alone);
});

Deno.test("a mix: every operation has its own figures, and they add up to the case's", async () => {
  await withClock(async (clock) => {
    const mix = {
      read: {
        weight: 3,
        operation() {
          clock.now += 2;
          return Promise.resolve();
        },
      },
      write: {
        weight: 1,
        operation(_session: unknown, input: number) {
          clock.now += 10;
          return input % 2 === 0 ? Promise.resolve() : Promise.reject(new RangeError("odd"));
        },
      },
    };
    const measured = await runLoad(loadOf({ operations: 400, mix }));
    const [read, write, ...more] = measured.mix ?? [];
    assert.deepEqual([read?.name, write?.name, more], ["read", "write", []]);
    assert.equal((read?.operations ?? 0) + (write?.operations ?? 0), 400);
    assert.ok((read?.operations ?? 0) > (write?.operations ?? 0));
    assert.deepEqual([read?.serviceTime?.min, read?.serviceTime?.max], [2, 2]);
    assert.deepEqual([write?.serviceTime?.min, write?.serviceTime?.max], [10, 10]);
    assert.equal(read?.errors.total, 0);
    assert.deepEqual(write?.errors.byClass, measured.errors.byClass);
    assert.ok((write?.errors.total ?? 0) > 0);
  });
});

Deno.test("a mix: an open load's operations have wait and response times of their own", async () => {
  const mix = {
    read: { weight: 1, operation: () => turn() },
    write: { weight: 1, operation: () => turn() },
  };
  const measured = await runLoad(loadOf({ rate: 20_000, operations: 200, poolSize: 100, mix }));
  assert.equal(measured.mix?.length, 2);
  for (const { operations, unsent, serviceTime, waitTime, responseTime } of measured.mix) {
    assert.equal(serviceTime?.count ?? 0, operations);
    assert.equal(waitTime?.count, operations + unsent);
    assert.equal(responseTime?.count, operations + unsent);
  }
});

Deno.test("without a mix there are no figures of one", async () => {
  assert.equal((await runLoad(loadOf({}))).mix, undefined);
});
