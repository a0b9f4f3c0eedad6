import assert from "node:assert/strict";
import { countInvalid, exitCodeOf } from "../../src/cli/exit_code.ts";
import type { Verdict } from "../../src/result/case.ts";
import type { SearchResult, ThresholdResult } from "../../src/result/document.ts";
import { caseOf, resultOf } from "../result/fixture.ts";

const INVALID: Verdict = {
  valid: false,
  reasons: [{ code: "clientCpu", message: "the client was busy", advice: "pass --workers 2" }],
};

/** What a run or search came to. */
interface Outcome {
  readonly isValid?: boolean;
  readonly passed?: readonly boolean[];
  readonly search?: readonly Pick<SearchResult, "rate" | "limit">[];
}

function resultOfOutcome({ isValid = true, passed = [], search }: Outcome) {
  const cases = [caseOf({}), caseOf({ ...!isValid && { verdict: INVALID } })];
  const thresholds = passed.map((passed): ThresholdResult => ({
    ...{ expression: "throughput > 5000", case: 0, value: 1, passed },
  }));
  const found = search?.map((one) => ({ parameters: {}, thresholds: [], steps: [], ...one }));
  return resultOf(cases, [1], { thresholds, ...found && { search: found } });
}

function codes(outcome: Outcome): [plain: number, strict: number] {
  const result = resultOfOutcome(outcome);
  return [exitCodeOf(result, false), exitCodeOf(result, true)];
}

Deno.test("exitCodeOf() is 0 for a run that is valid and keeps its thresholds, if it has any", () => {
  assert.deepEqual(codes({}), [0, 0]);
  assert.deepEqual(codes({ passed: [true, true] }), [0, 0]);
});

Deno.test("exitCodeOf() is 3 when one threshold failed", () => {
  assert.deepEqual(codes({ passed: [true, false] }), [3, 3]);
});

Deno.test("exitCodeOf() is 4 when a case is not valid, only if that is asked for, and before 3", () => {
  assert.deepEqual(codes({ isValid: false }), [0, 4]);
  assert.deepEqual(codes({ isValid: false, passed: [false] }), [3, 4]);
});

Deno.test("exitCodeOf() asks a search for its answer, not for the steps that had to fail", () => {
  const holds = { rate: 4_300, limit: "thresholds" } as const;
  const failed = { isValid: false, passed: [true, false] };
  assert.deepEqual(codes({ ...failed, search: [holds] }), [0, 0]);
  assert.deepEqual(codes({ ...failed, search: [holds, { ...holds, rate: null }] }), [3, 3]);
  assert.deepEqual(codes({ ...failed, search: [holds, { ...holds, limit: "client" }] }), [0, 4]);
});

Deno.test("countInvalid() counts a run's cases, and none of a search", () => {
  assert.equal(countInvalid(resultOfOutcome({})), 0);
  assert.equal(countInvalid(resultOfOutcome({ isValid: false })), 1);
  assert.equal(countInvalid(resultOfOutcome({ isValid: false, search: [] })), 0);
});
