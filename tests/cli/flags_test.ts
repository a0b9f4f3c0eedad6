import assert from "node:assert/strict";
import { FLAGS, parseFlags } from "../../src/cli/flags.ts";
import { ScenarioError } from "../../src/errors.ts";

/** What is wrong with a command line, one problem each. */
function problemsOf(...args: string[]): string[] {
  try {
    parseFlags(args);
    return [];
  } catch (error) {
    assert.ok(error instanceof ScenarioError, String(error));
    assert.equal(error.hint, "`deno run -A mod.ts --help` shows every flag");
    return error.message.replace("Cannot read the command line as", "").split("\n  - ").slice(1);
  }
}

Deno.test("parseFlags() reads every kind of flag, with blank or equals sign", () => {
  const expected = {
    words: ["scenarios/latency.ts"],
    flags: {
      ...{ "contact-points": ["10.0.0.1", "10.0.0.2:9042"], "local-datacenter": "dc1" },
      ...{ "latency": [0, 1.5], "pool-sizes": [1, 100], "operations": 1_000, "quiet": true },
    },
    others: new Map(),
  };
  assert.deepEqual(
    parseFlags([
      ...["--contact-points", "10.0.0.1, 10.0.0.2:9042", "--local-datacenter", "dc1"],
      ...["--latency", "0,1.5", "--pool-sizes", "1,100", "--operations", "1e3"],
      ...["--quiet", "scenarios/latency.ts"],
    ]),
    expected,
  );
  assert.deepEqual(
    parseFlags([
      ...["--contact-points=10.0.0.1,10.0.0.2:9042", "--local-datacenter=dc1", "--latency=0,1.5"],
      ...["scenarios/latency.ts", "--pool-sizes=1,100", "--operations=1000", "--quiet"],
    ]),
    expected,
  );
});

Deno.test("parseFlags() of nothing is nothing", () => {
  assert.deepEqual(parseFlags([]), { words: [], flags: {}, others: new Map() });
});

Deno.test("parseFlags() keeps text as it is: a keyspace of digits, a word that looks like a number", () => {
  const { words, flags } = parseFlags(["1e3", "--keyspace", "007", "--json", "0x10"]);
  assert.deepEqual(words, ["1e3"]);
  assert.deepEqual(flags, { keyspace: "007", json: "0x10" });
});

Deno.test("parseFlags() takes the last of a flag given twice", () => {
  assert.deepEqual(parseFlags(["--seed", "1", "--seed", "2"]).flags, { seed: 2 });
});

Deno.test("parseFlags() takes every use of a flag that can be repeated, commas and all", () => {
  const args = ["--threshold", "throughput > 5000", "--threshold=errors.rate < 0.001"];
  assert.deepEqual(parseFlags(args).flags, {
    threshold: ["throughput > 5000", "errors.rate < 0.001"],
  });
});

Deno.test("parseFlags() reads lengths of time, rates and stages", () => {
  const args = ["--duration", "30s", "--warmup=500", "--rate", "1000,2e3", "--stages", "0..9:1m"];
  assert.deepEqual(parseFlags(args).flags, {
    ...{ duration: 30_000, warmup: 500, rate: [1_000, 2_000] },
    stages: [{ from: 0, to: 9, duration: 60_000 }],
  });
});

Deno.test("parseFlags() reads modes, a timeout, what a failure does, and how many to trace", () => {
  const args = ["--mode", "serial, concurrent", "--timeout=5s", "--on-failure", "abort"];
  assert.deepEqual(parseFlags([...args, "--trace", "3"]).flags, {
    ...{ "mode": ["serial", "concurrent"], "timeout": 5_000, "on-failure": "abort", "trace": 3 },
  });
});

Deno.test("parseFlags() leaves flags it does not know to the scenario's axes, as text", () => {
  const { flags, others } = parseFlags([
    ...["--value-size", "10,1e3", "--kind=a,b", "--is-wide", "--no-quiet"],
  ]);
  assert.deepEqual(flags, {});
  assert.deepEqual([...others], [
    ...[["value-size", "10,1e3"], ["kind", "a,b"], ["is-wide", "true"], ["no-quiet", "true"]],
  ]);
});

Deno.test("parseFlags() names every flag whose value is missing or wrong", () => {
  assert.deepEqual(
    problemsOf(
      ...["--json", "--operations", "many", "--pool-sizes", "1,,x,2", "--latency="],
      ...["--duration", "soon", "--stages", "9", "--threshold=", "--metrics-port=-1"],
    ),
    [
      "--latency must be followed by a value",
      '--pool-sizes must be numbers with commas between: found ",x"',
      '--operations must be a number: found "many"',
      '--duration must be milliseconds, or a number with ms, s, m or h: found "soon"',
      '--stages must be RATE:TIME or FROM..TO:TIME with commas between: found "9"',
      "--threshold must be followed by a value",
      "--json must be followed by a value",
      '--metrics-port must be a port from 0 to 65535: found "-1"',
    ],
  );
});

Deno.test("parseFlags() says a single problem on one line", () => {
  assert.throws(() => parseFlags(["--seed", "one"]), {
    name: "ScenarioError",
    message: 'Cannot read the command line as --seed must be a number: found "one"',
  });
});

Deno.test("parseFlags() refuses, and never crashes on, what nobody means", () => {
  for (const arg of ["--__proto__=x", "--constructor=x", "--json.x=1", "--=", "-", "--"]) {
    try {
      parseFlags([arg]);
    } catch (error) {
      assert.ok(error instanceof ScenarioError, `${arg}: ${error}`);
    }
  }
});

Deno.test("every flag that takes a value shows one in the help, and no switch does", () => {
  for (const [name, flag] of Object.entries(FLAGS)) {
    assert.equal("value" in flag, flag.kind !== "switch", name);
  }
});
