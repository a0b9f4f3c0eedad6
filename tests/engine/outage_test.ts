/** What loads do while nothing is answered, while the event loop has nothing to wait for, and when they are stopped. */
import assert from "node:assert/strict";
import { runLoad } from "../../src/engine/load.ts";
import { withClock } from "../support/clock.ts";
import { loadOf, turn, type Wishes } from "./fixture.ts";

/** Loads that go on until the test has seen enough. */
const LOADS: Record<string, Wishes> = {
  "a closed load": { poolSize: 10, duration: 60_000 },
  "an open load that is behind its schedule": {
    ...{ poolSize: 1, rate: 10_000_000, duration: 60_000 },
  },
  "an open load that drops": {
    ...{ poolSize: 10, rate: 100_000, overflow: "drop", duration: 60_000 },
  },
};

for (const [name, wishes] of Object.entries(LOADS)) {
  Deno.test(`the event loop turns under ${name} of operations that end at once`, async () => {
    const enough = new AbortController();
    let turns = 0, sent = 0;
    function count(): void {
      turns++;
      if (turns > 4 && sent > 500) enough.abort();
      else setTimeout(count, 1);
    }
    count();
    await runLoad(loadOf({ ...wishes, operation: () => Promise.resolve(sent++) }, {
      signal: enough.signal,
    }));
    assert.ok(turns > 4, `${turns} turns`);
    assert.ok(sent > 500, `${sent}`);
  });

  Deno.test(`${name} in which every operation throws makes few errors, and says from when nothing was answered`, async () => {
    const enough = new AbortController();
    let startedAt = NaN, failedAt = NaN, failed = 0;
    const load = loadOf({ ...wishes, operation: () => Promise.reject(new Error("bug")) }, {
      failureKind() {
        failedAt ||= performance.now();
        if (++failed >= 3 && performance.now() - failedAt > 200) enough.abort();
        return "lost";
      },
      onReady: () => Promise.resolve(startedAt = performance.now()),
      signal: enough.signal,
    });
    const { operations, errors, outages = [] } = await runLoad(load);
    assert.equal(operations, errors.total);
    assert.ok(operations >= 3 && operations <= 10 + 20, `${operations}`);
    const [outage, ...more] = outages;
    assert.deepEqual([more, outage?.to, outage?.errors], [[], null, operations]);
    assert.ok((outage?.from ?? NaN) <= failedAt - startedAt, `${outage?.from}`);
  });

  Deno.test(`${name} is not held back by errors that the server answers`, async () => {
    const enough = new AbortController();
    let sent = 0;
    const operation = () => {
      if (++sent > 500) enough.abort();
      return Promise.reject(new Error("overloaded"));
    };
    const begun = performance.now();
    const { outages } = await runLoad(loadOf({ ...wishes, operation }, { signal: enough.signal }));
    // Held back, it would take a minute to send them.
    assert.ok(sent > 500 && performance.now() - begun < 30_000, `${sent}`);
    assert.equal(outages, undefined);
  });
}

Deno.test("the event loop turns every few operations where they compute, also while their slots start", async () => {
  await withClock(async (clock) => {
    let sinceTurn = 0, most = 0, isOver = false;
    function count(): void {
      sinceTurn = 0;
      if (!isOver) setImmediate(count);
    }
    count();
    await runLoad(loadOf({
      ...{ poolSize: 50, operations: 200 },
      operation() {
        clock.now += 15;
        most = Math.max(most, ++sinceTurn);
        return Promise.resolve();
      },
    }));
    isOver = true;
    assert.ok(most <= 4, `${most} in one turn`);
  });
});

for (const rate of [undefined, 100_000]) {
  const kind = rate === undefined ? "a closed load" : "an open load";
  Deno.test(`${kind} whose operations all time out makes as many errors as its pool is large, and few more`, async () => {
    const { errors, outages = [] } = await runLoad(loadOf({
      ...{ poolSize: 50, timeout: 10, duration: 400 },
      ...rate !== undefined && { rate, drain: 0 },
      operation: () => new Promise(() => {}),
    }));
    assert.deepEqual(Object.keys(errors.byClass), ["clientTimeout"]);
    assert.ok(errors.total >= 50 && errors.total <= 50 + 25, `${errors.total}`);
    assert.equal(outages.length, 1);
  });
}

Deno.test("a load with operations to run keeps them for when the server answers again", async () => {
  let isLost = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = loadOf({
    ...{ poolSize: 10, operations: 2_000 },
    operation() {
      timer ??= setTimeout(() => isLost = false, 150);
      return isLost ? Promise.reject(new Error("lost")) : turn();
    },
  }, { failureKind: () => "lost" });
  const { status, operations, errors, outages = [] } = await runLoad(load);
  assert.deepEqual([status, operations], ["completed", 2_000]);
  assert.ok(errors.total < 30, `${errors.total}`);
  assert.equal(outages.length, 1);
  assert.equal(outages[0]?.errors, errors.total);
  assert.ok((outages[0]?.to ?? NaN) >= 140);
});

Deno.test("a load with operations to run ends with what it has when an outage lasts longer than its timeout", async () => {
  const load = loadOf({
    ...{ poolSize: 10, operations: 2_000, timeout: 120 },
    operation: (_session, index) => index < 20 ? turn() : Promise.reject(new Error("lost")),
  }, { failureKind: () => "lost" });
  const { status, endedBy, operations, errors, elapsed, outages = [] } = await runLoad(load);
  assert.deepEqual([status, endedBy], ["aborted", "outage"]);
  assert.equal(operations, 20 + errors.total);
  assert.ok(elapsed >= 120 && elapsed < 1_000, `${elapsed}`);
  assert.equal(outages[0]?.to, null);
});

Deno.test("operations that never end are an outage too, and end the load after their timeouts", async () => {
  const load = loadOf({
    ...{ poolSize: 4, operations: 1_000, timeout: 60 },
    operation: () => new Promise<void>(() => {}),
  }, { failureKind: () => "lost" });
  const { status, endedBy, errors } = await runLoad(load);
  assert.deepEqual([status, endedBy], ["aborted", "outage"]);
  assert.ok(errors.total <= 16, `${errors.total}`);
});

for (const [name, wishes] of Object.entries(LOADS)) {
  Deno.test(`${name} of operations that end at once tells how far it is, and ends when it is stopped`, async () => {
    const controller = new AbortController();
    let told = 0;
    const running = runLoad(loadOf(wishes, {
      signal: controller.signal,
      onProgress: () => {
        if (++told === 2) controller.abort();
      },
    }));
    const { status, elapsed } = await running;
    assert.equal(status, "aborted");
    assert.ok(elapsed < 3_000, `${elapsed}`);
  });
}
