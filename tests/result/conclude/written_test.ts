/** What follows from writes that were read back. */
import assert from "node:assert/strict";
import { findOutcome, outcome } from "../../../src/result/conclude/outcome.ts";
import { judge } from "../../../src/result/conclude/verdict.ts";
import { findWritten } from "../../../src/result/conclude/written.ts";
import type { Verified } from "../../../src/result/verified.ts";
import { caseOf, resultOf } from "../fixture.ts";

function verifiedOf(parts: Partial<Verified>): Verified {
  return {
    ...{ acknowledged: 1_000, readBack: 1_000, overwritten: 0, missing: 0, different: 0 },
    ...{ unknown: 0, unknownApplied: 0, elapsed: 10 },
    ...parts,
  };
}

const LOST = verifiedOf({ readBack: 989, missing: 10, different: 1, examples: ["item (1): gone"] });
const UNREAD = verifiedOf({ readBack: 0, notChecked: { unreadable: 1_000 }, examples: ["down"] });

Deno.test("lost writes make a case not valid, a warning, and the exit code 3, before invalid figures and thresholds do", () => {
  const { verdict: _, ...measured } = caseOf({});
  const verdict = judge({ ...measured, verified: LOST });
  assert.deepEqual(verdict.reasons.map(({ code, message }) => [code, message]), [
    ["written", "of 1,000 acknowledged writes 10 are missing and 1 has other values"],
  ]);
  assert.deepEqual(
    findWritten(LOST, "populate").map(({ code, message }) => [code, message]),
    [[
      "written",
      "Of 1,000 acknowledged writes of populate 10 are missing and 1 has other values: item (1): gone",
    ]],
  );
  const result = resultOf([{ ...caseOf({}), verified: LOST, verdict }]);
  const judged = { ...result, outcome: findOutcome(result) };
  for (const strict of [false, true]) {
    const { code, reason, lost } = outcome(judged, { strict });
    assert.deepEqual([code, lost], [3, [reason]]);
    assert.match(reason, /10 are missing and 1 has other values$/);
  }
  const filled = { ...resultOf([caseOf({})]), populate: { verified: LOST } as never };
  assert.match(outcome(filled).reason, /^of 1,000 acknowledged writes of populate 10 are missing/);
});

Deno.test("what could not be read makes a case not valid and a warning, and is no loss", () => {
  const { verdict: _, ...measured } = caseOf({});
  const verdict = judge({ ...measured, verified: UNREAD });
  assert.deepEqual(verdict.reasons.map(({ code, message }) => [code, message]), [
    ["written", "of 1,000 acknowledged writes 1,000 could not be read back"],
  ]);
  assert.match(findWritten(UNREAD, "populate")[0]!.message, /could not be read \(1,000\); down$/);
  const result = resultOf([{ ...caseOf({}), verified: UNREAD, verdict }]);
  assert.deepEqual([outcome(result).code, outcome(result, { strict: true }).code], [0, 4]);
});

Deno.test("where all is found nothing is said, and what was left out is", () => {
  const { verdict: _, ...measured } = caseOf({});
  assert.equal(judge({ ...measured, verified: verifiedOf({}) }).valid, true);
  assert.deepEqual(findWritten(verifiedOf({}), "populate"), []);
  assert.deepEqual(findWritten(undefined, "populate"), []);
  const some = verifiedOf({ readBack: 900, notChecked: { counters: 60, sampled: 40 } });
  assert.equal(judge({ ...measured, verified: some }).valid, true);
  assert.match(
    findWritten(some, "populate")[0]!.message,
    /could be checked: counters \(60\), left out of the sample that fits in memory \(40\)$/,
  );
});
