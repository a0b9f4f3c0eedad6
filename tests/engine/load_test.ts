import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { ScenarioError } from "../../src/errors.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";
import { GRACE } from "../../src/runtime/grace.ts";
import { withClock } from "../support/clock.ts";
import { seededRandom } from "../support/random.ts";
import { collectTimeouts, countedSignal, loadOf, turn, upTo } from "./fixture.ts";

/** The most inputs that may lie ready at a time. */
const BLOCK = 5_000;

for (const poolSize of [1, 7, 100, 500]) {
  Deno.test(`runLoad() with a pool of ${poolSize} fills it, never more, and runs each of 300 operations once`, async () => {
    const seen: number[] = [];
    let inFlight = 0, most = 0;
    const { operations } = await runLoad(loadOf({
      operations: 300,
      poolSize,
      async operation(_session, index) {
        seen.push(index);
        most = Math.max(most, ++inFlight);
        await turn();
        inFlight--;
      },
    }));
    assert.equal(most, Math.min(poolSize, 300));
    assert.equal(operations, 300);
    assert.deepEqual(seen, upTo(300));
  });
}

Deno.test("runLoad() counts every operation once: what it returns, rejects and throws", async () => {
  for (const poolSize of [1, 100]) {
    const { operations, errors, serviceTime, responseTime, status } = await runLoad(loadOf({
      operations: 900,
      poolSize,
      operation(_session, index) {
        if (index % 3 === 0) throw new RangeError(`thrown ${index}`);
        if (index % 3 === 1) return Promise.reject(new TypeError(`rejected ${index}`));
        return turn();
      },
    }));
    assert.equal(status, "completed");
    assert.equal(operations, 900);
    assert.equal(errors.total, 600);
    assert.deepEqual(errors.byClass, { RangeError: 300, TypeError: 300 });
    assert.deepEqual(errors.examples, { RangeError: "thrown 0", TypeError: "rejected 1" });
    assert.equal(errors.serviceTime?.count, 600);
    assert.equal(serviceTime?.count, 300);
    assert.deepEqual(responseTime, serviceTime, "a closed load sends when due");
  }
});

Deno.test("runLoad() goes on whatever an operation throws", async () => {
  const odd = [undefined, null, 0, NaN, "text", Symbol("odd"), {}, [], Object.create(null)];
  const { operations, errors } = await runLoad(loadOf({
    operations: odd.length,
    poolSize: 2,
    operation(_session, index) {
      throw odd[index];
    },
  }));
  assert.equal(operations, odd.length);
  assert.equal(errors.total, odd.length);
});

Deno.test("runLoad() gives null for times when no operation succeeded, and a throughput of 0", async () => {
  const result = await runLoad(loadOf({ operation: () => Promise.reject(new Error("refused")) }));
  assert.equal(result.serviceTime, null);
  assert.equal(result.responseTime, null);
  assert.equal(result.throughput, 0);
});

Deno.test("runLoad() passes session, input and parameters to the operation, and says the parameters", async () => {
  const calls: unknown[][] = [];
  const load = loadOf({
    operations: 1,
    matrix: { size: [10] },
    makeInput: (index) => ({ index }),
    operation: (...args) => Promise.resolve(calls.push(args.slice(0, 3))),
  });
  const { parameters } = await runLoad(load);
  assert.deepEqual(calls, [[load.session, { index: 0 }, { size: 10, latency: 0, poolSize: 1 }]]);
  assert.equal(calls[0]?.[0], load.session);
  assert.deepEqual(parameters, { size: 10, latency: 0, poolSize: 1, workers: 1 });
});

Deno.test("runLoad() times each operation from sent to done, and leaves the making of inputs out", async () => {
  await withClock(async (clock) => {
    const { elapsed, serviceTime, throughput } = await runLoad(loadOf({
      operations: 100,
      makeInput(index) {
        clock.now += 5_000;
        return index;
      },
      operation(_session, index) {
        clock.now += index < 99 ? 2 : 52;
        return Promise.resolve();
      },
    }));
    assert.equal(elapsed, 250);
    assert.equal(throughput, 400);
    const { min, mean, p50, max } = serviceTime as TimeSummary;
    assert.deepEqual({ min, mean, max }, { min: 2, mean: 2.5, max: 52 });
    assert.ok(Math.abs(p50 - 2) <= 0.002, `${p50}`);
  });
});

Deno.test("runLoad() keeps fast failures out of the times and the throughput", async () => {
  await withClock(async (clock) => {
    const { elapsed, throughput, serviceTime, errors } = await runLoad(loadOf({
      operations: 100,
      operation(_session, index) {
        clock.now += index % 2 === 0 ? 10 : 0.1;
        return index % 2 === 0 ? Promise.resolve() : Promise.reject(new Error("overloaded"));
      },
    }));
    assert.equal(serviceTime?.min, 10);
    assert.ok(Math.abs((errors.serviceTime?.max ?? NaN) - 0.1) < 1e-9);
    assert.ok(Math.abs(throughput * elapsed / 1_000 - 50) < 1e-9, `${throughput}, ${elapsed}`);
  });
});

Deno.test("throughput × elapsed = successes, and the percentiles ascend: for 50 random loads", async () => {
  const random = seededRandom(4);
  for (let i = 0; i < 50; i++) {
    await withClock(async (clock) => {
      const operations = 1 + random.below(400);
      const share = random.number();
      const { throughput, elapsed, serviceTime, errors } = await runLoad(loadOf({
        operations,
        poolSize: 1 + random.below(50),
        operation() {
          clock.now += 10 ** (random.number() * 6 - 3);
          return random.number() < share ? Promise.resolve() : Promise.reject(new Error("random"));
        },
      }));
      const succeeded = serviceTime?.count ?? 0;
      assert.equal(succeeded + errors.total, operations);
      assert.ok(Math.abs(throughput * elapsed / 1_000 - succeeded) < 1e-6);
      if (serviceTime === null) return;
      const { p50, p90, p95, p99, p999, max } = serviceTime;
      const ascending = [p50, p90, p95, p99, p999, max];
      assert.deepEqual(ascending, ascending.toSorted((a, b) => a - b));
    });
  }
});

Deno.test("runLoad() makes inputs while no operation runs, at most 5,000 ahead, in order", async () => {
  const made: number[] = [];
  let inFlight = 0, sent = 0, furthest = 0;
  await runLoad(loadOf({
    operations: BLOCK + 10,
    poolSize: 20,
    makeInput(index) {
      assert.equal(inFlight, 0, `input ${index} was made while operations ran`);
      made.push(index);
      furthest = Math.max(furthest, made.length - sent);
      return index;
    },
    async operation(_session, index) {
      sent++;
      inFlight++;
      await Promise.resolve();
      inFlight--;
      assert.ok(index < made.length);
    },
  }));
  assert.equal(sent, BLOCK + 10);
  assert.equal(furthest, BLOCK);
  assert.ok(made.every((index, at) => index === at));
});

Deno.test("runLoad() names the input that throws, before any operation runs", async () => {
  const cause = new Error("no such locale");
  const load = loadOf({
    makeInput(index) {
      if (index === 3) throw cause;
      return index;
    },
    operation: () => assert.fail("an operation ran"),
  });
  await assert.rejects(runLoad(load), (error) => {
    assert.ok(error instanceof ScenarioError);
    assert.equal(
      error.message,
      "Cannot make input 3 as the scenario's input() threw: no such locale",
    );
    assert.equal(error.cause, cause);
    return true;
  });
});

Deno.test("runLoad() injects the latency before each request and says what it was; without one it says null", async () => {
  const create = (latency: number) =>
    runLoad(loadOf({
      ...{ operations: 4, poolSize: 2, latency },
      async operation(session) {
        await session.execute("SELECT now() FROM system.local");
        await session.execute("SELECT now() FROM system.local");
      },
    }));
  const { injectedLatency, serviceTime } = await create(1);
  assert.equal(injectedLatency?.count, 8);
  assert.ok(injectedLatency.min >= 1 && (serviceTime?.min ?? 0) >= 2);
  assert.equal((await create(0)).injectedLatency, null);
});

Deno.test("runLoad() stops sending when told, waits for what is in flight, and says what it measured", async () => {
  const controller = new AbortController();
  const started: number[] = [];
  const gates = Array.from({ length: 100 }, () => Promise.withResolvers<void>());
  const running = runLoad(loadOf({
    ...{ operations: 100, poolSize: 4 },
    operation(_session, index) {
      started.push(index);
      return gates[index]?.promise ?? assert.fail();
    },
  }, { signal: controller.signal }));
  await turn();
  for (const index of [0, 1, 2]) gates[index]?.resolve();
  await turn();
  assert.equal(started.length, 7);
  controller.abort();
  for (const { resolve } of gates) resolve();

  const { status, operations, errors, serviceTime } = await running;
  assert.deepEqual({ status, operations, failed: errors.total }, {
    status: "aborted",
    operations: 7,
    failed: 0,
  });
  assert.equal(serviceTime?.count, 7);
  assert.equal(started.length, 7);
});

Deno.test("runLoad() stops waiting for operations that hang soon after the abort, and their late end changes nothing", async () => {
  const delays = collectTimeouts();
  const controller = new AbortController();
  const late = Promise.withResolvers<void>();
  const running = runLoad(loadOf({
    ...{ operations: 10, poolSize: 5 },
    operation: (_session, index) => index < 3 ? Promise.resolve() : late.promise,
  }, { signal: controller.signal }));
  await turn();
  controller.abort();
  delays.restore();
  const result = await running;
  assert.deepEqual([...new Set(delays.asked)], [GRACE.operations]);
  assert.equal(result.status, "aborted");
  assert.equal(result.operations, 3);

  const before = structuredClone(result);
  late.resolve();
  await turn();
  assert.deepEqual(result, before);
});

Deno.test("runLoad() runs nothing when it is told to stop before it starts", async () => {
  const result = await runLoad(loadOf({
    warmup: "default",
    makeInput: () => assert.fail("an input was made"),
    operation: () => assert.fail("an operation ran"),
  }, { signal: AbortSignal.abort() }));
  const { status, operations, elapsed, throughput, serviceTime, warmup } = result;
  assert.deepEqual({ status, operations, elapsed, throughput, serviceTime, warmup }, {
    warmup: { operations: 0, elapsed: 0 },
    status: "aborted",
    operations: 0,
    elapsed: 0,
    throughput: 0,
    serviceTime: null,
  });
});

Deno.test("runLoad() completes when the signal comes with the last operation", async () => {
  const controller = new AbortController();
  const delays = collectTimeouts();
  try {
    const { status } = await runLoad(loadOf({
      operations: 3,
      operation: (_session, index) => Promise.resolve(index === 2 && controller.abort()),
    }, { signal: controller.signal }));
    assert.equal(status, "completed");
  } finally {
    delays.restore();
  }
});

Deno.test("runLoad() leaves no listener on the signal, which may outlive it", async () => {
  const { signal, listeners } = countedSignal();
  await runLoad(loadOf({}, { signal }));
  assert.equal(listeners(), 0);
});

Deno.test({
  name: "runLoad() leaves no timer when all operations end after the abort",
  sanitizeOps: true,
  async fn() {
    const controller = new AbortController();
    const running = runLoad(loadOf({ operation: turn }, { signal: controller.signal }));
    await turn();
    controller.abort();
    assert.equal((await running).status, "aborted");
  },
});

Deno.test("runLoad() tells its progress five times a second, over all blocks", async () => {
  await withClock(async (clock) => {
    const told: [number, number][] = [];
    const { elapsed } = await runLoad(loadOf({
      operations: BLOCK + 2,
      makeInput(index) {
        clock.now += 1;
        return index;
      },
      operation(_session, index) {
        if (index === 2 || index === BLOCK + 1) {
          clock.now += 200;
          clock.tick(200);
        }
        return Promise.resolve();
      },
    }, { onProgress: (done, elapsed) => told.push([done, elapsed]) }));
    assert.deepEqual(told, [[2, 200], [BLOCK + 1, 400]]);
    assert.equal(elapsed, 400, "the blocks' times add up");
    clock.tick(200);
    assert.equal(told.length, 2, "the end stops it");
  });
});

Deno.test("runLoad() watches the client while operations run, and not while inputs are made", async () => {
  await withClock(async (clock) => {
    const { client } = await runLoad(loadOf({
      operations: 3,
      makeInput() {
        clock.now += 500;
        clock.tick(100);
      },
      operation() {
        clock.now += 107;
        clock.tick(100);
        return Promise.resolve();
      },
    }));
    assert.equal(client.eventLoopLag?.max, 7);
  });
});
