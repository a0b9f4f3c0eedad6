import assert from "node:assert/strict";
import { ScenarioError } from "../../src/errors.ts";
import { plan } from "../../src/run/plan.ts";
import { type Scenario, scenario } from "../../src/scenario/scenario.ts";
import type { Settings } from "../../src/scenario/settings.ts";
import { seededRandom } from "../support/random.ts";

const ping = scenario({ name: "ping", operation: () => Promise.resolve() });
const page = scenario({
  name: "page",
  steps: (page) => page.step("read", () => Promise.resolve()).compute("sum", () => 1),
});
const stages = [{ to: 10, duration: 50 }, { from: 10, to: 0, duration: 20 }];

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

Deno.test("plan() puts the rate between latency and pool size, where there is one", () => {
  assert.deepEqual(parametersOf({ ...ping, latency: [0, 5], rate: [10, 20], poolSizes: [1, 2] }), [
    { latency: 0, rate: 10, poolSize: 1 },
    { latency: 0, rate: 10, poolSize: 2 },
    { latency: 0, rate: 20, poolSize: 1 },
    { latency: 0, rate: 20, poolSize: 2 },
    { latency: 5, rate: 10, poolSize: 1 },
    { latency: 5, rate: 10, poolSize: 2 },
    { latency: 5, rate: 20, poolSize: 1 },
    { latency: 5, rate: 20, poolSize: 2 },
  ]);
  assert.deepEqual(parametersOf({ ...ping, stages }), [{ latency: 0, poolSize: 1_000 }]);
});

Deno.test("plan() has a mode only where there are steps, and varies it fastest", () => {
  const own = { ...page, matrix: { size: [10, 20] }, latency: [5], rate: [7] };
  const modes = ["concurrent", "serial", "threads"] as const;
  assert.deepEqual(
    parametersOf({ ...own, poolSizes: [1, 2], mode: modes }).map((at) => JSON.stringify(at)),
    [10, 20].flatMap((size) =>
      [1, 2].flatMap((poolSize) =>
        modes.map((mode) => JSON.stringify({ size, latency: 5, rate: 7, poolSize, mode }))
      )
    ),
  );
  assert.deepEqual(parametersOf(page), [
    { latency: 0, poolSize: 1, mode: "serial" },
    { latency: 0, poolSize: 1, mode: "concurrent" },
  ]);
  assert.deepEqual(parametersOf(page, { mode: ["threads"] }), [
    { latency: 0, poolSize: 1, mode: "threads" },
  ]);
  assert.ok(parametersOf(ping).every((parameters) => !Object.hasOwn(Object(parameters), "mode")));
});

Deno.test("plan() runs every case once before any runs again: A B A B", () => {
  const { cases } = plan(ping, { poolSizes: [1, 2], repetitions: 3 });
  assert.deepEqual(
    cases.map(({ parameters, repetition }) => [parameters.poolSize, repetition]),
    [[1, 1], [2, 1], [1, 2], [2, 2], [1, 3], [2, 3]],
  );
});

Deno.test("plan() puts overrides in place of the scenario's own settings", () => {
  const own = { ...ping, latency: [1], poolSizes: [7], operations: 5, seed: 9, keyspace: "own" };
  const { settings, cases } = plan(own, { poolSizes: [3], operations: 2, consistency: "quorum" });
  assert.deepEqual(cases, [{ parameters: { latency: 1, poolSize: 3 }, repetition: 1 }]);
  assert.equal(settings.operations, 2);
  const { seed, keyspace, consistency } = settings;
  assert.deepEqual({ seed, keyspace, consistency }, {
    seed: 9,
    keyspace: "own",
    consistency: "quorum",
  });
});

Deno.test("plan() lets an override take the place of what it cannot stand beside", () => {
  const loadOf = (own: Settings, overrides: Settings) => {
    const { operations, duration, rate, stages } = plan({ ...ping, ...own }, overrides).settings;
    return JSON.parse(JSON.stringify({ operations, duration, rate, stages }));
  };
  const cases: [own: Settings, overrides: Settings, load: Settings][] = [
    [{ operations: 5 }, { duration: 10 }, { duration: 10 }],
    [{ duration: 10 }, { operations: 5 }, { operations: 5 }],
    [{ operations: 5 }, { rate: [7] }, { operations: 5, rate: [7] }],
    [{ rate: [7] }, { duration: 10 }, { duration: 10, rate: [7] }],
    [{ stages }, { rate: [7] }, { operations: 1_000, rate: [7] }],
    [{ stages }, { rate: [7], duration: 10 }, { duration: 10, rate: [7] }],
    [{ rate: [7], duration: 10 }, { stages }, { stages }],
    [{ rate: [7], operations: 5 }, { stages }, { stages }],
  ];
  for (const [own, overrides, load] of cases) assert.deepEqual(loadOf(own, overrides), load);
});

Deno.test("plan() refuses overrides that contradict each other, or what they leave of the scenario", () => {
  const cases: [own: Settings, overrides: Settings, problem: string][] = [
    [{}, { operations: 5, duration: 10 }, "duration must not stand beside operations: found 10"],
    [{}, { rate: [7], stages }, "rate must not stand beside stages: found [ 7 ]"],
    [{ stages }, { operations: 5 }, "operations must not stand beside stages: found 5"],
    [{ stages }, { duration: 5 }, "duration must not stand beside stages: found 5"],
    [
      { warmup: 500 },
      { duration: 100 },
      "warmup must not be longer than a case of 100 ms: found 500",
    ],
    [
      { poolSizes: [1, 100] },
      { workers: 2 },
      "workers must be at most the smallest pool and the operations, 1: found 2",
    ],
    [{}, { mode: ["serial"] }, "mode must stand beside steps: found [ 'serial' ]"],
    [
      { rate: [7], overflow: "drop", thresholds: ["dropped <= 1"] },
      { thresholds: ["throughput < 0"] },
      "thresholds[0] can never hold, as no metric is below 0: found 'throughput < 0'",
    ],
  ];
  for (const [own, overrides, problem] of cases) {
    assert.throws(() => plan({ ...ping, ...own }, overrides), {
      message: `Cannot plan scenario "ping" as ${problem}`,
    });
  }
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

Deno.test("plan() runs no step, and says what is wrong with the steps", () => {
  const called = () => assert.fail("called");
  plan(scenario({ name: "page", steps: (page) => page.step("a", called).compute("b", called) }));
  const wrong = { name: "page", steps: () => {} } as unknown as Scenario;
  assert.throws(() => plan(wrong, { workers: 0 }), {
    name: "ScenarioError",
    message: 'Cannot plan scenario "page" as\n' +
      "  - workers must be an integer from 1 to 256: found 0\n" +
      "  - steps must return the page that it was given, with its steps: found undefined",
  });
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
      assert.equal(
        error.hint,
        "change matrix.size in the options; change latency, operations in the `scenario({ … })`",
      );
      return true;
    },
  );
});

Deno.test("plan() names what is wrong with the overrides and with the scenario at once", () => {
  assert.throws(() => plan({ ...ping, latency: [-1] }, { operations: 0, matrix: { size: [1] } }), {
    message: 'Cannot plan scenario "ping" as\n' +
      "  - operations must be an integer from 1 to 1000000000: found 0\n" +
      "  - latency[0] must be milliseconds from 0 to 60000: found -1\n" +
      "  - matrix.size is no axis of the scenario: it has none",
  });
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
  assert.throws(() => plan(ping, { patience: 3 } as unknown as Settings), {
    message: 'Cannot plan scenario "ping" as patience is no key that cassbench knows',
  });
});

Deno.test("plan() calls steps() once, whatever is checked of them", () => {
  let calls = 0;
  const { steps } = plan({
    name: "page",
    mode: ["serial", "threads"],
    steps: (page) => {
      calls++;
      return page.step("user", () => Promise.resolve()).compute("hash", () => 1);
    },
  });
  assert.deepEqual([calls, steps.map(({ name }) => name)], [1, ["user", "hash"]]);
});
