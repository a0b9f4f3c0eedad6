import assert from "node:assert/strict";
import { outcome } from "../../../src/result/conclude/outcome.ts";
import type { Status } from "../../../src/result/case.ts";
import type { SearchResult, ThresholdResult } from "../../../src/result/document.ts";
import { caseOf, errorsOf, INVALID, resultOf } from "../fixture.ts";

/** What a run or search came to. */
interface RunParts {
  readonly isValid?: boolean;
  readonly passed?: readonly boolean[];
  readonly search?: readonly Pick<SearchResult, "rate" | "limit">[];
  /** How many operations of each case fail, of 1,000. */
  readonly errors?: readonly number[];
}

function runOf({ isValid = true, passed = [], search, errors = [0, 0] }: RunParts) {
  const cases = errors.map((failed, at) =>
    caseOf({
      ...at > 0 && !isValid && { verdict: INVALID },
      errors: errorsOf(failed === 0 ? {} : { timeout: [failed, "too slow"] }),
    })
  );
  const thresholds = passed.map((passed): ThresholdResult => ({
    ...{ expression: "throughput > 5000", case: 0, value: 1_234.5, passed },
  }));
  const found = search?.map((one) => ({
    ...{ parameters: { latency: 5 }, thresholds: ["responseTime.p99 < 20"], steps: [], ...one },
  }));
  return resultOf(cases, [1], { thresholds, ...found && { search: found } });
}

function codes(parts: RunParts): [plain: number, strict: number] {
  const result = runOf(parts);
  return [outcome(result).code, outcome(result, { strict: true }).code];
}

Deno.test("outcome() is 0 for a run that is valid and keeps its thresholds, if it has any", () => {
  assert.deepEqual(codes({}), [0, 0]);
  assert.deepEqual(codes({ passed: [true, true] }), [0, 0]);
});

Deno.test("outcome() is 3 when one threshold failed", () => {
  assert.deepEqual(codes({ passed: [true, false] }), [3, 3]);
});

Deno.test("outcome() is 4 when a case is not valid, only if that is asked for, and before 3", () => {
  assert.deepEqual(codes({ isValid: false }), [0, 4]);
  assert.deepEqual(codes({ isValid: false, passed: [false] }), [3, 4]);
});

Deno.test("outcome() is 1 for a run that failed, whatever was measured until then", () => {
  const failed = outcome({ ...runOf({}), status: "failed" });
  assert.deepEqual([failed.code, failed.passed], [1, false]);
  assert.match(failed.reason, /^the run failed/);
});

Deno.test("outcome() is 1 when nothing succeeded in one of the cases, before all other rules", () => {
  assert.deepEqual(codes({ errors: [1_000, 1_000] }), [1, 1]);
  assert.deepEqual(codes({ errors: [999, 1_000], isValid: false, passed: [false] }), [1, 1]);
  assert.deepEqual(codes({ errors: [999, 999] }), [0, 0]);
  assert.deepEqual(codes({ errors: [] }), [1, 1]);
});

Deno.test("outcome() says in which cases nothing succeeded, and how the first operation failed", () => {
  const why = "the first failed as timeout: too slow";
  const reason = (...errors: number[]) => outcome(runOf({ errors })).reason;
  assert.equal(reason(1_000), `no operation succeeded: ${why}`);
  const where = "no operation succeeded in the case latency 0, poolSize 1";
  assert.equal(reason(0, 1_000, 5), `${where}: ${why}`);
  assert.equal(reason(0, 1_000, 1_000), `${where} and in 1 more: ${why}`);
  assert.equal(outcome(runOf({ errors: [0, 1_000, 1_000] })).fruitless, 2);
});

Deno.test("outcome() does not take a case that was stopped before anything ended for one in which nothing succeeded", () => {
  const code = (status: Status) =>
    outcome(resultOf([caseOf({}), caseOf({ status, operations: 0 })], [1])).code;
  assert.deepEqual([code("aborted"), code("completed")], [0, 1]);
});

Deno.test("outcome() lets steps of a search have no success", () => {
  const holds = { rate: 4_300, limit: "thresholds" } as const;
  assert.deepEqual(codes({ errors: [0, 1_000], search: [holds] }), [0, 0]);
});

Deno.test("outcome() asks a search for its answer, not for the steps that had to fail", () => {
  const holds = { rate: 4_300, limit: "thresholds" } as const;
  const failed = { isValid: false, passed: [true, false] };
  assert.deepEqual(codes({ ...failed, search: [holds] }), [0, 0]);
  assert.deepEqual(codes({ ...failed, search: [holds, { ...holds, rate: null }] }), [3, 3]);
  assert.deepEqual(codes({ ...failed, search: [holds, { ...holds, limit: "client" }] }), [0, 4]);
  const cut = runOf({ search: [{ ...holds, limit: "target" }] });
  assert.equal(outcome(cut, { strict: true }).reason, "a server ended during a search");
});

Deno.test("outcome() says what did not hold, and by which rule it failed", () => {
  const run = { isValid: false, passed: [true, false] };
  assert.deepEqual(outcome(runOf(run)), {
    ...{ code: 3, passed: false, reason: "1 threshold did not hold" },
    ...{ succeeded: true, valid: false, invalid: 1 },
    failed: ["throughput > 5000 in the case latency 0, poolSize 1: it was 1230"],
  });
  assert.equal(
    outcome(runOf(run), { strict: true }).reason,
    "the figures of 1 of 2 cases are not valid",
  );
  const unfound = { rate: null, limit: "client" } as const;
  const { reason, failed, valid } = outcome(runOf({ search: [unfound] }));
  assert.deepEqual({ reason, failed, valid }, {
    reason: "1 of 1 search found no rate that holds",
    failed: ["no rate holds responseTime.p99 < 20 in the cases latency 5"],
    valid: false,
  });
});

Deno.test("outcome() counts the invalid cases of a run, and none of a search", () => {
  assert.equal(outcome(runOf({})).invalid, 0);
  assert.equal(outcome(runOf({ isValid: false })).invalid, 1);
  assert.equal(outcome(runOf({ isValid: false, search: [] })).invalid, 0);
});
