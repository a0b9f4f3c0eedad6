import assert from "node:assert/strict";
import { checkScenario, findSettingsProblems } from "../../../src/scenario/check/check.ts";
import { sentenceOf } from "../../../src/scenario/check/problems.ts";
import { CONSISTENCIES } from "../../../src/scenario/check/setting_schemas.ts";
import { model } from "../../../src/scenario/schema/model.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import type { Settings } from "../../../src/scenario/settings.ts";
import { METRICS } from "../../../src/scenario/threshold.ts";

const smallest = { name: "ping", operation: () => Promise.resolve() };

function problemsOf(parts: Record<string, unknown>): string[] {
  return checkScenario({ ...smallest, ...parts } as unknown as Scenario).problems.map(sentenceOf);
}

Deno.test("checkScenario() finds none in the smallest scenario", () => {
  assert.deepEqual(checkScenario(smallest).problems, []);
});

Deno.test("checkScenario() finds none in a scenario with everything, at its limits", () => {
  const User = model("user", { id: "int" }, ["id"]);
  const hook = () => Promise.resolve();
  const least = {
    ...{ latency: [0], poolSizes: [1], operations: 1, warmup: 0, seed: 0, connections: 1 },
    ...{ repetitions: 1, workers: 1, thresholds: [], timeout: 1, trace: 0, onFailure: "await" },
  };
  const most = {
    latency: [0.5, 60_000],
    poolSizes: [256, 32_768],
    operations: 1_000_000_000,
    rate: [0.001, 10_000_000],
    warmup: 3_600_000,
    seed: 2 ** 32 - 1,
    connections: 128,
    workers: 256,
    timeout: 3_600_000,
    trace: 1_000,
    onFailure: "abort",
    thresholds: METRICS.map((metric) => `${metric} <= 1`),
    events: [{ at: 0, node: 1, do: "kill" }, { at: 86_400_000, node: 1_000, do: "reset" }],
  };
  const timed = {
    duration: 1,
    repetitions: 1_000,
    warmup: 1,
    rate: [1],
    arrivals: "poisson",
    overflow: "drop",
    drain: 3_600_000,
  };
  const staged = { stages: [{ to: 5, duration: 1 }, { from: 0, to: 0, duration: 86_400_000 }] };
  for (const settings of [least, most, timed, { ...timed, ...{ duration: 86_400_000 } }, staged]) {
    const whole = {
      ...{ models: [User], input: () => 1, setup: hook, teardown: hook },
      ...{ keyspace: "K".repeat(48), matrix: { valueSize: [1, 2.5], mix: ["a", true] } },
      ...settings,
    };
    assert.deepEqual(problemsOf(whole), []);
  }
  for (const consistency of CONSISTENCIES) assert.deepEqual(problemsOf({ consistency }), []);
});

Deno.test("checkScenario() finds none in a mix in place of an operation", () => {
  const operation = () => Promise.resolve();
  const mix = { read: { weight: 9, operation }, write: { weight: 0.001, operation } };
  assert.deepEqual(problemsOf({ operation: undefined, mix }), []);
});

Deno.test("checkScenario() says path and value of what is wrong", () => {
  const latency = "must be milliseconds from 0 to 60000: found";
  const poolSize = "must be an integer from 1 to 32768: found";
  const operations = "operations must be an integer from 1 to 1000000000: found";
  const length = "must be milliseconds from 1 to 86400000: found";
  const timeout = "must be milliseconds from 1 to 3600000: found";
  const rate = "must be operations per second above 0, up to 10000000: found";
  const stageRate = "must be operations per second from 0 to 10000000: found";
  const threshold = "must be METRIC < NUMBER (or <=, >, >=) with a metric of " +
    "(serviceTime|waitTime|responseTime).(min|mean|p50|p90|p95|p99|p999|max), " +
    "goodput(MS), throughput, operations, dropped, unsent, errors.total, errors.rate, errors.unknown, " +
    "misses.total, misses.rate, notApplied.total, notApplied.rate, " +
    "retries.total, tries.mean, events.recoveredAfter, events.depth: found";
  const axisName =
    "must be named in camelCase, and not after a parameter of every case: found [ 1 ]";
  const cases: [parts: Record<string, unknown>, problem: string][] = [
    [{ name: 5 }, "name must be a string: found 5"],
    [{ name: "" }, "name must not be empty: found ''"],
    [{ operation: "create" }, "operation must be a function: found 'create'"],
    [{ input: {} }, "input must be a function: found {}"],
    [{ setup: 1 }, "setup must be a function: found 1"],
    [{ teardown: null }, "teardown must be a function: found null"],
    [{ models: {} }, "models must be a list: found {}"],
    [{ models: ["user"] }, "models[0] must be made by model(): found 'user'"],
    [{ models: [null] }, "models[0] must be made by model(): found null"],
    [{ latency: 5 }, "latency must be a list: found 5"],
    [{ latency: [] }, "latency must hold a value: found []"],
    [{ latency: [1, 5, 1] }, "latency must hold each value once: found [ 1, 5, 1 ]"],
    [{ latency: [0, -1] }, `latency[1] ${latency} -1`],
    [{ latency: [60_001] }, `latency[0] ${latency} 60001`],
    [{ latency: [NaN] }, `latency[0] ${latency} NaN`],
    [{ latency: [Infinity] }, `latency[0] ${latency} Infinity`],
    [{ latency: ["1"] }, `latency[0] ${latency} '1'`],
    [{ poolSizes: [0] }, `poolSizes[0] ${poolSize} 0`],
    [{ poolSizes: [1.5] }, `poolSizes[0] ${poolSize} 1.5`],
    [{ poolSizes: [1, 32_769] }, `poolSizes[1] ${poolSize} 32769`],
    [{ poolSizes: [1e9] }, `poolSizes[0] ${poolSize} 1000000000`],
    [{ operations: 0 }, `${operations} 0`],
    [{ operations: 1e12 }, `${operations} 1000000000000`],
    [{ operations: NaN }, `${operations} NaN`],
    [{ operations: "1000" }, `${operations} '1000'`],
    [{ operations: -0.5 }, `${operations} -0.5`],
    [{ duration: 0.5 }, `duration ${length} 0.5`],
    [{ duration: Infinity }, `duration ${length} Infinity`],
    [{ duration: "30s" }, `duration ${length} '30s'`],
    [{ rate: 1_000 }, "rate must be a list: found 1000"],
    [{ rate: [] }, "rate must hold a value: found []"],
    [{ rate: [5, 5] }, "rate must hold each value once: found [ 5, 5 ]"],
    [{ rate: [0] }, `rate[0] ${rate} 0`],
    [{ rate: [10, -1] }, `rate[1] ${rate} -1`],
    [{ rate: [NaN] }, `rate[0] ${rate} NaN`],
    [{ rate: [1e8] }, `rate[0] ${rate} 100000000`],
    [{ stages: {} }, "stages must be a list: found {}"],
    [{ stages: [] }, "stages must hold a stage: found []"],
    [{ stages: [5] }, "stages[0] must be { from?, to, duration }: found 5"],
    [{ stages: [{ to: -1, duration: 5 }] }, `stages[0].to ${stageRate} -1`],
    [{ stages: [{ from: "a", to: 1, duration: 5 }] }, `stages[0].from ${stageRate} 'a'`],
    [{ stages: [{ duration: 5 }] }, `stages[0].to ${stageRate} undefined`],
    [{ stages: [{ to: 1 }] }, `stages[0].duration ${length} undefined`],
    [
      { stages: [{ to: 1, duration: 5, rate: 1 }] },
      "stages[0].rate is no key that cassbench knows",
    ],
    [
      { rate: [1], arrivals: "even" },
      "arrivals must be constant or poisson: found 'even'",
    ],
    [{ rate: [1], overflow: true }, "overflow must be queue or drop: found true"],
    [{ drain: -1 }, "drain must be milliseconds from 0 to 3600000: found -1"],
    [{ drain: 3_600_001 }, "drain must be milliseconds from 0 to 3600000: found 3600001"],
    [{ mode: "serial" }, "mode must be a list: found 'serial'"],
    [{ mode: [] }, "mode must hold a value: found []"],
    [
      { mode: ["serial", "serial"] },
      "mode must hold each value once: found [ 'serial', 'serial' ]",
    ],
    [{ mode: ["parallel"] }, "mode[0] must be serial, concurrent or threads: found 'parallel'"],
    [{ timeout: 0 }, `timeout ${timeout} 0`],
    [{ timeout: 3_600_001 }, `timeout ${timeout} 3600001`],
    [{ timeout: NaN }, `timeout ${timeout} NaN`],
    [{ timeout: "5s" }, `timeout ${timeout} '5s'`],
    [{ onFailure: "retry" }, "onFailure must be await or abort: found 'retry'"],
    [{ trace: -1 }, "trace must be an integer from 0 to 1000: found -1"],
    [{ trace: 1_001 }, "trace must be an integer from 0 to 1000: found 1001"],
    [{ trace: 0.5 }, "trace must be an integer from 0 to 1000: found 0.5"],
    [{ trace: true }, "trace must be an integer from 0 to 1000: found true"],
    [{ repetitions: 0 }, "repetitions must be an integer from 1 to 1000: found 0"],
    [{ repetitions: 1.5 }, "repetitions must be an integer from 1 to 1000: found 1.5"],
    [{ workers: 0 }, "workers must be an integer from 1 to 256: found 0"],
    [{ workers: 257 }, "workers must be an integer from 1 to 256: found 257"],
    [{ thresholds: "throughput > 5" }, "thresholds must be a list: found 'throughput > 5'"],
    [{ thresholds: ["throughput > 1", "fast"] }, `thresholds[1] ${threshold} 'fast'`],
    [{ thresholds: ["p99 < 20"] }, `thresholds[0] ${threshold} 'p99 < 20'`],
    [{ thresholds: ["serviceTime < 20"] }, `thresholds[0] ${threshold} 'serviceTime < 20'`],
    [{ thresholds: [20] }, `thresholds[0] ${threshold} 20`],
    [
      { thresholds: ["errors.total < 0"] },
      "thresholds[0] can never hold, as no metric is below 0: found 'errors.total < 0'",
    ],
    [{ warmup: -1 }, "warmup must be milliseconds from 0 to 3600000: found -1"],
    [{ warmup: "5s" }, "warmup must be milliseconds from 0 to 3600000: found '5s'"],
    [{ seed: -1 }, "seed must be an integer from 0 to 4294967295: found -1"],
    [{ seed: 2 ** 32 }, "seed must be an integer from 0 to 4294967295: found 4294967296"],
    [
      { keyspace: 1 },
      "keyspace must be a keyspace name, or { name, replication?, durableWrites? }: found 1",
    ],
    [
      { keyspace: null },
      "keyspace must be a keyspace name, or { name, replication?, durableWrites? }: found null",
    ],
    [
      { keyspace: { name: "a b" } },
      "keyspace.name must be 1 to 48 letters, digits or underscores: found 'a b'",
    ],
    [{ keyspace: { name: "a", replicas: 3 } }, "keyspace.replicas is no key that cassbench knows"],
    [
      { keyspace: { name: "a", replication: 0 } },
      "keyspace.replication must be an integer from 1 to 1000: found 0",
    ],
    [
      { keyspace: { name: "a", replication: { dc1: "3" } } },
      "keyspace.replication.dc1 must be an integer from 1 to 1000: found '3'",
    ],
    [
      { keyspace: { name: "a", durableWrites: 1 } },
      "keyspace.durableWrites must be true or false: found 1",
    ],
    [{ replication: "3" }, "replication must be an integer from 1 to 1000: found '3'"],
    [{ replication: {} }, "replication must name a data center: found {}"],
    [{ replication: [3] }, "replication must be { DATACENTER: 3 }: found [ 3 ]"],
    [{ createSchema: "no" }, "createSchema must be true or false: found 'no'"],
    [
      { replication: 3, keyspace: { name: "a", replication: 2 } },
      "replication must not stand beside the replication of keyspace: found 3",
    ],
    [{ keyspace: "a b" }, "keyspace must be 1 to 48 letters, digits or underscores: found 'a b'"],
    [
      { consistency: "LOCAL_ONE" },
      `consistency must be one of ${CONSISTENCIES.join(", ")}: found 'LOCAL_ONE'`,
    ],
    [{ connections: 0 }, "connections must be an integer from 1 to 128: found 0"],
    [{ matrix: [1] }, "matrix must be an object of lists: found [ 1 ]"],
    [{ matrix: 5 }, "matrix must be an object of lists: found 5"],
    [{ matrix: { size: 1 } }, "matrix.size must be a list: found 1"],
    [{ matrix: { size: [] } }, "matrix.size must hold a value: found []"],
    [
      { matrix: { size: [{}] } },
      "matrix.size[0] must be a string, a finite number or a boolean: found {}",
    ],
    [
      { matrix: { size: [1, NaN] } },
      "matrix.size[1] must be a string, a finite number or a boolean: found NaN",
    ],
    [{ matrix: { value_size: [1] } }, `matrix.value_size ${axisName}`],
    ...["latency", "poolSize", "workers", "rate", "mode"].map((name) =>
      [{ matrix: { [name]: [1] } }, `matrix.${name} ${axisName}`] as [
        Record<string, unknown>,
        string,
      ]
    ),
    [{ poolSize: [1] }, "poolSize is no key that cassbench knows"],
  ];
  for (const [parts, problem] of cases) assert.deepEqual(problemsOf(parts), [problem]);
});

Deno.test("checkScenario() refuses what is no scenario at all", () => {
  for (const [value, shown] of [[undefined, "undefined"], [5, "5"], ["latency", "'latency'"]]) {
    assert.deepEqual(checkScenario(value as unknown as Scenario).problems.map(sentenceOf), [
      `it must be an object as scenario() takes it: found ${shown}`,
    ]);
  }
});

Deno.test("checkScenario() says what is wrong with a populate and with hooks, with their paths", () => {
  const input = () => 0;
  const operation = () => Promise.resolve();
  assert.deepEqual(problemsOf({ populate: { operations: 1, input, operation } }), []);
  const wrong = {
    populate: { operations: 0, input, operation: "create", poolSize: 0.5, rate: -1, pool: 5 },
    ...{ beforeAll: 1, afterAll: {}, noPopulate: "yes" },
  };
  assert.deepEqual(problemsOf(wrong), [
    "noPopulate must be true or false: found 'yes'",
    "populate.operations must be an integer from 1 to 1000000000: found 0",
    "populate.operation must be a function: found 'create'",
    "populate.poolSize must be an integer from 1 to 32768: found 0.5",
    "populate.rate must be operations per second above 0, up to 10000000: found -1",
    "populate.pool is no key that cassbench knows",
    "beforeAll must be a function: found 1",
    "afterAll must be a function: found {}",
  ]);
  assert.deepEqual(problemsOf({ populate: {} }), [
    "populate.operations must be an integer from 1 to 1000000000: found undefined",
    "populate.input must be a function: found undefined",
    "populate.operation must be a function: found undefined",
  ]);
  const words = "populate must be { operations, input, operation, poolSize?, rate? }";
  assert.deepEqual(problemsOf({ populate: true }), [`${words}: found true`]);
  assert.deepEqual(problemsOf({ noPopulate: true }), [
    "noPopulate must stand beside populate: found true",
  ]);
});

Deno.test("checkScenario() says what is wrong with loads in the background, with their paths", () => {
  const operation = () => Promise.resolve();
  const good = {
    paced: { rate: 5, poolSize: 2, input: () => 1, operation },
    mixed: { poolSize: 32_768, mix: { a: { weight: 1, operation } } },
  };
  assert.deepEqual(problemsOf({ loads: good }), []);
  const wrong = {
    paced: { rate: 0, poolSize: "all", operation: 5, duration: 1 },
    idle: { operation },
    empty: { rate: 1 },
    both: { rate: 1, operation, mix: {} },
    mixed: { rate: 1, mix: { a: { weight: 0, operation } } },
  };
  assert.deepEqual(problemsOf({ loads: wrong }), [
    "loads.paced.rate must be operations per second above 0, up to 10000000: found 0",
    "loads.paced.poolSize must be an integer from 1 to 32768: found 'all'",
    "loads.paced.operation must be a function: found 5",
    "loads.paced.duration is no key that cassbench knows",
    "loads.idle.rate must be operations per second where there is no poolSize: found undefined",
    "loads.empty.operation must be a function where there is no mix: found undefined",
    "loads.both.mix must not stand beside operation: found {}",
    "loads.both.mix must hold an operation: found {}",
    "loads.mixed.mix.a.weight must be a number above 0, up to 1000000: found 0",
  ]);
  assert.deepEqual(problemsOf({ loads: { main: good.paced, " ": good.mixed } }), [
    "loads.main must not be named main, as the scenario's own load is that: found { rate: 5, poolSize: 2, input: [Function: input], operation: [Function: operation] }",
    "loads.  must be named by 1 to 100 characters: found { poolSize: 32768, mix: { a: [Object] } }",
  ]);
  assert.deepEqual(problemsOf({ loads: [] }), ["loads must be an object of loads: found []"]);
});

Deno.test("checkScenario() names every problem at once, in the order of the fields", () => {
  assert.deepEqual(
    problemsOf({ name: "", latency: [-1, "x"], poolSizes: [], operations: 0, sed: 1, setUp: 2 }),
    [
      "name must not be empty: found ''",
      "latency[0] must be milliseconds from 0 to 60000: found -1",
      "latency[1] must be milliseconds from 0 to 60000: found 'x'",
      "poolSizes must hold a value: found []",
      "operations must be an integer from 1 to 1000000000: found 0",
      "sed is no key that cassbench knows",
      "setUp is no key that cassbench knows",
    ],
  );
});

Deno.test("checkScenario() says what is wrong with an operation of a mix", () => {
  const operation = () => Promise.resolve();
  const weight = "must be a number above 0, up to 1000000: found";
  const cases: [mix: unknown, problem: string][] = [
    [5, "mix must be an object of { weight, operation }: found 5"],
    [[], "mix must be an object of { weight, operation }: found []"],
    [{}, "mix must hold an operation: found {}"],
    [{ read: operation }, "mix.read must be { weight, operation }: found [Function: operation]"],
    [{ read: { operation } }, `mix.read.weight ${weight} undefined`],
    [{ read: { weight: 0, operation } }, `mix.read.weight ${weight} 0`],
    [{ read: { weight: -1, operation } }, `mix.read.weight ${weight} -1`],
    [{ read: { weight: NaN, operation } }, `mix.read.weight ${weight} NaN`],
    [{ read: { weight: 1 } }, "mix.read.operation must be a function: found undefined"],
    [
      { read: { weight: 1, operation, inputs: operation } },
      "mix.read.inputs is no key that cassbench knows",
    ],
    [
      { read: { weight: 1, operation, verify: "same" } },
      "mix.read.verify must be a function: found 'same'",
    ],
    [
      { read: { weight: 1, operation, consistency: "quorom" } },
      "mix.read.consistency must be one of any, one, two, three, quorum, all, localQuorum, " +
      "eachQuorum, localOne, serial, localSerial: found 'quorom'",
    ],
    [
      { read: { weight: 1, operation, ttl: -1 } },
      "mix.read.ttl must be seconds from 0 to 630720000: found -1",
    ],
    [
      { read: { weight: 1, operation, timeout: "5s" } },
      "mix.read.timeout must be milliseconds from 1 to 3600000: found '5s'",
    ],
    [
      { read: { weight: 1, operation, input: 5 } },
      "mix.read.input must be a function: found 5",
    ],
  ];
  for (const [mix, problem] of cases) {
    assert.deepEqual(problemsOf({ operation: undefined, mix }), [problem]);
  }
});

Deno.test("checkScenario() shows a long value short, and on one line", () => {
  const sizes = Array.from({ length: 100 }, (_, at) => Math.max(1, at));
  for (const parts of [{ poolSizes: sizes }, { keyspace: `a\n${"k".repeat(10_000)}` }]) {
    const [problem = ""] = problemsOf(parts);
    assert.ok(problem.length < 200 && !problem.includes("\n"), problem);
  }
});

Deno.test("findSettingsProblems() takes settings only, and checks them alike", () => {
  assert.deepEqual(findSettingsProblems({ rate: [5], workers: 2, thresholds: [] }), []);
  assert.deepEqual(findSettingsProblems({ latency: [1], matrix: { size: [1] }, seed: 7 }), []);
  const wrong = { name: "x", latency: [-1] } as unknown as Settings;
  assert.deepEqual(findSettingsProblems(wrong).map(sentenceOf), [
    "latency[0] must be milliseconds from 0 to 60000: found -1",
    "name is no key that cassbench knows",
  ]);
});
