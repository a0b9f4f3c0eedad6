import assert from "node:assert/strict";
import type { LoadResult } from "../../../src/result/case.ts";
import { findBackgroundErrors } from "../../../src/result/conclude/background.ts";
import { judge } from "../../../src/result/conclude/verdict.ts";
import { caseOf, errorsOf, summaryOf } from "../fixture.ts";

/** A load that was as it was asked, but for what the test says. */
function loadOf(parts: Partial<LoadResult> = {}): LoadResult {
  return {
    ...{ name: "writes", poolSize: 50, operations: 1_000, unsent: 0, errors: errorsOf({}) },
    ...{ serviceTime: summaryOf(1), waitTime: summaryOf(0.1), responseTime: summaryOf(1.1) },
    ...{ elapsed: 5_000, throughput: 200 },
    schedule: { rate: 200, achieved: 200, due: 1_000, length: 5_000, overrun: 0 },
    ...parts,
  };
}

Deno.test("judge() finds a case valid whose loads were as they were asked", () => {
  const loads = [loadOf(), loadOf({ schedule: null, waitTime: null })];
  assert.deepEqual(judge(caseOf({ loads })), { valid: true, reasons: [] });
});

Deno.test("judge() says which load did not meet its rate", () => {
  const schedule = { rate: 200, achieved: 150, due: 1_000, length: 5_000, overrun: 0 };
  const { valid, reasons } = judge(
    caseOf({ loads: [loadOf(), loadOf({ schedule, unsent: 250 })] }),
  );
  assert.equal(valid, false);
  assert.deepEqual(reasons.map(({ code, message }) => [code, message]), [[
    "background",
    "load writes beside it did not meet its rate: 150 of 200 operations per second were sent, " +
    "and 250 of 1,000 were due and never sent",
  ]]);
  assert.match(reasons[0]?.advice ?? "", /larger poolSize than 50/);
});

Deno.test("judge() does not take a load of which nothing succeeded for one that ran", () => {
  const errors = errorsOf({ writeTimeout: [1_000, "too slow"] });
  for (const load of [loadOf({ errors }), loadOf({ operations: 0, schedule: null })]) {
    const { reasons } = judge(caseOf({ loads: [load] }));
    assert.deepEqual(reasons.map(({ code }) => code), ["background"]);
    assert.match(reasons[0]?.message ?? "", /^no operation of load writes succeeded beside it/);
  }
});

Deno.test("findBackgroundErrors() warns of what failed in each load", () => {
  const errors = errorsOf({ writeTimeout: [3, "too slow"] });
  const loads = [loadOf(), loadOf({ name: "scans", errors })];
  assert.deepEqual(findBackgroundErrors(caseOf({ loads })).map(({ message }) => message), [
    "3 of 1,000 operations of load scans failed beside the case latency 0, poolSize 1; " +
    "the first as writeTimeout: too slow",
  ]);
  assert.deepEqual(findBackgroundErrors(caseOf({})), []);
});
