// deno-lint-ignore-file camelcase -- the keys are those of cassandra.yaml
import assert from "node:assert/strict";
import { run } from "../../src/run/run.ts";
import { search } from "../../src/run/search.ts";
import { scenario } from "../../src/scenario/scenario.ts";

const good = scenario({ name: "good", thresholds: ["errors.rate < 1"], operation: async () => {} });

for (const [name, measure] of Object.entries({ run, search })) {
  for (const nodes of [0, 10, 1.5, NaN]) {
    Deno.test(`${name}() refuses ${nodes} nodes with all that is wrong, before anything starts`, async () => {
      await assert.rejects(measure(good, { target: "cassandra", nodes, port: 0, seed: -1 }), {
        name: "ScenarioError",
        message: 'Cannot plan scenario "good" as\n' +
          "  - seed must be an integer from 0 to 4294967295: found -1\n" +
          `  - nodes must be an integer from 1 to 9: found ${nodes}\n` +
          "  - port must be an integer from 1 to 65535: found 0",
        hint: "change seed, nodes, port in the options",
      });
    });
  }

  Deno.test(`${name}() refuses versions and options of Cassandra that cannot be, all at once`, async () => {
    const cassandraOptions = { "a b": 1, seed_provider: [], materialized_views_enabled: true };
    const wrong = { target: "cassandra", cassandraVersion: "3.0", cassandraOptions } as const;
    await assert.rejects(measure(good, wrong), {
      message: 'Cannot plan scenario "good" as\n' +
        "  - cassandraVersion must be a version of 4.1 or 5.0, as 4.1.10: found '3.0'\n" +
        "  - cassandraOptions.a b is no key of cassandra.yaml\n" +
        "  - cassandraOptions.seed_provider is said by cassbench, which starts the nodes by it",
    });
    const stray = { cassandraVersion: "5.0.6", cassandraOptions: {} };
    await assert.rejects(measure(good, stray), {
      message: 'Cannot plan scenario "good" as\n' +
        '  - cassandraVersion goes with target "cassandra", on the command line --cassandra\n' +
        '  - cassandraOptions goes with target "cassandra", on the command line --cassandra',
    });
  });

  Deno.test(`${name}() refuses nodes and a port for a target that it does not start`, async () => {
    await assert.rejects(measure(good, { nodes: 3, port: 9043 }), {
      message: 'Cannot plan scenario "good" as\n' +
        '  - nodes goes with target "cassandra", on the command line --cassandra\n' +
        '  - port goes with target "cassandra", on the command line --cassandra',
    });
  });
}

Deno.test("run() refuses a target that is none, and keys of it that it does not know", async () => {
  const wrong = [
    [
      "cassandar",
      /as target must be "embedded", "cassandra", \{ contactPoints \} or \{ bundle \}: found/,
    ],
    [{ contactPoint: ["a"] }, /target\.contactPoint is no key that cassbench knows/],
    [{ contactPoints: "a" }, /as target\.contactPoints must be a list of hosts: found .a./],
    [
      { contactPoints: ["a"], addresses: { "10.0.0.1": "a b", "x:y": "b" } },
      /addresses\.10\.0\.0\.1 must be a host or host:port: found .a b.[^]*x:y must say of a host or host:port where it is reached/,
    ],
    [
      { contactPoints: ["a"], addresses: "a" },
      /target\.addresses must be an object from addresses/,
    ],
    [
      { contactPoints: ["a"], rack: 1, coordinators: ["a", "b c"], addresses: { "a b": "c" } },
      /target\.addresses\.a b must[^]*target\.rack must be a string: found 1[^]*target\.coordinators\[1\] must be a host or host:port: found 'b c'/,
    ],
    [{ contactPoints: ["a"], coordinators: "a" }, /target\.coordinators must be a list of hosts/],
    [{ contactPoints: ["a"], coordinators: [] }, /must be a list of at least one host: found \[\]/],
  ] as const;
  for (const [target, message] of wrong) {
    await assert.rejects(run(good, { target: target as never }), {
      name: "ScenarioError",
      message,
    });
  }
});
