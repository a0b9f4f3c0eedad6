/** Events that a target cannot carry out, found before anything starts. */
import assert from "node:assert/strict";
import type { NodeControl } from "../../src/cluster/node_control.ts";
import { ScenarioError } from "../../src/errors.ts";
import { assertPossible } from "../../src/run/event_problems.ts";
import { run } from "../../src/run/run.ts";
import { scenario } from "../../src/scenario/scenario.ts";

const quiet = scenario({ name: "quiet", operations: 5, operation: async () => {} });

const OWN = 'must act on nodes that cassbench starts, which is target "cassandra", ' +
  "on the command line --cassandra";

Deno.test("run() refuses events on processes of a target that it does not start, wherever they stand", async () => {
  const events = [{ at: 0, node: 1, do: "kill" }, { at: 5, node: 1, do: "restart" }] as const;
  for (const target of [undefined, "embedded", { contactPoints: ["10.0.0.1"] }] as const) {
    const says = {
      name: "ScenarioError",
      message: 'Cannot plan scenario "quiet" as\n' +
        `  - events[0].do ${OWN}: found 'kill'\n  - events[1].do ${OWN}: found 'restart'`,
    };
    const given = target && { target };
    await assert.rejects(run(quiet, { ...given, events }), {
      ...says,
      hint: "change events in the options",
    });
    await assert.rejects(run({ ...quiet, events }, { ...given }), {
      ...says,
      hint: "change events in the `scenario({ … })`",
    });
  }
});

Deno.test("run() refuses events on a network that is not there, and on nodes that it is not in front of", async () => {
  const stall = { at: 0, node: 1, do: "stall" } as const;
  await assert.rejects(run(quiet, { target: { contactPoints: ["10.0.0.1"] }, events: [stall] }), {
    message: 'Cannot plan scenario "quiet" as events[0].do must stand beside network, ' +
      "which puts a proxy in front of each node: found 'stall'",
  });
  const second = [{ ...stall, node: 2 }];
  await assert.rejects(run({ ...quiet, network: { latency: 1 } }, { events: second }), {
    message: 'Cannot plan scenario "quiet" as ' +
      "events[0].node must be 1, as there is one node: found 2",
  });
});

Deno.test("run() refuses events on nodes that a Cassandra does not have, together with all else", async () => {
  const events = [{ at: 0, node: 4, do: "kill" }, { at: 9e9, node: 2, do: "stop" }] as const;
  await assert.rejects(run(quiet, { target: "cassandra", nodes: 3, port: 0, events }), {
    message: 'Cannot plan scenario "quiet" as\n' +
      "  - events[1].at must be milliseconds from 0 to 86400000: found 9000000000\n" +
      "  - port must be an integer from 1 to 65535: found 0\n" +
      "  - events[0].node must be from 1 to 3: found 4",
  });
  const second = [{ at: 0, node: 2, do: "stop" }] as const;
  await assert.rejects(run(quiet, { target: "cassandra", nodes: 1, events: second }), {
    message: 'Cannot plan scenario "quiet" as ' +
      "events[0].node must be 1, as there is one node: found 2",
  });
});

Deno.test("an open target is asked for what it can do, and for its nodes", () => {
  const control: NodeControl = {
    ...{ actions: new Set(["stall"]), addresses: ["a:1", "b:1"] },
    act: () => Promise.resolve(),
    restore: () => Promise.resolve(),
  };
  assertPossible([], undefined);
  assertPossible([{ at: 0, node: 2, do: "stall" }], control);
  assert.throws(() => assertPossible([{ at: 0, node: 3, do: "stall" }], control), {
    name: "ScenarioError",
    message: "Cannot run an event on node 3 as the target has 2",
  });
  assert.throws(() => assertPossible([{ at: 0, node: 1, do: "stop" }], control), ScenarioError);
  assert.throws(() => assertPossible([{ at: 0, node: 1, do: "stall" }], undefined), ScenarioError);
});
