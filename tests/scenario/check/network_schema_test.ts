/** What a scenario or an option may say of the network: each wrong value, and what is said of it. */
import assert from "node:assert/strict";
import { plan } from "../../../src/run/plan.ts";
import type { Settings } from "../../../src/scenario/settings.ts";

const scenario = { name: "s", operation: () => Promise.resolve() };

function problemsOf(network: unknown, more: Settings = {}): string {
  try {
    plan(scenario, { ...more, network: network as never });
  } catch (error) {
    return (error as Error).message.replace('Cannot plan scenario "s" as ', "");
  }
  return "none";
}

const LATENCY = "must be milliseconds of a round trip from 0 to 2000";
const ONLY_IN_A_STAGE = (name: string) =>
  `must stand in a stage, { at, for, ${name}: true }, as nothing could connect: found true`;

const WRONG: [network: unknown, problem: string][] = [
  [1, "network must be { latency?, jitter?, bandwidth?, nodes?, stages? }: found 1"],
  [null, "network must be { latency?, jitter?, bandwidth?, nodes?, stages? }: found null"],
  [{ latency: -1 }, `network.latency ${LATENCY}: found -1`],
  [{ latency: "1" }, `network.latency ${LATENCY}: found '1'`],
  [{ latency: NaN }, `network.latency ${LATENCY}: found NaN`],
  [{ latency: 2_001 }, `network.latency ${LATENCY}: found 2001`],
  [{ latency: [] }, "network.latency must hold a value: found []"],
  [{ latency: [1, 1] }, "network.latency must hold each value once: found [ 1, 1 ]"],
  [{ latency: [1, -1] }, `network.latency[1] ${LATENCY}: found -1`],
  [{ jitter: -0.1 }, `network.jitter ${LATENCY}: found -0.1`],
  [{ jitter: [1] }, `network.jitter ${LATENCY}: found [ 1 ]`],
  [
    { bandwidth: 0 },
    "network.bandwidth must be bytes per second above 0, up to 1000000000000: found 0",
  ],
  [
    { bandwidth: Infinity },
    "network.bandwidth must be bytes per second above 0, up to 1000000000000: found Infinity",
  ],
  [{ delay: 1 }, "network.delay is no key that cassbench knows"],
  [{ stall: true }, `network.stall ${ONLY_IN_A_STAGE("stall")}`],
  [{ reset: true }, `network.reset ${ONLY_IN_A_STAGE("reset")}`],
  [{ refuse: true }, `network.refuse ${ONLY_IN_A_STAGE("refuse")}`],
  [{ nodes: [] }, "network.nodes must be an object, { 2: { latency: 10 } }: found []"],
  [{ nodes: { 0: {} } }, "network.nodes.0 must name nodes by their numbers, from 1: found {}"],
  [
    { nodes: { "10.0.0.1": {} } },
    "network.nodes.10.0.0.1 must name nodes by their numbers, from 1: found {}",
  ],
  [{ nodes: { 1: 5 } }, "network.nodes.1 must be { latency?, jitter?, bandwidth? }: found 5"],
  [{ nodes: { 1: { latency: [1, 2] } } }, `network.nodes.1.latency ${LATENCY}: found [ 1, 2 ]`],
  [{ nodes: { 1: { refuse: true } } }, `network.nodes.1.refuse ${ONLY_IN_A_STAGE("refuse")}`],
  [{ stages: [] }, "network.stages must hold a stage: found []"],
  [{ stages: {} }, "network.stages must be a list: found {}"],
  [{ stages: [1] }, "network.stages[0] must be { at, for?, node?, … }: found 1"],
  [
    { stages: [{ stall: true }] },
    "network.stages[0].at must be milliseconds from 0 to 86400000: found undefined",
  ],
  [
    { stages: [{ at: -1, stall: true }] },
    "network.stages[0].at must be milliseconds from 0 to 86400000: found -1",
  ],
  [
    { stages: [{ at: 0, for: 0, stall: true }] },
    "network.stages[0].for must be milliseconds from 1 to 86400000: found 0",
  ],
  [
    { stages: [{ at: 0, node: 0, stall: true }] },
    "network.stages[0].node must be an integer from 1 to 10000: found 0",
  ],
  [{ stages: [{ at: 0, stall: 1 }] }, "network.stages[0].stall must be true or false: found 1"],
  [
    { stages: [{ at: 0, node: 1 }] },
    "network.stages[0] must say what changes: latency, jitter, bandwidth, stall, reset or refuse: found { at: 0, node: 1 }",
  ],
  [
    { stages: [{ at: 0, nodes: [1], stall: true }] },
    "network.stages[0].nodes is no key that cassbench knows",
  ],
  [{ stages: [{ at: 0, latency: 2_001 }] }, `network.stages[0].latency ${LATENCY}: found 2001`],
];

for (const [network, problem] of WRONG) {
  Deno.test(`${JSON.stringify(network)} is refused: ${problem}`, () => {
    assert.equal(problemsOf(network), problem);
  });
}

Deno.test("a stage must begin before its case ends", () => {
  const stages = [{ at: 1_000, stall: true }];
  assert.equal(
    problemsOf({ stages }, { duration: 1_000 }),
    "network.stages[0].at must be before the end of a case of 1000 ms: found 1000",
  );
  assert.equal(problemsOf({ stages }, { duration: 1_001 }), "none");
  assert.equal(problemsOf({ stages }), "none");
});

Deno.test("what is right is taken", () => {
  const right = [
    {},
    { latency: 0 },
    { latency: [0, 0.5, 2_000], jitter: 1, bandwidth: 1_000 },
    { nodes: { 1: {}, 2: { latency: 3, jitter: 0, bandwidth: 1e9 } } },
    { stages: [{ at: 0, reset: true }, { at: 5, for: 10, node: 2, latency: 1, refuse: false }] },
  ];
  for (const network of right) assert.equal(problemsOf(network), "none");
});

Deno.test("latencies of the network are an axis, after those of the client; one alone is a parameter too", () => {
  const casesOf = (settings: Settings) =>
    plan(scenario, { poolSizes: [1], ...settings }).cases.map(({ parameters }) => parameters);
  assert.deepEqual(casesOf({ latency: [0, 1], network: { latency: [0, 2] } }), [
    { latency: 0, networkLatency: 0, poolSize: 1 },
    { latency: 0, networkLatency: 2, poolSize: 1 },
    { latency: 1, networkLatency: 0, poolSize: 1 },
    { latency: 1, networkLatency: 2, poolSize: 1 },
  ]);
  assert.deepEqual(casesOf({ network: { latency: 3 } }), [
    { latency: 0, networkLatency: 3, poolSize: 1 },
  ]);
  assert.deepEqual(casesOf({ network: { jitter: 3 } }), [{ latency: 0, poolSize: 1 }]);
});

Deno.test("options take the place of single fields of the scenario's network", () => {
  const own = { ...scenario, network: { latency: [1, 2], jitter: 1 } };
  const { settings } = plan(own, { network: { latency: 5 } });
  assert.deepEqual(settings.network, { latency: 5, jitter: 1 });
  assert.equal(settings.timeout, 60_005);
  assert.equal(plan(scenario).settings.network, undefined);
});

Deno.test("an axis of the scenario cannot have the name of the parameter", () => {
  assert.throws(() => plan({ ...scenario, matrix: { networkLatency: [1] } }), /networkLatency/);
});
