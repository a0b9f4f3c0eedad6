import assert from "node:assert/strict";
import { runLoad } from "../../../src/engine/load.ts";
import { createMixChoice } from "../../../src/engine/operations/choices.ts";
import { type Measured, mergeMeasured } from "../../../src/measure/measured.ts";
import type { CaseResult } from "../../../src/result/case.ts";
import type { TimeSummary } from "../../../src/result/time_summary.ts";
import { context } from "../../../src/scenario/context.ts";
import { type Clock, withClock } from "../../support/clock.ts";
import { seededRandom } from "../../support/random.ts";
import { collectTimeouts, countedSignal, loadOf, planOf, turn, upTo } from "../fixture.ts";

// All rates are so high that the alarm needs no timer: timers are real, and the clock is not.

/** Lets the clock go on in steps of a millisecond, and the event loop after each. */
async function pass(clock: Clock, ms: number, onStep: () => void = () => {}): Promise<void> {
  await turn();
  for (const end = clock.now + ms; clock.now < end;) {
    clock.now = Math.min(end, clock.now + 1);
    onStep();
    await turn();
    await turn();
  }
}

/** Lets the clock go on until the load has ended. */
async function untilEnd(
  clock: Clock,
  running: Promise<Measured>,
  onStep?: () => void,
): Promise<Measured> {
  let isDone = false;
  running.finally(() => isDone = true).catch(() => {});
  while (!isDone) await pass(clock, 1, onStep);
  return await running;
}

/** A server that answers when the test's clock shows what `answersAt` says. */
function createServer(clock: Clock, answersAt: (sentAt: number) => number) {
  let open: { at: number; answer: () => void }[] = [];
  return {
    operation(): Promise<void> {
      const at = answersAt(clock.now);
      if (at <= clock.now) return Promise.resolve();
      return new Promise((answer) => open.push({ at, answer }));
    },
    answer(): void {
      const due = open.filter(({ at }) => at <= clock.now);
      open = open.filter(({ at }) => at > clock.now);
      for (const { answer } of due) answer();
    },
  };
}

function assertClose(actual: number | undefined, expected: number): void {
  const isClose = Math.abs((actual ?? NaN) - expected) <= Math.max(1e-6, expected / 1_000);
  assert.ok(isClose, `${actual} instead of ${expected}`);
}

function assertPercentiles(times: TimeSummary | null, expected: Partial<TimeSummary>): void {
  for (const [name, value] of Object.entries(expected)) {
    assertClose(Number(times?.[name as keyof TimeSummary]), Number(value));
  }
}

const START = 1_000;

Deno.test("an open load sends each operation when it is due, and all that are due on each wake", async () => {
  await withClock(async (clock) => {
    const sent: [number, number][] = [];
    const running = runLoad(loadOf({
      ...{ rate: 1_000, duration: 700, poolSize: 1_000 },
      async operation(_session, index) {
        sent.push([index, clock.now - START]);
        await turn();
      },
    }));
    await pass(clock, 5);
    assert.deepEqual(sent, upTo(6).map((index) => [index, index]));
    clock.now += 500;
    await turn();
    await turn();
    assert.deepEqual(sent.slice(6), upTo(500).map((at) => [6 + at, 505]));
    const { waitTime, schedule, operations, client, elapsed } = await untilEnd(clock, running);
    assert.deepEqual(sent.slice(506), upTo(194).map((at) => [506 + at, 506 + at]));
    assert.equal(operations, 700);
    assertPercentiles(waitTime, { min: 0, max: 499, mean: 499 * 500 / 2 / 700 });
    assert.deepEqual(schedule, { rate: 1_000, achieved: 1_000, due: 700, length: 700, overrun: 0 });
    assert.equal(elapsed, 700, "the last gap belongs to the schedule");
    assert.ok(client.pool.max >= 256 && client.pool.full === 0);
  });
});

/** A server that answers at once, but not for two of six seconds. */
const stall = (sentAt: number) =>
  sentAt >= START + 2_000 && sentAt < START + 4_000 ? START + 4_000 : sentAt;

for (const poolSize of [1, 100, 10_000]) {
  Deno.test(`a stall of 2 s at 1,000/s and a pool of ${poolSize}: response p90 1.40 s, p99 1.94 s, and wait + service = response`, async () => {
    await withClock(async (clock) => {
      const { operation, answer } = createServer(clock, stall);
      const load = loadOf({ rate: 1_000, duration: 6_000, poolSize, operation });
      const measured = await untilEnd(clock, runLoad(load), answer);
      const { operations, responseTime, serviceTime, waitTime, schedule, client } = measured;
      assert.equal(operations, 6_000);
      // 2,000 operations are due in the stall, and each waits for its end; the p99 is the 60th of them.
      assertPercentiles(responseTime, { p50: 0, p90: 1_401, p99: 1_941, max: 2_000 });
      assertClose(responseTime?.mean, 2_001_000 / 6_000);
      assertClose(
        (waitTime?.mean ?? NaN) + (serviceTime?.mean ?? NaN),
        responseTime?.mean ?? NaN,
      );
      const stalled = Math.min(poolSize, 2_000);
      assertClose(serviceTime?.mean, (2_000 - (stalled - 1) / 2) * stalled / 6_000);
      assert.equal(client.pool.max, stalled);
      assertClose(client.pool.full, poolSize < 2_000 ? (2_000 - stalled + 1) / 6_000 : 0);
      assert.deepEqual(schedule, {
        ...{ rate: 1_000, achieved: 1_000, due: 6_000, length: 6_000, overrun: 0 },
      });
    });
  });
}

Deno.test("a closed load does not see the same stall: its p99 is that of a good server", async () => {
  await withClock(async (clock) => {
    const { operation, answer } = createServer(
      clock,
      (sentAt) => Math.max(sentAt + 1, stall(sentAt)),
    );
    const load = loadOf({ duration: 6_000, poolSize: 10, operation });
    const { responseTime } = await untilEnd(clock, runLoad(load), answer);
    assert.ok((responseTime?.p99 ?? NaN) <= 1.001, `${responseTime?.p99}`);
  });
});

Deno.test("a full pool with queue: operations are sent in order and keep their due time; those that are never sent have their age", async () => {
  await withClock(async (clock) => {
    const sent: number[] = [];
    const { operation, answer } = createServer(clock, (sentAt) => sentAt + 5);
    const measured = await untilEnd(
      clock,
      runLoad(loadOf({
        ...{ rate: 1_000, operations: 100, poolSize: 1 },
        operation(_session, index) {
          sent.push(index);
          return operation();
        },
      })),
      answer,
    );
    // Operation i is due at i, sent at 5 i and done at 5 i + 5; from number 20 on they are due and never sent.
    assert.deepEqual(sent, upTo(20));
    const { operations, dropped, unsent } = measured;
    assert.deepEqual({ operations, dropped, unsent }, { operations: 20, dropped: 0, unsent: 80 });
    const waits = [...upTo(20).map((i) => 4 * i), ...upTo(80).map((i) => 80 - i)];
    const mean = (times: readonly number[]) => times.reduce((a, b) => a + b) / times.length;
    assertPercentiles(measured.serviceTime, { count: 20, min: 5, max: 5 });
    assertPercentiles(measured.waitTime, { count: 100, min: 0, mean: mean(waits), max: 80 });
    assertPercentiles(measured.responseTime, {
      ...{ count: 100, min: 1, mean: mean(waits) + 1, max: 81 },
    });
    assert.deepEqual(measured.schedule, {
      ...{ rate: 1_000, achieved: 200, due: 100, length: 100, overrun: 0 },
    });
    assert.equal(measured.elapsed, 100);
    assert.equal(measured.throughput, 200);
    assert.equal(measured.status, "completed");
    assertClose(measured.client.pool.full, 1);
  });
});

for (const [rate, poolSize] of [[400_000, 2], [1_000_000, 100]] as const) {
  Deno.test(`an open load of ${rate} per second on a server that cannot keep up ends in time, and counts what was never sent`, async () => {
    const begun = performance.now();
    let made = 0;
    const measured = await runLoad(loadOf({
      ...{ rate, duration: 300, poolSize },
      makeInput: (index) => {
        made++;
        return index;
      },
      operation: () => new Promise((resolve) => setTimeout(resolve, 1)),
    }));
    const { operations, dropped, unsent, schedule, waitTime, responseTime, series } = measured;
    // A busy machine takes longer, but to send everything would take it a minute.
    assert.ok(measured.elapsed >= 300 && measured.elapsed < 3_000, `${measured.elapsed}`);
    assert.ok(performance.now() - begun < 5_000, "the counting takes no time to speak of");
    assert.equal(schedule?.due, rate * 0.3);
    assert.equal(operations + dropped + unsent, schedule?.due);
    assert.ok(unsent > operations);
    assert.equal(dropped, 0);
    assert.ok(made <= 50_000 + operations, "what is never sent needs no input");
    // The first that was never sent had waited for as long as all those before it took.
    const oldest = 300 - operations / rate * 1_000;
    for (const time of [waitTime, responseTime]) {
      assert.equal(time?.count, operations + unsent);
      assert.ok((time?.max ?? 0) >= oldest - 1e-6, `${time?.max} instead of ${oldest}`);
    }
    assert.equal(measured.serviceTime?.count, operations);
    assert.ok(Math.abs(measured.throughput - operations / 0.3) < 1e-6);
    assert.equal(series.reduce((sum, second) => sum + second.unsent, 0), unsent);
    assert.equal(measured.status, "completed");
  });
}

Deno.test("an open load of more than this thread can send ends in time, although its pool is never full", async () => {
  const { operations, unsent, schedule, elapsed } = await runLoad(loadOf({
    ...{ rate: 10_000_000, duration: 200, poolSize: 1_000 },
  }));
  assert.equal(operations + unsent, 2_000_000);
  assert.equal(schedule?.due, 2_000_000);
  assert.ok(elapsed >= 200 && elapsed < 2_000, `${elapsed}`);
});

Deno.test("what is in flight when the schedule ends is awaited, counts, and makes the wall time longer but not the time asked for", async () => {
  await withClock(async (clock) => {
    const { operation, answer } = createServer(clock, (sentAt) => sentAt + 1_500);
    const load = loadOf({ rate: 1_000, duration: 700, poolSize: 1_000, operation });
    const measured = await untilEnd(clock, runLoad(load), answer);
    assert.deepEqual([measured.operations, measured.unsent, measured.errors.total], [700, 0, 0]);
    assert.equal(measured.elapsed, 699 + 1_500);
    assert.equal(measured.throughput, 1_000);
    assert.deepEqual(measured.series.map(({ at, operations }) => [at, operations]), [
      [1_000, 0],
      [2_000, 501],
      [2_199, 199],
    ]);
  });
});

for (const hanging of [1, 3]) {
  Deno.test(`what hangs when the schedule ends is given up after the drain: ${hanging} of a pool of 3`, async () => {
    const late = Promise.withResolvers<void>();
    const measured = await runLoad(loadOf({
      ...{ rate: 1_000, duration: 200, drain: 30, poolSize: 3 },
      operation: (_session, index) => index < hanging ? late.promise : turn(),
    }));
    late.resolve();
    await turn();
    const { operations, unsent, errors, elapsed, schedule, status } = measured;
    assert.deepEqual(errors.byClass, { clientTimeout: hanging });
    assert.deepEqual(errors.examples, {
      clientTimeout: "the operation was still in flight 30 ms after the schedule's end",
    });
    assert.equal(operations + unsent, schedule?.due);
    if (hanging === 3) assert.equal(operations, 3);
    assert.ok((errors.serviceTime?.max ?? 0) >= 30, `${errors.serviceTime?.max}`);
    assert.ok(elapsed >= 230 && elapsed < 10_000, `${elapsed}`);
    assert.equal(status, "completed");
  });
}

Deno.test("a page that hangs when the schedule ends is given up with its steps, which send nothing more", async () => {
  const signals: AbortSignal[] = [];
  let measured: Measured | undefined;
  await withClock(async (clock) => {
    const load = loadOf({
      ...{ rate: 1_000, duration: 5, drain: 10, poolSize: 1, mode: ["serial"] },
      steps: (page) =>
        page.step("hangs", () => {
          signals.push(context().signal);
          return new Promise(() => {});
        }).step("never runs", () => assert.fail("sent")),
    });
    measured = await untilEnd(clock, runLoad(load));
  });
  assert.deepEqual(measured?.errors.byClass, { clientTimeout: 1 });
  assert.deepEqual(signals.map(({ aborted }) => aborted), [true]);
  assert.equal(measured?.unsent, 4);
});

Deno.test("what several threads never sent adds up, and their throughput is that of the time asked for", async () => {
  const wishes = { rate: 20_000, duration: 100, poolSize: 4, workers: 2 };
  const parts = await Promise.all(
    upTo(2).map((worker) =>
      runLoad(loadOf({
        ...wishes,
        operation: () => new Promise((resolve) => setTimeout(resolve, 10)),
      }, { share: { worker, workers: 2 } }))
    ),
  );
  const merged = mergeMeasured(parts);
  assert.equal(merged.schedule?.due, 2_000);
  assert.equal(merged.operations + merged.unsent, 2_000);
  assert.ok(merged.unsent > 1_800);
  assert.equal(merged.waitTime?.count, 2_000);
  assert.ok(Math.abs(merged.throughput - merged.operations / 0.1) < 1e-6);
  assert.ok(merged.elapsed > 100);
});

Deno.test("what a mix never sent is counted for the operation that each would have been", async () => {
  await withClock(async (clock) => {
    const { operation, answer } = createServer(clock, (sentAt) => sentAt + 50);
    const mix = { read: { weight: 3, operation }, write: { weight: 1, operation } };
    const load = loadOf({ rate: 10_000, duration: 100, poolSize: 1, mix });
    const measured = await untilEnd(clock, runLoad(load), answer);
    const choose = createMixChoice([3, 1], 1);
    const due = [0, 0];
    for (const index of upTo(1_000)) due[choose(index)]! += 1;
    const own = measured.mix ?? [];
    assert.equal(measured.operations, 2);
    assert.equal(own.reduce((sum, { unsent }) => sum + unsent, 0), measured.unsent);
    assert.deepEqual(own.map(({ operations, unsent }) => operations + unsent), due);
    assert.deepEqual(own.map(({ waitTime }) => waitTime?.count), due);
  });
});

Deno.test("an operation that is due when a slot is free is sent, although only the end of the schedule shows it", async () => {
  await withClock(async (clock) => {
    const running = runLoad(loadOf({ rate: 1_000, duration: 50, poolSize: 100 }));
    await pass(clock, 30);
    clock.now += 40;
    const { operations, unsent, schedule } = await untilEnd(clock, running);
    assert.deepEqual({ operations, unsent }, { operations: 50, unsent: 0 });
    assert.equal(schedule?.overrun, 20, "this thread was late");
  });
});

Deno.test("an open load that hears of its start after its end sends as much as it has slots", async () => {
  for (const [poolSize, sent] of [[100, 50], [20, 20]] as const) {
    await withClock(async (clock) => {
      const load = loadOf({ rate: 1_000, duration: 50, poolSize, operation: turn }, {
        onReady() {
          const start = clock.now;
          clock.now += 70;
          return Promise.resolve(start);
        },
      });
      const { operations, unsent } = await untilEnd(clock, runLoad(load));
      assert.deepEqual({ operations, unsent }, { operations: sent, unsent: 50 - sent });
    });
  }
});

for (const poolSize of [1, 3]) {
  Deno.test(`a full pool of ${poolSize} with drop: what is due then is dropped, and what is sent does not wait`, async () => {
    await withClock(async (clock) => {
      const sent: [number, number][] = [];
      const { operation, answer } = createServer(clock, (sentAt) => sentAt + 4.5);
      const measured = await untilEnd(
        clock,
        runLoad(loadOf({
          ...{ rate: 1_000, duration: 100, poolSize, overflow: "drop" },
          operation(_session, index) {
            sent.push([index, clock.now - START]);
            return operation();
          },
        })),
        answer,
      );
      // Of every five, as many are sent as the pool is large: it is free again half a millisecond before the next.
      const expected = upTo(100).filter((index) => index % 5 < poolSize);
      assert.deepEqual(sent, expected.map((index) => [index, index]), "operation i has input i");
      assert.equal(measured.operations, expected.length);
      assert.equal(measured.dropped, 100 - expected.length);
      assert.equal(measured.waitTime?.max, 0);
      assert.equal(measured.client.pool.max, poolSize);
      assert.equal(measured.schedule?.due, 100);
      assert.equal(measured.status, "completed");
      const inSeries = measured.series.reduce((sum, { dropped }) => sum + dropped, 0);
      assert.equal(inSeries, measured.dropped);
    });
  });
}

Deno.test("operations + dropped + unsent = due, in flight is never above the pool, and operation i is due at i: 40 random loads", async () => {
  const random = seededRandom(21);
  for (let round = 0; round < 40; round++) {
    await withClock(async (clock) => {
      const poolSize = 1 + random.below(150);
      const overflow = random.pick(["queue", "drop"] as const);
      const arrivals = random.pick(["constant", "poisson"] as const);
      const rate = 5_000 + random.below(10_000);
      const { operation, answer } = createServer(clock, (at) => at + random.number() ** 4 * 40);
      const seen: number[] = [];
      let inFlight = 0, most = 0;
      const load = loadOf({
        ...{ rate, duration: 50, poolSize, overflow, arrivals, seed: round },
        async operation(_session, index) {
          seen.push(index);
          most = Math.max(most, ++inFlight);
          try {
            await operation();
            if (random.below(10) === 0) throw new Error("random");
          } finally {
            inFlight--;
          }
        },
      });
      const { operations, dropped, unsent, schedule, client, errors, ...times } = await untilEnd(
        clock,
        runLoad(load),
        answer,
      );
      assert.equal(operations, seen.length);
      assert.equal(operations + dropped + unsent, schedule?.due);
      if (overflow === "queue") assert.equal(dropped, 0);
      else assert.equal(unsent, 0);
      if (arrivals === "constant") assert.equal(schedule?.due, Math.ceil(rate * 50 / 1_000));
      assert.ok(most <= poolSize);
      assert.equal(client.pool.max, most);
      assert.equal(new Set(seen).size, seen.length);
      assert.deepEqual(seen, seen.toSorted((a, b) => a - b), "inputs in the schedule's order");
      assertAddUp(times, unsent);
      assert.equal(errors.total + (times.serviceTime?.count ?? 0), operations);
    });
  }
});

function assertAddUp(
  { serviceTime, waitTime, responseTime }: Pick<
    CaseResult,
    "serviceTime" | "waitTime" | "responseTime"
  >,
  unsent: number,
): void {
  const count = (serviceTime?.count ?? 0) + unsent;
  assert.deepEqual([waitTime?.count ?? 0, responseTime?.count ?? 0], [count, count]);
  const sum = (time: TimeSummary | null) => (time?.mean ?? 0) * (time?.count ?? 0);
  const off = sum(waitTime) + sum(serviceTime) - sum(responseTime);
  assert.ok(Math.abs(off) < 1e-6 * count, `${off}`);
}

Deno.test("an open load has met its schedule although its random arrivals take longer than on average", async () => {
  for (let seed = 0; seed < 10; seed++) {
    await withClock(async (clock) => {
      const load = loadOf({
        rate: 20_000,
        operations: 2_000,
        poolSize: 50,
        arrivals: "poisson",
        seed,
      });
      const { schedule, operations } = await untilEnd(clock, runLoad(load));
      assert.equal(operations, 2_000);
      assert.ok((schedule?.overrun ?? NaN) <= 1, `${schedule?.overrun} ms over with seed ${seed}`);
    });
  }
});

Deno.test("a schedule without any operation ends at once, with nothing measured", async () => {
  await withClock(async (clock) => {
    // A ramp so short that only its first operation could be due, and that is another thread's.
    const load = loadOf({ stages: [{ to: 1, duration: 1_000 }], poolSize: 2 }, {
      share: { worker: 1, workers: 2 },
    });
    const measured = await untilEnd(clock, runLoad(load));
    assert.equal(measured.operations, 0);
    assert.equal(measured.responseTime, null);
    assert.deepEqual(measured.schedule, {
      ...{ rate: 0.5, achieved: 0, due: 0, length: 1_000, overrun: 0 },
    });
  });
});

for (const overflow of ["queue", "drop"] as const) {
  for (const poolSize of [1, 5]) {
    Deno.test(`an open load with ${overflow} and a pool of ${poolSize} stops when told, and leaves no listener and no timer`, async () => {
      const { signal, abort, listeners } = countedSignal();
      await withClock(async (clock) => {
        const { operation, answer } = createServer(clock, (sentAt) => sentAt + 3);
        const load = loadOf({ rate: 1_000, duration: 60_000, poolSize, overflow, operation }, {
          signal,
        });
        const running = runLoad(load);
        await pass(clock, 100, answer);
        abort();
        const { status, operations, dropped, unsent, schedule, elapsed } = await untilEnd(
          clock,
          running,
          answer,
        );
        assert.equal(status, "aborted");
        assert.equal(operations + dropped + unsent, schedule?.due);
        assert.ok(elapsed >= 100 && elapsed < 110, `${elapsed}`);
        const perSecond = operations / elapsed * 1_000;
        assert.ok(Math.abs((schedule?.achieved ?? NaN) - perSecond) < 1, "of the time that it ran");
      });
      assert.equal(listeners(), 0);
    });
  }
}

Deno.test({
  name: "an open load that waits minutes for its next operation stops at once, and leaves no timer",
  sanitizeOps: true,
  sanitizeResources: true,
  async fn() {
    const controller = new AbortController();
    const load = loadOf({ rate: 0.01, duration: 600_000 }, { signal: controller.signal });
    const running = runLoad(load);
    await turn();
    const begun = performance.now();
    controller.abort();
    const { status, operations } = await running;
    assert.deepEqual({ status, operations }, { status: "aborted", operations: 1 });
    assert.ok(performance.now() - begun < 500);
  },
});

Deno.test("an open load leaves no listener when it ends by itself, also when its last operation was late", async () => {
  for (const operations of [1, 3, 100]) {
    for (const overflow of ["queue", "drop"] as const) {
      const { signal, listeners } = countedSignal();
      await withClock(async (clock) => {
        const { operation, answer } = createServer(clock, (sentAt) => sentAt + 5);
        const load = loadOf({ rate: 2_000, operations, poolSize: 2, overflow, operation }, {
          signal,
        });
        await untilEnd(clock, runLoad(load), answer);
      });
      assert.equal(listeners(), 0);
    }
  }
});

Deno.test("an open load stops waiting for operations that hang a second after the abort, and says that the pool was full", async () => {
  await withClock(async (clock) => {
    const delays = collectTimeouts();
    try {
      const controller = new AbortController();
      const running = runLoad(loadOf({
        ...{ rate: 1_000, duration: 60_000, poolSize: 2 },
        operation: (_session, index) => index < 3 ? Promise.resolve() : new Promise(() => {}),
      }, { signal: controller.signal }));
      await pass(clock, 100);
      controller.abort();
      const { status, operations, client } = await running;
      assert.deepEqual({ status, operations }, { status: "aborted", operations: 3 });
      assertClose(client.pool.full, 0.96);
    } finally {
      delays.restore();
    }
  });
});

Deno.test("an open load makes and sends nothing when it is told to stop before it starts", async () => {
  for (const warmup of [0, "default"] as const) {
    const { status, operations, schedule, client } = await runLoad(loadOf({
      ...{ rate: 1_000, duration: 1_000, warmup },
      makeInput: () => assert.fail("an input was made"),
      operation: () => assert.fail("an operation ran"),
    }, { signal: AbortSignal.abort() }));
    assert.deepEqual({ status, operations }, { status: "aborted", operations: 0 });
    assert.equal(schedule?.achieved, 0);
    assert.equal(client.pool.full, 0);
  }
});

Deno.test("an open load has 64 inputs ready, and makes later ones while nothing is due", async () => {
  await withClock(async (clock) => {
    let made = 0, sent = 0, furthest = 0, inTime = 0;
    const running = runLoad(loadOf({
      ...{ rate: 1_000, duration: 1_000, poolSize: 1_000 },
      makeInput(index) {
        assert.equal(index, made++);
        furthest = Math.max(furthest, made - sent);
        return index;
      },
      operation(_session, index) {
        assert.equal(index, sent++);
        if (made > sent) inTime++;
        return Promise.resolve();
      },
    }));
    await untilEnd(clock, running, () => assert.ok(made >= 64, "the first are made before"));
    assert.equal(sent, 1_000);
    assert.equal(made, 1_000);
    assert.equal(furthest, 64);
    assert.ok(inTime >= 900, `${inTime}`);
  });
});

Deno.test("an input that throws ends an open load with its error, also when it is made during the load", async () => {
  for (const bad of [0, 3, 100]) {
    const { signal, listeners } = countedSignal();
    await withClock(async (clock) => {
      const running = runLoad(loadOf({
        ...{ rate: 100_000, duration: 1_000, poolSize: 10 },
        makeInput(index) {
          if (index === bad) throw new Error("no such locale");
          return index;
        },
      }, { signal }));
      await assert.rejects(untilEnd(clock, running), {
        name: "ScenarioError",
        message: `Cannot make input ${bad} as the scenario's input() threw: no such locale`,
      });
    });
    assert.equal(listeners(), 0);
  }
});

Deno.test("several parts of an open load together send every operation once, when it is due", async () => {
  const wishes = { rate: 1_000, duration: 100, poolSize: 8, workers: 2 };
  const { cases, settings } = planOf(wishes);
  assert.equal(cases.length, 1);
  const sent: [number, number][] = [];
  for (const share of upTo(2).map((worker) => ({ worker, workers: settings.workers }))) {
    await withClock(async (clock) => {
      const operation = (_session: unknown, index: number) =>
        Promise.resolve(sent.push([index, clock.now - START]));
      await untilEnd(clock, runLoad(loadOf({ ...wishes, operation }, { share })));
    });
  }
  assert.deepEqual(sent.sort(([a], [b]) => a - b), upTo(100).map((index) => [index, index]));
});

Deno.test("an open load gives up operations that never end, and the pool is free for those that are due", async () => {
  await withClock(async (clock) => {
    const load = loadOf({
      ...{ rate: 1_000, operations: 100, poolSize: 4, timeout: 5 },
      operation: (_session, index) => index % 10 === 0 ? new Promise(() => {}) : turn(),
    });
    const measured = await untilEnd(clock, runLoad(load), () => clock.tick(5));
    assert.deepEqual([measured.operations, measured.errors.byClass], [100, { clientTimeout: 10 }]);
    assert.ok(measured.client.pool.max <= 4);
    assert.equal(measured.responseTime?.count, 90);
  });
});

Deno.test("an open load counts the inputs that it made when they were due, and how long that took", async () => {
  await withClock(async (clock) => {
    // Only two of them may lie ready.
    const large = "x".repeat(40_000_000);
    const load = loadOf({
      ...{ rate: 1_000, poolSize: 10, duration: 100 },
      makeInput() {
        clock.now += 1.5;
        return large as never;
      },
    });
    const { client: { lateInputs }, operations } = await untilEnd(clock, runLoad(load));
    assert.ok(operations > 50, `${operations}`);
    const { count = 0, time = NaN } = lateInputs ?? {};
    assert.ok(count > operations / 2 && count <= operations, `${count} of ${operations}`);
    assertClose(time, count * 1.5);
  });
});

Deno.test("an open load whose inputs are ready in time has none that are late", async () => {
  await withClock(async (clock) => {
    const { client } = await untilEnd(clock, runLoad(loadOf({ rate: 1_000, duration: 50 })));
    assert.equal(client.lateInputs, undefined);
  });
});

Deno.test("a thread's share of a step of a search that is all well runs to its end", async () => {
  await withClock(async (clock) => {
    const load = loadOf(
      {
        ...{ rate: 1_000, duration: 4_000, poolSize: 100, operation: turn },
        thresholds: ["responseTime.p90 < 200"],
      },
      { share: { worker: 1, workers: 4 } },
    );
    const step = { ...load, case: { ...load.case, phase: "search" as const } };
    const { status, endedBy, operations, unsent } = await untilEnd(clock, runLoad(step));
    assert.deepEqual([status, endedBy], ["completed", undefined]);
    assert.equal(operations + unsent, 1_000);
  });
});
