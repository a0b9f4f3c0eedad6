import assert from "node:assert/strict";
import { ScenarioError } from "../src/errors.ts";
import { plan } from "../src/plan.ts";
import { type Scenario, scenario, type Settings } from "../src/scenario/scenario.ts";
import { seededRandom } from "./support/random.ts";

const ping = scenario({ name: "ping", operation: () => Promise.resolve() });

function parametersOf(...parts: Parameters<typeof plan>): unknown[] {
  return plan(...parts).cases.map(({ parameters }) => parameters);
}

Deno.test("plan() multiplies the axes in the order written: own axes slowest, pool size fastest", () => {
  const mixed = { ...ping, matrix: { size: [10, 20], kind: ["a", "b"] } };
  assert.deepEqual(parametersOf({ ...mixed, latency: [0, 5], poolSizes: [1, 100] }), [
    { size: 10, kind: "a", latency: 0, poolSize: 1 },
    { size: 10, kind: "a", latency: 0, poolSize: 100 },
    { size: 10, kind: "a", latency: 5, poolSize: 1 },
    { size: 10, kind: "a", latency: 5, poolSize: 100 },
    { size: 10, kind: "b", latency: 0, poolSize: 1 },
    { size: 10, kind: "b", latency: 0, poolSize: 100 },
    { size: 10, kind: "b", latency: 5, poolSize: 1 },
    { size: 10, kind: "b", latency: 5, poolSize: 100 },
    { size: 20, kind: "a", latency: 0, poolSize: 1 },
    { size: 20, kind: "a", latency: 0, poolSize: 100 },
    { size: 20, kind: "a", latency: 5, poolSize: 1 },
    { size: 20, kind: "a", latency: 5, poolSize: 100 },
    { size: 20, kind: "b", latency: 0, poolSize: 1 },
    { size: 20, kind: "b", latency: 0, poolSize: 100 },
    { size: 20, kind: "b", latency: 5, poolSize: 1 },
    { size: 20, kind: "b", latency: 5, poolSize: 100 },
  ]);
});

Deno.test("plan() makes each combination once: their number is the product of the axes, for 200 random ones", () => {
  const random = seededRandom(3);
  for (let i = 0; i < 200; i++) {
    const values = () => Array.from({ length: 1 + random.below(5) }, (_, at) => at + 1);
    const axes = { latency: values(), poolSizes: values(), matrix: { a: values(), b: values() } };
    const cases = parametersOf({ ...ping, ...axes });
    const { latency, poolSizes, matrix: { a, b } } = axes;
    assert.equal(cases.length, latency.length * poolSizes.length * a.length * b.length);
    assert.equal(new Set(cases.map((parameters) => JSON.stringify(parameters))).size, cases.length);
  }
});

Deno.test("plan() fills in the defaults that the documentation promises", () => {
  const { settings, cases } = plan(ping);
  assert.deepEqual(settings, {
    latency: [0],
    poolSizes: [1, 100],
    operations: 1_000,
    warmup: 250,
    matrix: {},
    seed: 1,
    keyspace: "cassbench",
    consistency: "localOne",
    connections: 1,
  });
  assert.deepEqual(cases, [
    { parameters: { latency: 0, poolSize: 1 }, operations: 1_000 },
    { parameters: { latency: 0, poolSize: 100 }, operations: 1_000 },
  ]);
});

Deno.test("plan() opens one connection, and one more for each 1,000 operations in flight", () => {
  const connectionsFor = (...poolSizes: number[]) => plan(ping, { poolSizes }).settings.connections;
  assert.deepEqual([1, 999, 1_000, 2_500].map((size) => connectionsFor(size)), [1, 1, 2, 3]);
  assert.equal(connectionsFor(2_000, 1), 3);
  assert.equal(plan(ping, { poolSizes: [5_000], connections: 4 }).settings.connections, 4);
});

Deno.test("plan() puts overrides in place of the scenario's own settings", () => {
  const own = { ...ping, latency: [1], poolSizes: [7], operations: 5, seed: 9, keyspace: "own" };
  const { settings, cases } = plan(own, { poolSizes: [3], operations: 2, consistency: "quorum" });
  assert.deepEqual(cases, [{ parameters: { latency: 1, poolSize: 3 }, operations: 2 }]);
  const { seed, keyspace, consistency } = settings;
  assert.deepEqual({ seed, keyspace, consistency }, {
    seed: 9,
    keyspace: "own",
    consistency: "quorum",
  });
});

Deno.test("plan() overrides one axis in its place, and leaves the others", () => {
  const own = { ...ping, poolSizes: [1], matrix: { size: [10, 20], kind: ["a"] } };
  assert.deepEqual(parametersOf(own, { matrix: { size: [30] } }), [
    { size: 30, kind: "a", latency: 0, poolSize: 1 },
  ]);
});

Deno.test("plan() takes an override that is undefined for none", () => {
  const undefineds = { latency: undefined, operations: undefined } as unknown as Settings;
  const { settings } = plan({ ...ping, latency: [5], operations: 7 }, undefineds);
  assert.deepEqual([settings.latency, settings.operations], [[5], 7]);
});

Deno.test("plan() changes neither the scenario nor the overrides, and calls nothing of them", () => {
  const called = () => assert.fail("called");
  const own = Object.freeze({
    ...{ name: "frozen", operation: called, input: called, setup: called, teardown: called },
    matrix: Object.freeze({ size: Object.freeze([1]) }),
  });
  const planned = plan(own as Scenario, Object.freeze({ matrix: Object.freeze({ size: [2] }) }));
  assert.equal(planned.scenario, own);
});

Deno.test("plan() names every problem at once, and the scenario", () => {
  assert.throws(
    () => plan({ ...ping, latency: [-1], operations: 0 }, { matrix: { size: [1] } }),
    (error) => {
      assert.ok(error instanceof ScenarioError);
      assert.equal(
        error.message,
        'Cannot plan scenario "ping" as\n' +
          "  - latency[0] must be milliseconds from 0 to 60000: found -1\n" +
          "  - operations must be an integer from 1 to 1000000000: found 0\n" +
          "  - matrix.size is no axis of the scenario: it has none",
      );
      assert.match(error.hint ?? "", /^a scenario file ends in `export default scenario/);
      return true;
    },
  );
});

Deno.test("plan() says a single problem on one line", () => {
  assert.throws(() => plan(ping, { operations: 0 }), {
    name: "ScenarioError",
    message: 'Cannot plan scenario "ping" as ' +
      "operations must be an integer from 1 to 1000000000: found 0",
  });
});

Deno.test("plan() refuses an axis that the scenario does not have, and names those it has", () => {
  const own = { ...ping, matrix: { size: [1], kind: ["a"] } };
  assert.throws(() => plan(own, { matrix: { sice: [1] } }), {
    message: 'Cannot plan scenario "ping" as ' +
      "matrix.sice is no axis of the scenario: it has size, kind",
  });
});

Deno.test("plan() refuses a matrix of the scenario that is no object of lists", () => {
  for (const matrix of [5, "abc", [1]]) {
    assert.throws(
      () => plan({ ...ping, matrix } as unknown as Scenario),
      /matrix must be an object of lists/,
      String(matrix),
    );
  }
});

Deno.test("plan() refuses what is no scenario, and settings that there are not", () => {
  for (const value of [undefined, null, 5, "latency"]) {
    assert.throws(() => plan(value as unknown as Scenario), {
      name: "ScenarioError",
      message: /^Cannot plan scenario as it must be an object as scenario\(\) takes it: found /,
    });
  }
  assert.throws(() => plan(ping, { retries: 3 } as unknown as Settings), {
    message: 'Cannot plan scenario "ping" as retries is no key that cassbench knows',
  });
});
