import assert from "node:assert/strict";
import { checkScenario } from "../../../src/scenario/check/check.ts";
import { sentenceOf } from "../../../src/scenario/check/problems.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import type { Steps } from "../../../src/scenario/steps.ts";

const smallest = { name: "ping", operation: () => Promise.resolve() };

const steps = (page: Steps<unknown>) => page.step("read", () => Promise.resolve());
const computing = (page: Steps<unknown>) => steps(page).compute("sum", () => 1);

function problemsOf(parts: Record<string, unknown>): string[] {
  return checkScenario({ ...smallest, ...parts } as unknown as Scenario).problems.map(sentenceOf);
}

Deno.test("checkScenario() refuses two models of one table, and more cases than anyone waits for", () => {
  const User = model("user", { id: "int" }, ["id"]);
  const many = Array.from({ length: 101 }, (_, at) => at);
  const [, ...hundred] = many;
  assert.match(problemsOf({ models: [User, User] }).join(), /^models must name each table once: /);
  assert.deepEqual(problemsOf({ latency: many, matrix: { size: hundred } }), [
    "it must have at most 10000 cases, repetitions included: found 10100",
  ]);
  assert.deepEqual(problemsOf({ latency: hundred, rate: hundred, repetitions: 2 }), [
    "it must have at most 10000 cases, repetitions included: found 20000",
  ]);
  assert.deepEqual(problemsOf({ latency: hundred, matrix: { size: hundred } }), []);
  const page = { operation: undefined, steps: computing, latency: hundred, repetitions: 40 };
  assert.deepEqual(problemsOf({ ...page, mode: ["serial", "concurrent"] }), []);
  assert.deepEqual(problemsOf({ ...page, mode: ["serial", "concurrent", "threads"] }), [
    "it must have at most 10000 cases, repetitions included: found 12000",
  ]);
});

Deno.test("checkScenario() finds none where modes, timeouts and steps go together", () => {
  const page = { operation: undefined, steps: computing, timeout: 5 };
  assert.deepEqual(problemsOf(page), []);
  assert.deepEqual(problemsOf({ ...page, mode: ["concurrent", "threads", "serial"] }), []);
  assert.deepEqual(problemsOf({ ...page, mode: ["concurrent"], workers: 2 }), []);
  assert.deepEqual(problemsOf({ ...page, mode: ["threads"], workers: 1, trace: 3 }), []);
  assert.deepEqual(problemsOf({ timeout: 5, onFailure: "abort", trace: 3 }), []);
  const patient = (page: Steps<unknown>) =>
    page.step("read", { timeout: 6 }, () => Promise.resolve());
  assert.deepEqual(problemsOf({ ...page, steps: patient }), []);
});

Deno.test("checkScenario() refuses fields that do not go together", () => {
  const operation = () => Promise.resolve();
  const mix = { read: { weight: 1, operation } };
  const shownMix = "{ read: { weight: 1, operation: [Function: operation] } }";
  const stages = [{ to: 10, duration: 500 }, { to: 0, duration: 500 }];
  const cases: [parts: Record<string, unknown>, ...problems: string[]][] = [
    [
      { operation: undefined },
      "operation must be a function where there are no mix and no steps: found undefined",
    ],
    [{ mix }, `mix must not stand beside operation: found ${shownMix}`],
    [{ steps }, "steps must not stand beside operation: found [Function: steps]"],
    [
      { operation: undefined, mix, steps },
      "steps must not stand beside mix: found [Function: steps]",
    ],
    [
      { mix, steps },
      `mix must not stand beside operation: found ${shownMix}`,
      "steps must not stand beside operation: found [Function: steps]",
    ],
    [
      { operation: undefined, mix, verify: operation },
      "verify must stand beside operation; each operation of a mix can have its own: " +
      "found [Function: operation]",
    ],
    [{ mode: ["serial"] }, "mode must stand beside steps: found [ 'serial' ]"],
    [
      { mode: ["threads"], workers: 2, poolSizes: [2] },
      "mode must stand beside steps: found [ 'threads' ]",
    ],
    [
      { operation: undefined, steps, mode: ["serial", "threads"] },
      "mode must not hold threads where no step computes: found [ 'serial', 'threads' ]",
    ],
    [
      { operation: undefined, steps: computing, mode: ["threads"], workers: 2 },
      "mode must not hold threads beside 2 workers: found [ 'threads' ]",
    ],
    [
      { operation: undefined, steps, mode: ["threads"], workers: 3 },
      "mode must not hold threads where no step computes: found [ 'threads' ]",
      "mode must not hold threads beside 3 workers: found [ 'threads' ]",
    ],
    [{ operations: 5, duration: 10 }, "duration must not stand beside operations: found 10"],
    [
      { duration: 1_000, warmup: 1_001 },
      "warmup must not be longer than a case of 1000 ms: found 1001",
    ],
    [{ stages, warmup: 1_001 }, "warmup must not be longer than a case of 1000 ms: found 1001"],
    [{ stages, rate: [5] }, "rate must not stand beside stages: found [ 5 ]"],
    [
      { stages, operations: 5, duration: 10 },
      "duration must not stand beside operations: found 10",
      "operations must not stand beside stages: found 5",
      "duration must not stand beside stages: found 10",
    ],
    [
      { stages: [{ to: 0, duration: 5 }, { from: 0, to: 0, duration: 5 }] },
      "stages must have a rate above 0: found [ { to: 0, duration: 5 }, { from: 0, to: 0, duration: 5 } ]",
    ],
    [{ arrivals: "poisson" }, "arrivals must stand beside rate or stages: found 'poisson'"],
    [{ drain: 0 }, "drain must stand beside rate or stages: found 0"],
    [{ overflow: "queue" }, "overflow must stand beside rate or stages: found 'queue'"],
    [
      { thresholds: ["dropped <= 1", "throughput > 1"] },
      "thresholds[0] must not bound dropped, which only a rate or stages have: " +
      "found 'dropped <= 1'",
    ],
    [
      { thresholds: ["waitTime.p99 < 1"] },
      "thresholds[0] must not bound waitTime.p99, which only a rate or stages have: " +
      "found 'waitTime.p99 < 1'",
    ],
    [
      { workers: 3, poolSizes: [100, 2] },
      "workers must be at most the smallest pool and the operations, 2: found 3",
    ],
    [
      { workers: 8, poolSizes: [100], operations: 7 },
      "workers must be at most the smallest pool and the operations, 7: found 8",
    ],
  ];
  for (const [parts, ...problems] of cases) assert.deepEqual(problemsOf(parts), problems);
  const thresholds = ["dropped <= 1", "waitTime.p99 < 1"];
  assert.deepEqual(problemsOf({ thresholds, rate: [5] }), []);
  assert.deepEqual(problemsOf({ thresholds, stages, warmup: 1_000 }), []);
});

Deno.test("checkScenario() tells contradictions beside what is wrong with other fields", () => {
  const thresholds = ["dropped <= 1"];
  assert.deepEqual(
    problemsOf({ name: "", sed: 1, operations: 1, duration: 1, overflow: "drop", thresholds }),
    [
      "name must not be empty: found ''",
      "sed is no key that cassbench knows",
      "duration must not stand beside operations: found 1",
      "overflow must stand beside rate or stages: found 'drop'",
      "thresholds[0] must not bound dropped, which only a rate or stages have: " +
      "found 'dropped <= 1'",
    ],
  );
});

Deno.test("checkScenario() lets no field that is wrong by itself contradict another", () => {
  const parts: [parts: Record<string, unknown>, problem: RegExp][] = [
    [{ operation: undefined, mix: 5 }, /^mix /],
    [{ operation: undefined, steps: 5, mode: ["threads"] }, /^steps /],
    [{ operation: undefined, steps, mode: ["threats"] }, /^mode\[0\] /],
    [{ rate: [0], arrivals: "poisson", thresholds: ["dropped <= 1"] }, /^rate\[0\] /],
    [{ stages: [], overflow: "drop" }, /^stages /],
    [{ operations: 0, duration: 5 }, /^operations /],
    [{ duration: 0, warmup: 5 }, /^duration /],
    [{ poolSizes: [0], workers: 2 }, /^poolSizes\[0\] /],
    [{ models: [1, 1].slice(1) }, /^models\[0\] /],
  ];
  for (const [part, problem] of parts) {
    const problems = problemsOf(part);
    assert.equal(problems.length, 1, problems.join("; "));
    assert.match(problems.join(), problem);
  }
});

Deno.test("checkScenario() wants the names in thresholds to be operations of the mix or steps", () => {
  const operation = () => Promise.resolve();
  const mix = { read: { weight: 1, operation }, "a b": { weight: 1, operation } };
  const bounds = (...thresholds: string[]) => ({ thresholds });
  const inMix = { operation: undefined, mix };
  const inPage = {
    operation: undefined,
    steps: (page: Steps<unknown>) => page.step("user", () => Promise.resolve()),
  };
  const none = "must name an operation of the mix or a step before the metric";
  const cases: [parts: Record<string, unknown>, ...problems: string[]][] = [
    [{ ...inMix, ...bounds("read.responseTime.p99 < 5", "a b.errors.rate < 1", "throughput > 1") }],
    [{ ...inPage, ...bounds("user.serviceTime.p99 < 5", "user.misses.rate < 1") }],
    [{ ...bounds("likes.errors.total < 1"), operation: (_: 1, __: 1, ___: 1, ____: 1) => 0 }],
    [
      { ...inMix, ...bounds("throughput > 1", "raed.errors.total < 1") },
      `thresholds[1] ${none}: there are read, a b: found 'raed.errors.total < 1'`,
    ],
    [
      { ...inPage, ...bounds("read.errors.total < 1") },
      `thresholds[0] ${none}: there are user: found 'read.errors.total < 1'`,
    ],
    [
      bounds("read.errors.total < 1"),
      `thresholds[0] ${none}: there are none: found 'read.errors.total < 1'`,
    ],
    [
      { ...inMix, ...bounds("read.throughput > 1") },
      "thresholds[0] must not bound throughput, which only whole cases have: " +
      "found 'read.throughput > 1'",
    ],
    [
      { ...inPage, rate: [5], ...bounds("user.waitTime.p99 < 1") },
      "thresholds[0] must not bound waitTime.p99, which only whole cases have: " +
      "found 'user.waitTime.p99 < 1'",
    ],
  ];
  for (const [parts, ...problems] of cases) assert.deepEqual(problemsOf(parts), problems);
});
