import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { withClock } from "../support/clock.ts";
import { loadOf, turn } from "./fixture.ts";

Deno.test("a closed load with a duration sends nothing after it, waits for what is in flight, and counts all", async () => {
  await withClock(async (clock) => {
    const sent: number[] = [];
    const { operations, elapsed, status, schedule, throughput } = await runLoad(loadOf({
      duration: 1_000,
      operation() {
        sent.push(clock.now - 1_000);
        clock.now += 30;
        return Promise.resolve();
      },
    }));
    assert.equal(operations, 34);
    assert.deepEqual(sent, Array.from({ length: 34 }, (_, at) => at * 30));
    assert.equal(elapsed, 1_020);
    assert.ok(Math.abs(throughput - 34 / 1.02) < 1e-9);
    assert.deepEqual({ status, schedule }, { status: "completed", schedule: null });
  });
});

Deno.test("a closed load with a duration makes inputs in blocks, small before it knows how fast it is, the clock standing still", async () => {
  await withClock(async (clock) => {
    const blocks: number[] = [];
    let isMaking = false;
    const { operations, elapsed } = await runLoad(loadOf({
      ...{ duration: 10_000, poolSize: 3 },
      makeInput(index) {
        clock.now += 7;
        if (!isMaking) blocks.push(0);
        isMaking = true;
        blocks[blocks.length - 1]! += 1;
        return index;
      },
      async operation() {
        isMaking = false;
        await Promise.resolve();
        clock.now += 0.5;
      },
    }));
    // Two operations in a millisecond: after 500 ms, what is left of the time takes 19,000 more.
    assert.deepEqual(blocks.slice(0, 4), [1_000, 5_000, 5_000, 5_000]);
    assert.equal(blocks.length, 5);
    assert.ok(Math.abs((blocks[4] ?? 0) - 4_000) <= 3, `${blocks[4]}`);
    assert.ok(Math.abs(operations - 20_000) <= 3, `${operations}`);
    assert.ok(elapsed >= 10_000 && elapsed <= 10_002, `${elapsed}`);
  });
});

Deno.test("a closed load with a duration stops when told, and is aborted", async () => {
  const controller = new AbortController();
  const running = runLoad(loadOf({ duration: 60_000, poolSize: 5, operation: turn }, {
    signal: controller.signal,
  }));
  await turn();
  controller.abort();
  const { status, operations, elapsed } = await running;
  assert.equal(status, "aborted");
  assert.ok(operations >= 5);
  assert.ok(elapsed < 1_000);
});

Deno.test("a closed load of 1,000,000 operations has at most 5,000 inputs ready, and runs each once", async () => {
  let made = 0, sent = 0, furthest = 0;
  const { operations, serviceTime } = await runLoad(loadOf({
    ...{ operations: 1_000_000, poolSize: 100 },
    makeInput(index) {
      made++;
      if (made - sent > furthest) furthest = made - sent;
      return index;
    },
    operation(_session, index) {
      if (index !== sent++) assert.fail(`input ${index}`);
      return Promise.resolve();
    },
  }));
  assert.equal(operations, 1_000_000);
  assert.equal(serviceTime?.count, 1_000_000);
  assert.equal(furthest, 5_000);
});

for (
  const [poolSize, block] of [[1, 5_000], [100, 5_000], [400, 20_000], [2_000, 50_000]] as const
) {
  Deno.test(`a closed load with a pool of ${poolSize} makes ${block} inputs at a time`, async () => {
    const firsts: number[] = [];
    let isMaking = false;
    await runLoad(loadOf({
      ...{ operations: block + 1, poolSize },
      makeInput(index) {
        if (!isMaking) firsts.push(index);
        isMaking = true;
        return index;
      },
      operation() {
        isMaking = false;
        return Promise.resolve();
      },
    }));
    assert.deepEqual(firsts, [0, block]);
  });
}

Deno.test("a closed load tells all threads' start once, after its first inputs are made", async () => {
  const events: string[] = [];
  await runLoad(loadOf({
    operations: 5_001,
    makeInput(index) {
      if (index % 5_000 === 0) events.push(`input ${index}`);
      return index;
    },
    operation: (_session, index) => Promise.resolve(index === 0 && events.push("operation 0")),
  }, {
    onReady() {
      events.push("ready");
      return Promise.resolve(performance.now());
    },
  }));
  assert.deepEqual(events, ["input 0", "ready", "operation 0", "input 5000"]);
});

Deno.test("a closed load gives up operations that never end, and its slots go on: each is a timeout, late answers are nothing", async () => {
  await withClock(async (clock) => {
    const late: (() => void)[] = [];
    const load = loadOf({
      ...{ operations: 9, poolSize: 3, timeout: 5 },
      operation: (_session, index) =>
        index % 3 === 0 ? new Promise<void>((resolve) => late.push(resolve)) : turn(),
    });
    let isDone = false;
    const running = runLoad(load).finally(() => isDone = true);
    while (!isDone) {
      for (let turns = 0; turns < 3; turns++) await turn();
      clock.now++;
      clock.tick(5);
    }
    const measured = await running;
    for (const resolve of late) resolve();
    await turn();
    assert.deepEqual([measured.operations, measured.errors.byClass], [9, { clientTimeout: 3 }]);
    assert.equal(
      measured.errors.examples.clientTimeout,
      "the operation took longer than its timeout of 5 ms",
    );
    assert.ok((measured.errors.serviceTime?.min ?? 0) >= 5);
    assert.equal(measured.status, "completed");
  });
});
