import assert from "node:assert/strict";
import { type Measured, mergeMeasured, mergeSeconds } from "../../src/measure/measured.ts";
import type { CaseResult, Schedule } from "../../src/result/case.ts";
import type { ClientHealth } from "../../src/result/client_health.ts";
import { HEALTHY } from "../result/fixture.ts";
import { seededRandom } from "../support/random.ts";
import { type Ended, figures, measuredOf, randomStream, sum } from "./fixture.ts";

/** Streams of threads, which end at different times; one may have had nothing to do. */
function randomThreads(seed: number): { stream: Ended[]; length: number }[] {
  const random = seededRandom(seed);
  return Array.from({ length: 2 + random.below(3) }, (_, at) => {
    const length = 300 + random.below(4_000);
    return { stream: randomStream(seed * 10 + at, random.below(3) * 100, length), length };
  });
}

for (const isOpen of [true, false]) {
  Deno.test(`mergeMeasured() of threads is what one would have measured, second by second: for 15 random ${isOpen ? "open" : "closed"} loads`, () => {
    for (let seed = 1; seed <= 15; seed++) {
      const threads = randomThreads(seed);
      const whole = measuredOf(
        threads.flatMap(({ stream }) => stream).sort((a, b) => a.done - b.done),
        Math.max(...threads.map(({ length }) => length)),
        { isOpen },
      );
      const parts = threads.map(({ stream, length }) => measuredOf(stream, length, { isOpen }));
      assert.deepEqual(figures(mergeMeasured(parts)), figures(whole));
    }
  });
}

Deno.test("mergeMeasured() of one thread is what it measured", () => {
  const one = measuredOf(randomStream(1, 50, 900), 900);
  assert.deepEqual(mergeMeasured([one]), one);
});

Deno.test("mergeMeasured() divides by the wall time of the thread that took longest", () => {
  const parts = [100, 400].map((length) =>
    measuredOf([{ operation: 0, due: 0, sent: 0, done: 50, outcome: "succeeded" }], length)
  );
  const { elapsed, throughput } = mergeMeasured(parts);
  assert.deepEqual({ elapsed, throughput }, { elapsed: 400, throughput: 5 });
});

Deno.test("mergeMeasured() divides by the schedule's length what all threads of an open load sent in it, unless one was stopped", () => {
  const schedule = scheduleOf(1, 0, 0);
  const part = (length: number, status: CaseResult["status"]) =>
    measuredOf([{ operation: 0, due: 0, sent: 0, done: 50, outcome: "succeeded" }], length, {
      ...{ schedule, status },
    });
  assert.equal(mergeMeasured([part(2_100, "completed"), part(4_000, "completed")]).throughput, 1);
  assert.equal(mergeMeasured([part(2_100, "completed"), part(4_000, "aborted")]).throughput, 0.5);
});

Deno.test("mergeMeasured() of threads that were stopped at once has a throughput", () => {
  const { throughput, series } = mergeMeasured([measuredOf([], 0), measuredOf([], 0)]);
  assert.deepEqual([throughput, series], [0, []]);
});

Deno.test("mergeMeasured() adds up classes whatever their names, and keeps each one's first example", () => {
  const withErrors = (counts: Record<string, number>, example: string): Measured => {
    const { errors, ...none } = measuredOf([], 10);
    const examples = Object.fromEntries(Object.keys(counts).map((name) => [name, example]));
    return { ...none, errors: { ...errors, byClass: counts, examples } };
  };
  const { errors } = mergeMeasured([
    withErrors({ unavailable: 2 }, "first"),
    withErrors({ unavailable: 3, constructor: 1 }, "second"),
    withErrors({ constructor: 4 }, "third"),
  ]);
  assert.deepEqual(Object.entries(errors.byClass), [["unavailable", 5], ["constructor", 5]]);
  assert.equal(errors.examples.unavailable, "first");
  assert.equal(
    Object.entries(errors.examples).find(([name]) => name === "constructor")?.[1],
    "second",
  );
});

Deno.test("mergeMeasured() starts with the first thread, and was stopped if one was", () => {
  const at = (startedAt: string, status: CaseResult["status"]) =>
    measuredOf([], 10, { startedAt, status });
  const late = at("2026-11-22T06:25:01.030Z", "completed");
  const early = at("2026-11-22T06:25:01.005Z", "completed");
  assert.equal(mergeMeasured([late, early]).startedAt, early.startedAt);
  assert.equal(mergeMeasured([late, early]).status, "completed");
  assert.equal(mergeMeasured([late, at(late.startedAt, "aborted")]).status, "aborted");
});

Deno.test("mergeMeasured() adds up refused times, warm-up operations, drops and what was never sent", () => {
  const part = (refused: number, operations: number, elapsed: number) =>
    measuredOf([], 10, {
      ...{ refused, dropped: refused * 2, unsent: refused * 3 },
      warmup: { operations, elapsed },
    });
  const { refused, dropped, unsent, warmup } = mergeMeasured([part(1, 30, 250), part(4, 12, 260)]);
  assert.deepEqual({ refused, dropped, unsent, warmup }, {
    ...{ refused: 5, dropped: 10, unsent: 15 },
    warmup: { operations: 42, elapsed: 260 },
  });
});

/** How a thread met its part of 1,000 operations per second for 2 s: so many sent, the last one so much too late. */
function scheduleOf(sent: number, dropped: number, overrun: number): Schedule {
  const [rate, length] = [1_000, 2_000];
  return {
    rate,
    achieved: sent / (length + overrun) * 1_000,
    due: sent + dropped,
    length,
    overrun,
  };
}

Deno.test("mergeMeasured() adds up what was due and sent, until the last thread sent its last: for 100 random schedules", () => {
  const random = seededRandom(4);
  for (let run = 0; run < 100; run++) {
    const threads = Array.from(
      { length: 2 + random.below(4) },
      () => [random.below(900), random.below(20), random.below(3) * random.number() * 900] as const,
    );
    const whole = scheduleOf(
      sum(threads, ([sent]) => sent),
      sum(threads, ([, dropped]) => dropped),
      Math.max(...threads.map(([, , overrun]) => overrun)),
    );
    const parts = threads.map((thread) => measuredOf([], 10, { schedule: scheduleOf(...thread) }));
    const { achieved = NaN, ...merged } = mergeMeasured(parts).schedule ?? {};
    const { achieved: expected, ...others } = whole;
    assert.deepEqual(merged, others);
    assert.ok(Math.abs(achieved - expected) < 1e-6, `${achieved}, expected ${expected}`);
  }
});

Deno.test("mergeMeasured() of closed loads has no schedule", () => {
  assert.equal(mergeMeasured([measuredOf([], 10), measuredOf([], 10)]).schedule, null);
});

Deno.test("mergeMeasured() lets the busiest thread stand for all, as it works and not as it spins; what is in flight and CPU time add up", () => {
  const client = (parts: Partial<ClientHealth>) =>
    measuredOf([], 10, { client: { ...HEALTHY, ...parts } });
  const { client: merged } = mergeMeasured([
    client({
      cpuTime: 9,
      ...{ cpu: 0.99, spinning: 0.9, eventLoopLag: { p50: 1, p99: 50, max: 60, stalls: 3 } },
      ...{ pool: { mean: 4, max: 10, full: 0.5 }, driver: { inFlight: 900, limit: 2_048 } },
    }),
    client({
      cpuTime: 60,
      ...{ cpu: 0.7, spinning: 0.1, eventLoopLag: { p50: 2, p99: 3, max: 80, stalls: 1 } },
      ...{ pool: { mean: 6, max: 7, full: 0 }, driver: { inFlight: 3, limit: 2_048 } },
    }),
    client({ cpu: 0.2, eventLoopLag: null, pool: { mean: 0.5, max: 1, full: 1 } }),
  ]);
  assert.deepEqual(merged, {
    cpuTime: 69,
    ...{ cpu: 0.7, spinning: 0.1, eventLoopLag: { p50: 2, p99: 50, max: 80, stalls: 3 } },
    ...{ pool: { mean: 10.5, max: 18, full: 0.5 }, driver: { inFlight: 900, limit: 2_048 } },
  });
});

Deno.test("mergeMeasured() of threads too short to be probed has no lag", () => {
  const short = measuredOf([], 10, { client: { ...HEALTHY, eventLoopLag: null } });
  assert.equal(mergeMeasured([short, short]).client.eventLoopLag, null);
});

Deno.test("mergeMeasured() merges injected latency", () => {
  const { serviceTime } = measuredOf(randomStream(1, 100, 900), 900);
  const part = measuredOf([], 10, { injectedLatency: serviceTime });
  const { injectedLatency } = mergeMeasured([part, part, measuredOf([], 10)]);
  assert.equal(injectedLatency?.count, 2 * (serviceTime?.count ?? NaN));
  assert.equal(injectedLatency?.p99, serviceTime?.p99);
});

Deno.test("mergeSeconds() of threads has a response time only where the load is open", () => {
  const [open, closed] = [true, false].map((isOpen) =>
    measuredOf(randomStream(6, 30, 900), 900, { isOpen }).series
  );
  assert.ok("responseTime" in mergeSeconds([...open ?? [], ...open ?? []]));
  assert.ok(!("responseTime" in mergeSeconds([...closed ?? [], ...closed ?? []])));
});

Deno.test("mergeMeasured() of threads has 50 classes of errors at most, and counts those of others", () => {
  const parts = [0, 1].map((thread) => {
    const part = measuredOf([], 1_000);
    const names = Array.from({ length: 40 }, (_, at) => `thread ${thread}, ${at}`);
    const byClass = Object.fromEntries(names.map((name) => [name, 2]));
    const examples = Object.fromEntries(names.map((name) => [name, name]));
    return { ...part, errors: { total: 80, byClass, examples, serviceTime: null } };
  });
  const { total, byClass } = mergeMeasured(parts).errors;
  assert.deepEqual([total, Object.keys(byClass).length, byClass.others], [160, 51, 60]);
});

Deno.test("mergeMeasured() merges the outages of threads, and one that ended its load ends the case", () => {
  const lost = { outages: [{ from: 100, to: null, errors: 7 }], endedBy: "outage" as const };
  const short = { outages: [{ from: 50, to: 200, errors: 3 }] };
  const merged = mergeMeasured([measuredOf([], 1_000, lost), measuredOf([], 1_000, short)]);
  assert.deepEqual(merged.outages, [{ from: 50, to: null, errors: 10 }]);
  assert.equal(merged.endedBy, "outage");
  assert.equal(mergeMeasured([measuredOf([], 9), measuredOf([], 9)]).outages, undefined);
});
