import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { withClock } from "../support/clock.ts";
import { loadOf, turn, upTo, type Wishes } from "./fixture.ts";

/** Where the indexes of a warm-up's inputs begin. */
const FIRST = 1_000_000_000;

for (const [operations, warmups] of [[4, 4], [1_500, 1_000]] as const) {
  Deno.test(`by default, a case of ${operations} operations warms up with ${warmups} past all cases' own, which are in no other figure`, async () => {
    // The clock stands still, so that only their number ends the warm-up.
    await withClock(async () => {
      const seen: number[] = [];
      const { warmup, errors, serviceTime, ...measured } = await runLoad(loadOf({
        ...{ operations, poolSize: 500, warmup: "default" },
        operation(_session, index) {
          seen.push(index);
          return index < operations ? turn() : Promise.reject(new Error("a warm-up may fail"));
        },
      }));
      assert.deepEqual(seen, [...upTo(warmups).map((at) => FIRST + at), ...upTo(operations)]);
      assert.equal(warmup.operations, warmups);
      assert.equal(measured.operations, operations);
      assert.equal(errors.total, 0);
      assert.equal(serviceTime?.count, operations);
    });
  });
}

/** What the warm-up of operations of 1 ms was. */
async function warmUp(wishes: Wishes): Promise<{ operations: number; elapsed: number }> {
  let figures = { operations: NaN, elapsed: NaN };
  await withClock(async (clock) => {
    const { warmup } = await runLoad(loadOf({
      operation() {
        clock.now += 1;
        return Promise.resolve();
      },
      ...wishes,
    }));
    figures = warmup;
  });
  return figures;
}

Deno.test("by default, the warm-up of a closed load ends after 250 ms, and of one that is shorter with its length", async () => {
  const operations = 100_000;
  assert.deepEqual(await warmUp({ operations, warmup: "default" }), {
    ...{ operations: 250, elapsed: 250 },
  });
  assert.deepEqual(await warmUp({ duration: 30, warmup: "default" }), {
    ...{ operations: 30, elapsed: 30 },
  });
});

Deno.test("a warm-up that is asked for lasts its time, however many operations that takes; 0 ms is none", async () => {
  assert.deepEqual(await warmUp({ operations: 3, warmup: 5_000 }), {
    ...{ operations: 5_000, elapsed: 5_000 },
  });
  assert.deepEqual(await warmUp({ operations: 3, warmup: 0 }), { operations: 0, elapsed: 0 });
});

Deno.test("a warm-up injects the latency too, and it is not in the case's figure", async () => {
  let requests = 0;
  const { warmup, injectedLatency } = await runLoad(loadOf({
    ...{ operations: 10, poolSize: 10, latency: 0.2, warmup: "default" },
    async operation(session) {
      const begun = performance.now();
      await session.execute("SELECT now() FROM system.local");
      assert.ok(performance.now() - begun >= 0.2);
      requests++;
    },
  }));
  assert.equal(injectedLatency?.count, 10);
  assert.equal(requests, 10 + warmup.operations);
  assert.ok(warmup.operations > 0);
});

for (
  const wishes of [{ rate: 20_000 }, { stages: [{ from: 10_000, to: 30_000, duration: 500 }] }]
) {
  Deno.test(`the warm-up of an open load never exceeds its rate, also when the server stalls: ${Object.keys(wishes)}`, async () => {
    await withClock(async (clock) => {
      const sent: number[] = [];
      const begun = clock.now;
      const stalled = Promise.withResolvers<void>();
      const running = runLoad(loadOf({
        ...{ ...wishes, poolSize: 50, warmup: 100 },
        ..."rate" in wishes && { duration: 500 },
        operation(_session, index) {
          if (index < FIRST) return Promise.resolve();
          sent.push(clock.now - begun);
          return clock.now - begun < 20 ? Promise.resolve() : stalled.promise;
        },
      }));
      // It has made its inputs, and starts before the clock goes on.
      await turn();
      for (let step = 0; step < 130; step++) {
        clock.now += 1;
        await turn();
        await turn();
      }
      stalled.resolve();
      let isDone = false;
      running.finally(() => isDone = true);
      while (!isDone) {
        clock.now += 1;
        await turn();
        await turn();
      }
      const { warmup, operations, dropped } = await running;
      for (const instant of upTo(100)) {
        const count = sent.filter((at) => at <= instant).length;
        assert.ok(count <= 20 * instant + 1, `${count} by ${instant} ms`);
      }
      assert.ok(sent.every((at) => at <= 100), "what piled up is not sent");
      // The rate rises to 20 per millisecond in 50 ms, so 0.2 · 19² and the first one are due by the last millisecond
      // before the stall; then as many as the pool takes.
      assert.equal(warmup.operations, 73 + 50);
      assert.deepEqual({ operations, dropped }, { operations: 10_000, dropped: 0 });
    });
  });
}

Deno.test("an input that throws in the warm-up is named too", async () => {
  for (const rate of [{}, { rate: 1_000 }]) {
    const load = loadOf({
      ...{ ...rate, warmup: "default" },
      makeInput() {
        throw new Error("no such locale");
      },
    });
    await assert.rejects(runLoad(load), {
      name: "ScenarioError",
      message: "Cannot make input 1000000000 as the scenario's input() threw: no such locale",
    });
  }
});

Deno.test("a warm-up ends with the signal, and nothing runs after it", async () => {
  for (const rate of [{}, { rate: 1_000, duration: 60_000 }]) {
    const controller = new AbortController();
    let started = 0;
    const running = runLoad(loadOf({
      ...{ ...rate, warmup: 60_000 },
      operation(_session, index) {
        assert.ok(index >= FIRST);
        started++;
        return turn();
      },
    }, { signal: controller.signal }));
    await turn();
    await turn();
    controller.abort();
    const { status, operations, warmup } = await running;
    assert.deepEqual({ status, operations }, { status: "aborted", operations: 0 });
    assert.equal(warmup.operations, started);
    assert.ok(started > 0);
  }
});
