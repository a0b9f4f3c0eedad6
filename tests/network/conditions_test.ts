/** How the network to each node is at each instant, as a scenario says it. */
import assert from "node:assert/strict";
import { changesOf, conditionsAt, isResetAt } from "../../src/network/conditions.ts";

Deno.test("half of a round trip's latency and jitter is added each way, and all of its bandwidth is there each way", () => {
  const { way } = conditionsAt({ latency: 3, jitter: 1, bandwidth: 1_000 }, 1, 0);
  assert.deepEqual(way, { delay: 1.5, jitter: 0.5, bandwidth: 1_000 });
  assert.deepEqual(conditionsAt({}, 1, 0), {
    way: { delay: 0, jitter: 0, bandwidth: Infinity },
    ...{ isStalled: false, isRefusing: false },
  });
});

Deno.test("what is said of a node takes the place of what is said of all, and leaves the rest", () => {
  const network = { latency: 2, jitter: 1, nodes: { 2: { latency: 20 } } };
  assert.deepEqual(conditionsAt(network, 1, 0).way.delay, 1);
  const { way } = conditionsAt(network, 2, 0);
  assert.deepEqual([way.delay, way.jitter], [10, 0.5]);
});

Deno.test("a stage holds from its begin to before its end, for its node, and not before the clock starts", () => {
  const network = {
    latency: 2,
    stages: [
      { at: 0, latency: 4 },
      { at: 100, for: 50, latency: 10 },
      { at: 120, for: 10, node: 2, stall: true, refuse: true },
    ],
  };
  const delays = [undefined, 0, 99, 100, 149, 150, 1e9].map((at) =>
    conditionsAt(network, 1, at).way.delay
  );
  assert.deepEqual(delays, [1, 2, 2, 5, 5, 2, 2]);
  const stalls = (node: number) =>
    [119, 120, 129, 130].map((at) => conditionsAt(network, node, at));
  assert.deepEqual(stalls(1).map(({ isStalled }) => isStalled), [false, false, false, false]);
  assert.deepEqual(stalls(2).map(({ isStalled }) => isStalled), [false, true, true, false]);
  assert.deepEqual(stalls(2).map(({ isRefusing }) => isRefusing), [false, true, true, false]);
  // A stage of one condition leaves the others as they are.
  assert.equal(conditionsAt(network, 2, 125).way.delay, 5);
  assert.deepEqual(changesOf(network), [0, 100, 120, 130, 150]);
});

Deno.test("connections are reset once, at the begin of a stage", () => {
  const network = { stages: [{ at: 5, for: 10, reset: true, node: 2 }] };
  assert.deepEqual([4, 5, 6, 15].map((at) => isResetAt(network, 2, at)), [
    false,
    true,
    false,
    false,
  ]);
  assert.equal(isResetAt(network, 1, 5), false);
});
