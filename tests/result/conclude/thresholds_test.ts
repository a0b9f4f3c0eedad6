import assert from "node:assert/strict";
import type { CaseResult } from "../../../src/result/case.ts";
import { judgeThresholds } from "../../../src/result/conclude/thresholds.ts";
import type { NodeEventResult } from "../../../src/result/node_event.ts";
import { METRICS } from "../../../src/scenario/threshold.ts";
import { caseOf, errorsOf, summaryOf } from "../fixture.ts";
import { pageOf } from "../page_fixture.ts";

function eventOf(own: Partial<NodeEventResult>): NodeEventResult {
  const where = {
    planned: 0,
    at: 0,
    node: 2,
    address: "127.0.0.2:9042",
    do: "kill",
    took: 1,
  } as const;
  const found = { throughputBefore: 100, dip: null, recoveredAfter: null, responseTime: null };
  return { ...where, ...found, errors: { total: 0, byClass: {} }, ...own };
}

const some: CaseResult = {
  ...caseOf({
    operations: 1_000,
    errors: { ...errorsOf({ writeTimeout: [3, "timed out"] }), unknown: 2 },
  }),
  ...{
    throughput: 5_000,
    dropped: 7,
    unsent: 8,
    waitTime: summaryOf(1),
    responseTime: summaryOf(10),
  },
  ...{
    serviceTime: summaryOf(9),
    reads: 200,
    misses: 50,
    conditional: 10,
    notApplied: 1,
    retries: 2,
    events: [
      eventOf({ at: 1_000, recoveredAfter: null }),
      eventOf({ at: 5_000, recoveredAfter: 700, dip: { depth: 0.4, throughput: 60, at: 5_000 } }),
      eventOf({ at: 8_000, recoveredAfter: 100 }),
      eventOf({ at: null, recoveredAfter: null }),
    ],
  },
};

const nothing: CaseResult = {
  ...caseOf({ operations: 0, elapsed: 0 }),
  ...{ throughput: 0, serviceTime: null, waitTime: null, responseTime: null },
};

function judge(result: CaseResult, expression: string): [value: number | null, passed: boolean] {
  const [judged] = judgeThresholds([result], [expression]);
  assert.ok(judged !== undefined);
  return [judged.value, judged.passed];
}

Deno.test("judgeThresholds() compares as written, up to the bound itself", () => {
  assert.deepEqual(judge(some, "throughput < 5000"), [5_000, false]);
  assert.deepEqual(judge(some, "throughput <= 5000"), [5_000, true]);
  assert.deepEqual(judge(some, "throughput > 5000"), [5_000, false]);
  assert.deepEqual(judge(some, "throughput >= 5000"), [5_000, true]);
  assert.deepEqual(judge(some, "throughput < 5000.1"), [5_000, true]);
  assert.deepEqual(judge(some, "throughput > 4999.9"), [5_000, true]);
});

Deno.test("judgeThresholds() finds every metric that a threshold can name", () => {
  for (const metric of METRICS) {
    const [value, passed] = judge(some, `${metric} >= 0`);
    assert.ok(value !== null && value > 0 && passed, metric);
  }
  assert.equal(judge(some, "errors.total < 4")[0], 3);
  assert.equal(judge(some, "errors.rate < 1")[0], 0.003);
  assert.equal(judge(some, "errors.unknown < 3")[0], 2);
  assert.equal(judge(caseOf({}), "errors.unknown <= 0")[1], true);
  assert.equal(judge(some, "operations > 0")[0], 1_000);
  assert.equal(judge(some, "dropped < 8")[0], 7);
  assert.equal(judge(some, "serviceTime.p50 < 20")[0], 9);
  assert.equal(judge(some, "responseTime.p99 < 20")[0], 15);
  assert.equal(judge(some, "waitTime.max < 20")[0], 3);
  assert.equal(judge(some, "events.depth < 1")[0], 0.4);
});

Deno.test("judgeThresholds() takes the longest recovery, from the first event that the load had not recovered from", () => {
  assert.equal(judge(some, "events.recoveredAfter < 5000")[0], 4_700);
  const lost = {
    ...some,
    events: [eventOf({ at: 1_000, recoveredAfter: 5 }), eventOf({ at: 2_000 })],
  };
  assert.deepEqual(judge(lost, "events.recoveredAfter < 5000"), [null, false]);
});

Deno.test("judgeThresholds() passes nothing that was not measured", () => {
  for (const metric of ["serviceTime.p99", "waitTime.p50", "responseTime.mean", "errors.rate"]) {
    for (const comparison of ["< 1e9", ">= 0"]) {
      assert.deepEqual(judge(nothing, `${metric} ${comparison}`), [null, false], metric);
    }
  }
  assert.deepEqual(judge(nothing, "operations > 0"), [0, false]);
});

Deno.test("judgeThresholds() judges every case by every threshold, and says which", () => {
  const thresholds = ["throughput > 1", "errors.total <= 0"];
  assert.deepEqual(judgeThresholds([some, nothing], thresholds), [
    { expression: "throughput > 1", case: 0, value: 5_000, passed: true },
    { expression: "errors.total <= 0", case: 0, value: 3, passed: false },
    { expression: "throughput > 1", case: 1, value: 0, passed: false },
    { expression: "errors.total <= 0", case: 1, value: 0, passed: true },
  ]);
  assert.deepEqual(judgeThresholds([some], []), []);
});

Deno.test("judgeThresholds() judges an operation of the mix, a step or a task by its name", () => {
  const { name: _, ...read } = { ...some, name: "" };
  const mix = [{ ...read, name: "read", responseTime: summaryOf(2) }];
  const mixed = { ...caseOf({}), mix };
  assert.deepEqual(judge(mixed, "read.responseTime.p50 < 2"), [2, false]);
  assert.deepEqual(judge(mixed, "read.errors.total <= 3"), [3, true]);
  assert.deepEqual(judge(mixed, "read.misses.rate < 0.3"), [0.25, true]);
  assert.deepEqual(judge(mixed, "write.misses.total < 1"), [null, false]);
  const page = pageOf({ mode: "serial" });
  const [step] = page.steps ?? [];
  const p99 = step?.serviceTime?.p99 ?? NaN;
  assert.deepEqual(judge(page, `${step?.name}.serviceTime.p99 <= 1e9`), [p99, true]);
  assert.deepEqual(judge(page, `${step?.name}.responseTime.p99 <= 1e9`), [p99, true]);
});

Deno.test("judgeThresholds() takes what was not missed for 0, and a share of nothing for nothing", () => {
  const clean = caseOf({ reads: 10 });
  assert.deepEqual(judge(clean, "misses.total <= 0"), [0, true]);
  assert.deepEqual(judge(clean, "misses.rate <= 0"), [0, true]);
  assert.deepEqual(judge(clean, "notApplied.total <= 0"), [0, true]);
  assert.deepEqual(judge(clean, "notApplied.rate <= 0"), [null, false]);
});
