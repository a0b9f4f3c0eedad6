import assert from "node:assert/strict";
import { nodesSection } from "../../../src/report/sections/nodes.ts";
import type { NodeResult, ServerActivity } from "../../../src/result/node.ts";
import { caseOf, resultOf, summaryOf } from "../../result/fixture.ts";
import { assertText, rendered } from "../snapshot.ts";

const CALM: ServerActivity = {
  ...{ reads: 1_000, writes: 0, flushes: 0, blockedTasks: {}, cacheHits: { rows: null } },
  pendingCompactions: { before: 0, after: 0 },
};

function nodeOf(address: string, coordinated: number, server: ServerActivity | null): NodeResult {
  return { address, coordinated, share: coordinated / 1_000, server };
}

Deno.test("nodesSection() sums up each node's share, and tells what it did beside the work", async (t) => {
  const busy: ServerActivity = {
    ...CALM,
    pendingCompactions: { before: 1, after: 12 },
    flushes: 1,
    blockedTasks: { MutationStage: 40, ReadStage: 1 },
    cacheHits: { keys: 0.87, rows: null },
  };
  const cases = [1, 100].map((poolSize) =>
    caseOf({
      poolSize,
      nodes: [
        nodeOf(
          "10.0.0.1:9042",
          400,
          poolSize === 1 ? busy : { ...CALM, cacheHits: { keys: 0.97 } },
        ),
        nodeOf("10.0.0.2:9042", 600, null),
      ],
    })
  );
  await assertText(t, rendered(nodesSection(resultOf(cases))));
});

Deno.test("nodesSection() has nothing to say of a single calm node, nor where none could be asked", () => {
  const nodes = [nodeOf("127.0.0.1:9042", 1_000, CALM)];
  assert.deepEqual(nodesSection(resultOf([caseOf({ nodes }), caseOf({})])), []);
  assert.deepEqual(nodesSection(resultOf([caseOf({})])), []);
});

Deno.test("nodesSection() has no share where no request was seen", () => {
  const nodes = ["a:1", "b:1"].map((address) => nodeOf(address, 0, CALM));
  const table = rendered(nodesSection(resultOf([caseOf({ nodes })])));
  assert.match(table, /\| a:1 +\| +0 \| +– \|/);
});

Deno.test("nodesSection() shows how fast each coordinator answered, and its errors where there are some", () => {
  const timesOf = (address: string, ms: number, errors: number): NodeResult => ({
    ...nodeOf(address, 500, null),
    ...{ errors, requestTime: summaryOf(ms) },
  });
  const calm = [timesOf("a:1", 2, 0), timesOf("b:1", 20, 0)];
  const table = rendered(nodesSection(resultOf([caseOf({ nodes: calm })])));
  assert.match(table, /\| b:1 +\| +500 \| +50 % \| 20\.0 \| 30\.0 \|/);
  assert.doesNotMatch(table, /errors/);
  const failing = [timesOf("a:1", 2, 0), timesOf("b:1", 4, 7)];
  const cases = [calm, failing].map((nodes) => caseOf({ nodes }));
  assert.match(rendered(nodesSection(resultOf(cases))), /\| b:1 .*\| +7 \| 12\.0 \| 18\.0 \|/);
});
