import assert from "node:assert/strict";
import type { CaseResult } from "../../../src/result/case.ts";
import { findClientFindings } from "../../../src/result/conclude/client_findings.ts";
import type { Verdict } from "../../../src/result/verdict.ts";
import { caseOf, type CaseParts, resultOf, summaryOf } from "../fixture.ts";

/** A case of a client, of 1,000 operations. */
function caseBy(client: string, cpuTime: number, parts: CaseParts = {}): CaseResult {
  const measured = caseOf({ ...parts, own: { client } });
  return { ...measured, client: { ...measured.client, cpuTime } };
}

function saidOf(cases: readonly CaseResult[], repetitions = 1): string[] {
  return findClientFindings(resultOf(cases, undefined, { settings: { repetitions } }))
    .map(({ message }) => message);
}

const SLOW = { elapsed: 1_000, responseTime: summaryOf(5) };
const FAST = { elapsed: 250, responseTime: summaryOf(1) };

Deno.test("findClientFindings() says what the driver costs: throughput, times, and CPU an operation", () => {
  assert.deepEqual(saidOf([caseBy("driver", 44, SLOW), caseBy("wire", 4.5, FAST)]), [
    "The driver reaches 1,000 operations/s and wire 4,000 (4.0 ×); p50 is 5.00 and 1.00 ms, " +
    "p99 7.50 and 1.50 ms; each operation takes 44.0 and 4.50 µs of the client's CPU.",
  ]);
});

Deno.test("findClientFindings() has a finding for each combination, and says when cases are not valid", () => {
  const verdict: Verdict = {
    valid: false,
    reasons: [{ code: "clientCpu", message: "busy", advice: "rest" }],
  };
  const cases = [1, 100].flatMap((poolSize) => [
    caseBy("driver", 44, { ...SLOW, poolSize, ...poolSize === 100 && { verdict } }),
    caseBy("wire", 4.5, { ...FAST, poolSize }),
  ]);
  const findings = findClientFindings(resultOf(cases));
  assert.deepEqual(findings.map(({ parameters }) => parameters?.poolSize), [1, 100]);
  const [first, second] = findings.map(({ message }) => message);
  assert.doesNotMatch(first ?? "", /valid/);
  assert.match(second ?? "", /; not all of these cases are valid, see the verdict\.$/);
});

Deno.test("findClientFindings() waits for all repetitions of both, and says nothing of one alone", () => {
  assert.deepEqual(saidOf([caseBy("driver", 44)]), []);
  assert.deepEqual(saidOf([caseBy("driver", 44), caseBy("wire", 4)], 2), []);
  const cases = [1, 2].flatMap((repetition) => [
    caseBy("driver", 44, { ...SLOW, repetition }),
    caseBy("wire", 4, { ...FAST, repetition }),
  ]);
  assert.match(saidOf(cases, 2)[0] ?? "", /\(4\.0 ×\)/);
});

Deno.test("findClientFindings() leaves CPU time out where a document has none", () => {
  const [driver, wire] = [caseBy("driver", NaN, SLOW), caseBy("wire", NaN, FAST)];
  assert.doesNotMatch(saidOf([driver, wire])[0] ?? "", /CPU/);
});
