import assert from "node:assert/strict";
import { plan } from "../../src/run/plan.ts";
import { scenario } from "../../src/scenario/scenario.ts";
import type { Settings } from "../../src/scenario/settings.ts";

const ping = scenario({ name: "ping", operation: () => Promise.resolve() });
const page = scenario({
  name: "page",
  steps: (page) => page.step("read", () => Promise.resolve()),
});
const stages = [{ to: 10, duration: 50 }, { from: 10, to: 0, duration: 20 }];

Deno.test("plan() fills in the defaults that the documentation promises", () => {
  const { settings, cases, steps, warmup } = plan(ping);
  assert.deepEqual(settings, {
    latency: [0],
    poolSizes: [1, 100],
    operations: 1_000,
    client: ["driver"],
    timeout: 60_000,
    onFailure: "await",
    trace: 0,
    arrivals: "constant",
    overflow: "queue",
    drain: 10_000,
    faults: [],
    warmup: 250,
    repetitions: 1,
    retries: 0,
    workers: 1,
    thresholds: [],
    matrix: {},
    seed: 1,
    keyspace: "cassbench",
    createSchema: true,
    consistency: "localOne",
    verifyWrites: false,
    connections: 1,
  });
  assert.deepEqual(cases, [
    { parameters: { latency: 0, poolSize: 1 }, repetition: 1 },
    { parameters: { latency: 0, poolSize: 100 }, repetition: 1 },
  ]);
  assert.deepEqual(warmup, { duration: 250, operations: 1_000 });
  assert.deepEqual(steps, []);
});

Deno.test("plan() runs a page serially and concurrently, one at a time or one for each worker", () => {
  const settingsOf = (settings: Settings) => {
    const { mode, poolSizes } = plan(page, settings).settings;
    return { mode, poolSizes };
  };
  const mode = ["serial", "concurrent"];
  assert.deepEqual(settingsOf({}), { mode, poolSizes: [1] });
  assert.deepEqual(settingsOf({ mode: ["concurrent"] }), { mode: ["concurrent"], poolSizes: [1] });
  assert.deepEqual(settingsOf({ workers: 2 }), { mode, poolSizes: [2] });
  assert.deepEqual(settingsOf({ rate: [5] }), { mode, poolSizes: [1_000] });
  assert.deepEqual(settingsOf({ stages }), { mode, poolSizes: [1_000] });
  assert.deepEqual(settingsOf({ poolSizes: [7] }), { mode, poolSizes: [7] });
  assert.equal(Object.hasOwn(plan(ping).settings, "mode"), false);
});

Deno.test("plan() keeps the timeout, what a failure does, and the traces that were asked for", () => {
  const asked = { timeout: 5, onFailure: "abort", trace: 3 } as const;
  const { timeout, onFailure, trace } = plan(ping, asked).settings;
  assert.deepEqual({ timeout, onFailure, trace }, asked);
});

Deno.test("plan() gives a case one length: operations, a duration, or that of its stages", () => {
  const lengthOf = (settings: Settings) => {
    const { operations, duration, stages } = plan(ping, settings).settings;
    return { operations, duration, stages };
  };
  const none = { operations: undefined, duration: undefined, stages: undefined };
  assert.deepEqual(lengthOf({ operations: 5 }), { ...none, operations: 5 });
  assert.deepEqual(lengthOf({ duration: 5 }), { ...none, duration: 5 });
  assert.deepEqual(lengthOf({ rate: [5] }), { ...none, operations: 1_000 });
  assert.deepEqual(lengthOf({ rate: [5], duration: 5 }), { ...none, duration: 5 });
  assert.deepEqual(lengthOf({ stages }), { ...none, stages });
});

Deno.test("plan() warms up for 250 ms or 1,000 operations, but not longer than a case, or for the time it is asked for", () => {
  const warmupOf = (settings: Settings) => {
    const { settings: { warmup }, warmup: { duration, operations } } = plan(ping, settings);
    assert.equal(duration, warmup);
    return [duration, operations];
  };
  assert.deepEqual(warmupOf({ duration: 1_000 }), [250, 1_000]);
  assert.deepEqual(warmupOf({ duration: 100 }), [100, 1_000]);
  assert.deepEqual(warmupOf({ stages }), [70, 1_000]);
  assert.deepEqual(warmupOf({ operations: 5 }), [250, 5]);
  assert.deepEqual(warmupOf({ warmup: 0 }), [0, Infinity]);
  assert.deepEqual(warmupOf({ warmup: 60, duration: 100 }), [60, Infinity]);
  assert.deepEqual(plan({ ...ping, warmup: 250 }).warmup, { duration: 250, operations: Infinity });
});

Deno.test("plan() holds the steps of a page, of which the scenario is not asked again", () => {
  let asked = 0;
  const counted = scenario({
    name: "counted",
    steps(page) {
      asked++;
      return page.step("read", () => Promise.resolve());
    },
  });
  const { steps } = plan(counted);
  const before = asked;
  assert.deepEqual(steps.map(({ name }) => name), ["read"]);
  assert.equal(asked, before);
});

Deno.test("plan() tries a pool of 1 and of 100, with workers one that all have a part of, with a rate 1,000", () => {
  const poolSizesOf = (settings: Settings) => plan(ping, settings).settings.poolSizes;
  assert.deepEqual(poolSizesOf({ workers: 1 }), [1, 100]);
  assert.deepEqual(poolSizesOf({ workers: 2 }), [100]);
  assert.deepEqual(poolSizesOf({ workers: 256 }), [256]);
  assert.deepEqual(poolSizesOf({ rate: [5] }), [1_000]);
  assert.deepEqual(poolSizesOf({ stages }), [1_000]);
  assert.deepEqual(poolSizesOf({ rate: [5], workers: 256 }), [1_000]);
  assert.deepEqual(poolSizesOf({ poolSizes: [7], rate: [5], workers: 7 }), [7]);
});

Deno.test("plan() opens one connection per worker, and one more for each 1,000 operations of its in flight", () => {
  const connectionsFor = (...poolSizes: number[]) => plan(ping, { poolSizes }).settings.connections;
  assert.deepEqual([1, 999, 1_000, 2_500].map((size) => connectionsFor(size)), [1, 1, 2, 3]);
  assert.equal(connectionsFor(2_000, 1), 3);
  const shared = { poolSizes: [2_001], workers: 2 };
  assert.equal(plan(ping, shared).settings.connections, 2);
  assert.equal(plan(ping, { poolSizes: [5_000], connections: 4 }).settings.connections, 4);
});
