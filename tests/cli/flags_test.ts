import assert from "node:assert/strict";
import { flagsOf } from "../../src/cli/command.ts";
import { runCommand } from "../../src/cli/commands/run.ts";
import { type CommandLine, didYouMean, parseFlags as parse } from "../../src/cli/flags.ts";
import { UsageError } from "../../src/cli/usage.ts";
import { ScenarioError } from "../../src/errors.ts";

const FLAGS = flagsOf(runCommand);

/** Parses with the flags of `run`, which has flags of every kind. */
function parseFlags(args: readonly string[]): CommandLine {
  return parse(args, FLAGS);
}

/** What is wrong with a command line, one problem each. */
function problemsOf(...args: string[]): string[] {
  try {
    parseFlags(args);
    return [];
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
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
      ...["--duration", "soon", "--stages", "9", "--threshold=", "--metrics-port=-1", "-v"],
    ),
    [
      "-v is no flag",
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

Deno.test("parseFlags() takes a value that begins with one dash for a value, after a blank as after an equals sign", () => {
  for (
    const join of [
      (flag: string, value: string) => [flag, value],
      (flag: string, value: string) => [`${flag}=${value}`],
    ]
  ) {
    const { flags, others, words } = parseFlags([
      ...[
        ...join("--operations", "-5"),
        ...join("--latency", "-1,5"),
        ...join("--duration", "-1s"),
      ],
      ...[...join("--json", "-"), ...join("--value-size", "-5,10"), "x.ts"],
    ]);
    assert.deepEqual(flags, { latency: [-1, 5], operations: -5, duration: -1_000, json: "-" });
    assert.deepEqual([...others], [["value-size", "-5,10"]]);
    assert.deepEqual(words, ["x.ts"]);
  }
});

Deno.test("parseFlags() takes no flag for the value of another, and what follows -- for words", () => {
  assert.deepEqual(problemsOf("--json", "--quiet", "--markdown", "--fast"), [
    "--json must be followed by a value",
    "--markdown must be followed by a value",
  ]);
  assert.deepEqual(parseFlags(["--quiet", "--", "-5", "--json"]).words, ["-5", "--json"]);
});

Deno.test("parseFlags() tells how the flags that are wrong are written", () => {
  assert.throws(() => parseFlags(["--operations", "many", "--latency="]), (error) => {
    assert.deepEqual((error as UsageError).forms, ["--latency 0,1,5", "--operations 1000"]);
    return true;
  });
});

Deno.test("didYouMean() asks for a flag of the same letters, whatever its case, dashes and plural", () => {
  const known = ["pool-sizes", "threshold"];
  for (const flag of ["pool-size", "poolSizes", "pool_sizes", "poolsize"]) {
    assert.equal(didYouMean(flag, known), ": did you mean --pool-sizes?");
  }
  assert.equal(didYouMean("thresholds", known), ": did you mean --threshold?");
  assert.equal(didYouMean("fast", known), "");
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

Deno.test("parseFlags() takes a flag that needs no value with its own, unless what follows could be one", () => {
  const known = {
    page: { kind: "listeningPort", value: "[PORT]", without: "0", help: "" },
    quiet: { kind: "switch", help: "" },
  } as const;
  const read = (...args: string[]) => {
    const { words, flags } = parse(args, known);
    return [flags, ...words];
  };
  assert.deepEqual(read("--page"), [{ page: 0 }]);
  assert.deepEqual(read("--page", "8080", "x.ts"), [{ page: 8080 }, "x.ts"]);
  assert.deepEqual(read("--page=8080", "x.ts"), [{ page: 8080 }, "x.ts"]);
  assert.deepEqual(read("--page", "x.ts"), [{ page: 0 }, "x.ts"]);
  assert.deepEqual(read("x.ts", "--page", "--quiet"), [{ page: 0, quiet: true }, "x.ts"]);
  for (const [wrong, says] of [["-1", '"-1"'], ["99999", '"99999"'], ["8080x", '"8080x"']]) {
    assert.throws(
      () => read("--page", wrong ?? ""),
      (error) => String(error).includes(`a port from 0 to 65535: found ${says}`),
    );
  }
  assert.throws(() => read("--page="), /--page must be followed by a value/);
});
