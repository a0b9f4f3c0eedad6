/** Events that cannot be: what was given, and what is said of it. */
import assert from "node:assert/strict";
import { checkScenario } from "../../../src/scenario/check/check.ts";
import { sentenceOf } from "../../../src/scenario/check/problems.ts";
import type { NodeEvent } from "../../../src/scenario/node_event.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";

function problemsOf(events: unknown, more: object = { duration: 10_000 }): string[] {
  const scenario = { name: "x", poolSizes: [1], operation: async () => {}, ...more };
  const whole = { ...scenario, ...events !== undefined && { events } };
  return checkScenario(whole as unknown as Scenario).problems.map(sentenceOf);
}

function event(at: number, node: number, action: string): NodeEvent {
  return { at, node, do: action as NodeEvent["do"] };
}

/** What is said of an event that its node is not in the state for. */
function outOfOrder(index: number, event: NodeEvent, state: string): string {
  return `events[${index}] must not ${event.do} node ${event.node}, which is ${state} by then: ` +
    `found { at: ${event.at}, node: ${event.node}, do: '${event.do}' }`;
}

const ACTIONS = "kill, stop, continue, restart, stall, unstall, reset, refuse or accept";

const CASES: Record<string, readonly [events: unknown, problems: readonly string[]]> = {
  "no list": ["5s:2:kill", ["events must be a list: found '5s:2:kill'"]],
  "no event": [[5], ["events[0] must be { at, node, do }: found 5"]],
  "wrong values of all kinds": [[event(-1, 0, "explode")], [
    "events[0].at must be milliseconds from 0 to 86400000: found -1",
    "events[0].node must be an integer from 1 to 1000: found 0",
    `events[0].do must be ${ACTIONS}: found 'explode'`,
  ]],
  "no numbers, and a key that is none": [[{ at: "5s", node: 1.5, do: "kill", on: 1 }], [
    "events[0].at must be milliseconds from 0 to 86400000: found '5s'",
    "events[0].node must be an integer from 1 to 1000: found 1.5",
    "events[0].on is no key that cassbench knows",
  ]],
  "after the case": [[event(10_000, 1, "kill"), event(9_999, 2, "kill")], [
    "events[0].at must be before the end of a case, 10000 ms: found 10000",
  ]],
  "continue without stop": [[event(1, 2, "continue")], [
    outOfOrder(0, event(1, 2, "continue"), "running"),
  ]],
  "continue before stop in time, not in the list": [
    [event(5, 1, "stop"), event(4, 1, "continue")],
    [outOfOrder(1, event(4, 1, "continue"), "running")],
  ],
  "stop of another node than continue": [[event(1, 1, "stop"), event(2, 2, "continue")], [
    outOfOrder(1, event(2, 2, "continue"), "running"),
  ]],
  "what is killed": [[event(1, 1, "kill"), event(2, 1, "kill"), event(3, 1, "stop")], [
    outOfOrder(1, event(2, 1, "kill"), "killed"),
    outOfOrder(2, event(3, 1, "stop"), "killed"),
  ]],
  "what passes and takes connections": [[event(1, 1, "unstall"), event(1, 1, "accept")], [
    outOfOrder(0, event(1, 1, "unstall"), "not stalled"),
    outOfOrder(1, event(1, 1, "accept"), "accepting"),
  ]],
  "twice the same": [
    [event(1, 1, "stall"), event(2, 1, "stall"), event(3, 1, "refuse"), event(4, 1, "refuse")],
    [
      outOfOrder(1, event(2, 1, "stall"), "stalled"),
      outOfOrder(3, event(4, 1, "refuse"), "refusing"),
    ],
  ],
};

for (const [name, [events, problems]] of Object.entries(CASES)) {
  Deno.test(`checkScenario() refuses events: ${name}`, () => {
    assert.deepEqual(problemsOf(events), problems);
  });
}

Deno.test("checkScenario() takes events in any order that nodes can follow", () => {
  const events = [
    ...[event(5, 1, "continue"), event(4, 1, "stop"), event(6, 1, "kill"), event(7, 1, "restart")],
    ...[event(8, 1, "stop"), event(9, 1, "kill"), event(8, 2, "reset"), event(0, 2, "restart")],
    ...[event(1, 3, "stall"), event(2, 3, "kill"), event(3, 3, "unstall"), event(4, 3, "refuse")],
  ];
  assert.deepEqual(problemsOf(events), []);
});

Deno.test("an event must be in the longest case, and in any that has no length", () => {
  const late = [event(15_000, 1, "kill")];
  const end = (ms: number) => [
    `events[0].at must be before the end of a case, ${ms} ms: found 15000`,
  ];
  const stages = [{ to: 5, duration: 10_000 }, { to: 5, duration: 5_000 }];
  assert.deepEqual(problemsOf(late, { stages }), end(15_000));
  assert.deepEqual(problemsOf(late, { rate: [100, 200] }), end(10_000));
  assert.deepEqual(problemsOf(late, { rate: [10], operations: 1_000 }), []);
  assert.deepEqual(problemsOf(late, {}), []);
});

Deno.test("a threshold on events needs some", () => {
  const thresholds = ["events.recoveredAfter < 5000"];
  assert.deepEqual(problemsOf(undefined, { thresholds }), [
    "thresholds[0] must not bound events.recoveredAfter, which only a case with events has: " +
    "found 'events.recoveredAfter < 5000'",
  ]);
  assert.deepEqual(problemsOf([event(1, 1, "kill")], { thresholds }), []);
});
