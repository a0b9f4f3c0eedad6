import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { createSupply } from "../../../src/engine/operations/supply.ts";
import { ownShare } from "../../../src/engine/part.ts";
import { loadOf, upTo } from "../fixture.ts";

const operations = {
  runs: [() => Promise.resolve()],
  choose: () => 0,
  makeInput: (index: number): unknown => index,
};

function sharesOf(workers: number) {
  return upTo(workers).map((worker) => ({ worker, workers }));
}

Deno.test("ownShare() shares a whole number out: the parts add up and differ by one at most", () => {
  for (const whole of [0, 1, 2, 7, 100, 1_001]) {
    for (let workers = 1; workers <= 9; workers++) {
      const parts = sharesOf(workers).map((share) => ownShare(whole, share));
      assert.equal(parts.reduce((sum, part) => sum + part, 0), whole);
      assert.ok(Math.max(...parts) - Math.min(...parts) <= 1);
    }
  }
  assert.equal(ownShare(Infinity, { worker: 1, workers: 2 }), Infinity);
});

Deno.test("the supplies of 1 to 7 threads together have the inputs 0 to N - 1, each once, for any N", () => {
  for (const whole of [1, 6, 7, 100]) {
    for (let workers = 1; workers <= 7; workers++) {
      const made = sharesOf(workers).flatMap((share) => {
        const supply = createSupply(operations, share);
        supply.make(ownShare(whole, share));
        return upTo(supply.ready()).map(() => supply.take()?.input);
      });
      assert.deepEqual(made.sort((a, b) => Number(a) - Number(b)), upTo(whole));
    }
  }
});

Deno.test("a supply gives its operations in order, however they are made, and then none", () => {
  const supply = createSupply(operations, { worker: 0, workers: 1 }, 10);
  assert.equal(supply.take(), undefined);
  const taken: unknown[] = [];
  for (const [make, take] of [[3, 1], [1, 3], [5, 0], [1, 4], [0, 2]] as const) {
    supply.make(make);
    for (let i = 0; i < take; i++) taken.push(supply.take()?.input);
  }
  assert.deepEqual(taken, upTo(10).map((at) => 10 + at));
  assert.equal(supply.ready(), 0);
  assert.equal(supply.take(), undefined);
});

Deno.test("a supply hands an input that is undefined over, too", () => {
  const supply = createSupply({ ...operations, makeInput: () => undefined }, {
    worker: 0,
    workers: 1,
  });
  supply.make(2);
  assert.deepEqual([supply.take() !== undefined, supply.take() !== undefined, supply.take()], [
    ...[true, true],
    undefined,
  ]);
});

Deno.test("a supply that skips passes over one operation, whether it is ready or not, and makes no input for it", () => {
  const made: number[] = [];
  const runs = [() => Promise.resolve(), () => Promise.resolve()];
  const supply = createSupply({
    runs,
    choose: (index) => index % 2,
    makeInput(index) {
      made.push(index);
      return index;
    },
  }, { worker: 1, workers: 3 });
  supply.make(1);
  assert.deepEqual([supply.skip(), supply.skip(), supply.skip()], [1, 0, 1]);
  assert.deepEqual(made, [1]);
  supply.make(1);
  assert.deepEqual(supply.take()?.input, 10);
});

for (const [poolSize, load] of [[1, {}], [10, {}], [200, {}], [10, { rate: 10_000 }]] as const) {
  const kind = "rate" in load ? "an open load" : "a closed load";
  Deno.test(`${kind} with a pool of ${poolSize} has at most 64 MB of inputs ready, or one for each slot`, async () => {
    let made = 0, sent = 0, furthest = 0;
    const { operations, unsent } = await runLoad(loadOf({
      ...{ operations: 500, poolSize },
      ...load,
      makeInput(index) {
        furthest = Math.max(furthest, ++made - sent);
        return { id: index, value: "v".repeat(1_048_576) } as never;
      },
      operation() {
        sent++;
        return Promise.resolve();
      },
    }));
    assert.equal(operations + unsent, 500);
    assert.ok(furthest <= Math.max(64, poolSize), `${furthest}`);
    assert.ok(furthest >= Math.min(60, poolSize), `${furthest}`);
  });
}

Deno.test("the event loop turns while inputs are made, and a signal ends that", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 30);
  let made = 0;
  const { status, operations } = await runLoad(loadOf({
    ...{ operations: 50_000, poolSize: 2_000 },
    makeInput(index) {
      made++;
      for (const end = performance.now() + 0.1; performance.now() < end;);
      return index;
    },
  }, { signal: controller.signal }));
  assert.deepEqual([status, operations], ["aborted", 0]);
  assert.ok(made < 5_000, `${made}`);
});
