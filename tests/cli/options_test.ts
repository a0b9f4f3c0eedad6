import assert from "node:assert/strict";
import { parseFlags } from "../../src/cli/flags.ts";
import {
  chooseTarget,
  readAxes,
  SETTING_FLAGS,
  settingsFrom,
  TARGET_FLAGS,
} from "../../src/cli/options.ts";
import { ScenarioError } from "../../src/errors.ts";
import type { Setting } from "../../src/scenario/setting.ts";
import { fieldFlagOf, flagOf } from "../../src/scenario/setting_flags.ts";
import { SETTING_ENTRIES } from "../../src/scenario/settings_table.ts";
import { withEnvironment } from "../support/environment.ts";
import { testPermitted } from "../support/needs.ts";

/** What the flags choose, with these variables and no others in the environment. */
function targetOf(args: string[], variables: Record<string, string> = {}): unknown {
  return withEnvironment(variables, () => chooseTarget(parseFlags(args, TARGET_FLAGS).flags));
}

testPermitted("chooseTarget() is the embedded server when nothing is said", () => {
  assert.deepEqual(targetOf([]), { target: "embedded" });
});

testPermitted("chooseTarget() takes a real Cassandra with nodes and port", () => {
  assert.deepEqual(targetOf(["--cassandra"]), { target: "cassandra" });
  assert.deepEqual(targetOf(["--cassandra", "--nodes", "3", "--port", "9043"]), {
    target: "cassandra",
    nodes: 3,
    port: 9043,
  });
});

testPermitted("chooseTarget() takes contact points from the flag before the environment", () => {
  const CASSANDRA_CONTACT_POINTS = "10.0.0.9";
  assert.deepEqual(targetOf([], { CASSANDRA_CONTACT_POINTS: "10.0.0.1,10.0.0.2:9043" }), {
    target: { contactPoints: ["10.0.0.1", "10.0.0.2:9043"] },
  });
  assert.deepEqual(targetOf(["--contact-points", "10.0.0.1"], { CASSANDRA_CONTACT_POINTS }), {
    target: { contactPoints: ["10.0.0.1"] },
  });
  assert.deepEqual(targetOf(["--cassandra"], { CASSANDRA_CONTACT_POINTS }), {
    target: "cassandra",
  });
});

testPermitted("chooseTarget() gives no login, which is found later", () => {
  const variables = { CASSANDRA_USERNAME: "ada", CASSANDRA_PASSWORD: "secret" };
  const args = ["--contact-points", "10.0.0.1", "--local-datacenter", "dc1", "--username", "eve"];
  const target = { contactPoints: ["10.0.0.1"], localDataCenter: "dc1" };
  assert.deepEqual(targetOf(args, variables), { target });
});

testPermitted("chooseTarget() takes pairs of addresses, each once", () => {
  const args = ["--contact-points", "nat.example"];
  const pairs = ["--address", "10.0.0.1=nat.example:1", "--address", "[::1]:9042=nat.example:2"];
  const addresses = { "10.0.0.1": "nat.example:1", "[::1]:9042": "nat.example:2" };
  assert.deepEqual(targetOf([...args, ...pairs]), {
    target: { contactPoints: ["nat.example"], addresses },
  });
  const wrong = [...pairs, "--address", "10.0.0.1=b", "--address", "10.0.0.2", "--address", "=a"];
  assert.throws(() => targetOf([...args, ...wrong]), {
    message: "Cannot read the command line as\n" +
      "  - --address must say 10.0.0.1 once\n" +
      '  - --address must be FROM=TO: found "10.0.0.2"\n' +
      '  - --address must be FROM=TO: found "=a"',
  });
  assert.throws(() => targetOf(["--address", "10.0.0.1=a"]), {
    message: "Cannot read the command line as --address goes with --contact-points",
  });
});

testPermitted("chooseTarget() takes an empty variable for none", () => {
  assert.deepEqual(targetOf([], { CASSANDRA_CONTACT_POINTS: "" }), { target: "embedded" });
});

testPermitted("chooseTarget() refuses two targets, and what goes with another, all at once", () => {
  assert.throws(() => targetOf(["--cassandra", "--contact-points", "10.0.0.1"]), {
    name: "ScenarioError",
    message: "Cannot read the command line as --cassandra and --contact-points are two targets",
  });
  assert.throws(() => targetOf(["--local-datacenter", "dc1", "--username", "ada"]), {
    message: "Cannot read the command line as\n" +
      "  - --local-datacenter goes with --contact-points\n" +
      "  - --username goes with --contact-points or --cassandra",
  });
});

Deno.test("settingsFrom() gives the settings their names in a scenario, and only those that were given", () => {
  assert.deepEqual(settingsFrom({}), {});
  const { flags } = parseFlags([
    ...["--latency", "1,5", "--pool-sizes", "1,100", "--operations", "10", "--warmup", "0"],
    ...["--duration", "30s", "--rate", "1000", "--stages", "5:1s", "--arrivals", "poisson"],
    ...["--overflow", "drop", "--drain", "1m", "--repetitions", "5", "--workers", "2"],
    ...["--mode", "serial,threads", "--timeout", "5s", "--on-failure", "abort", "--trace", "3"],
    ...["--threshold", "throughput > 5", "--threshold", "errors.rate < 1"],
    ...["--seed", "7", "--keyspace", "ks", "--consistency", "quorum", "--connections", "2"],
  ], SETTING_FLAGS);
  assert.deepEqual(settingsFrom(flags), {
    ...{ latency: [1, 5], poolSizes: [1, 100], operations: 10, warmup: 0, duration: 30_000 },
    ...{ rate: [1_000], stages: [{ to: 5, duration: 1_000 }], arrivals: "poisson" },
    ...{ overflow: "drop", drain: 60_000, repetitions: 5, workers: 2 },
    ...{ mode: ["serial", "threads"], timeout: 5_000, onFailure: "abort", trace: 3 },
    thresholds: ["throughput > 5", "errors.rate < 1"],
    ...{ seed: 7, keyspace: "ks", consistency: "quorum", connections: 2 },
  });
});

Deno.test("readAxes() reads flags under the axis's name, as the kind of value that the axis has", () => {
  const axes = { valueSize: [10, 1_000], kind: ["a", "1"], isWide: [true, false], mix: [1, "a"] };
  const flags = { "value-size": "1e2, 20", "kind": "b,2", "is-wide": "false,true", "mix": "1,b" };
  assert.deepEqual(readAxes(axes, new Map(Object.entries(flags))), {
    ...{ valueSize: [100, 20], kind: ["b", "2"], isWide: [false, true], mix: ["1", "b"] },
  });
  assert.deepEqual(readAxes(axes, new Map()), {});
});

Deno.test("readAxes() takes numbers for an axis of numbers, and nothing else", () => {
  assert.throws(() => readAxes({ size: [1] }, new Map([["size", "big,2"]])), {
    name: "ScenarioError",
    message: 'Cannot read the command line as --size must be numbers: found "big,2"',
  });
});

Deno.test("readAxes() takes true and false for booleans, and nothing else", () => {
  assert.throws(() => readAxes({ isWide: [true] }, new Map([["is-wide", "yes"]])), ScenarioError);
});

Deno.test("readAxes() names every flag that is none, also one named like what every object has", () => {
  const others = new Map([["latencies", "1"], ["size", "1"], ["constructor", "1"]]);
  assert.throws(() => readAxes({ size: [1] }, others, ["latency"]), {
    name: "ScenarioError",
    message: "Cannot read the command line as\n" +
      "  - --latencies is no flag, and no axis of the scenario\n" +
      "  - --constructor is no flag, and no axis of the scenario",
  });
});

Deno.test("readAxes() asks for the flag or the axis that was probably meant", () => {
  const others = new Map([["pool-size", "1"], ["sizes", "1"]]);
  assert.throws(() => readAxes({ size: [1] }, others, ["pool-sizes"]), {
    message: "Cannot read the command line as\n" +
      "  - --pool-size is no flag, and no axis of the scenario: did you mean --pool-sizes?\n" +
      "  - --sizes is no flag, and no axis of the scenario: did you mean --size?",
  });
});

Deno.test("every setting of the table has a flag whose example the setting takes, but for the matrix", () => {
  const without: string[] = [];
  for (const [name, { schema, flag, fields = {} }] of SETTING_ENTRIES) {
    const flags = flag === undefined
      ? Object.entries(fields).map(([field, flag]) => [fieldFlagOf(name, field), flag] as const)
      : [[flagOf(name), flag] as const];
    if (flags.length === 0) without.push(name);
    for (const [flag, { example }] of flags) check(name, schema, flag, example);
  }
  assert.deepEqual(without, ["matrix"]);

  function check(name: string, schema: Setting["schema"], flag: string, shown?: string): void {
    const example = shown?.replaceAll("'", "");
    const written = `--${flag}${example === undefined ? "" : `=${example}`}`;
    const settings = settingsFrom(parseFlags([written], SETTING_FLAGS).flags);
    assert.deepEqual(Object.keys(settings), [name]);
    assert.ok(schema.safeParse(Object.entries(settings)[0]?.[1]).success, written);
  }
});
