import assert from "node:assert/strict";
import { caseNetwork, eventsOfStages, networkLatencies } from "../../src/scenario/network.ts";

Deno.test("the network of a case has the latency of its parameters, and none without", () => {
  const network = { latency: [1, 2], jitter: 1, nodes: { 1: { latency: 5 } } };
  assert.deepEqual(caseNetwork(network, { networkLatency: 2 }), { ...network, latency: 2 });
  assert.deepEqual(caseNetwork({ jitter: 1 }, {}), { jitter: 1 });
  assert.deepEqual(caseNetwork(undefined, {}), {});
});

Deno.test("a single latency is an axis of one value", () => {
  assert.deepEqual([undefined, {}, { latency: 3 }, { latency: [1, 2] }].map(networkLatencies), [
    ...[undefined, undefined, [3], [1, 2]],
  ]);
});

Deno.test("stages that stall, reset or refuse are events on nodes, with their ends", () => {
  const stages = [
    { at: 100, for: 50, node: 2, stall: true, refuse: true },
    { at: 10, reset: true },
    { at: 300, stall: true, node: 1 },
    { at: 400, for: 10, latency: 5, stall: false },
  ];
  assert.deepEqual(eventsOfStages({ stages }, 2), [
    { at: 100, node: 2, do: "stall" },
    { at: 100, node: 2, do: "refuse" },
    { at: 150, node: 2, do: "unstall" },
    { at: 150, node: 2, do: "accept" },
    { at: 10, node: 1, do: "reset" },
    { at: 10, node: 2, do: "reset" },
    { at: 300, node: 1, do: "stall" },
  ]);
  assert.deepEqual(eventsOfStages({ latency: 1 }, 3), []);
});
