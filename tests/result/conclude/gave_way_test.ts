import assert from "node:assert/strict";
import { findGaveWay, reasonsAgainst } from "../../../src/result/conclude/gave_way.ts";
import type { Reason } from "../../../src/result/verdict.ts";
import { caseOf, type CaseParts, errorsOf, INVALID, summaryOf } from "../fixture.ts";

const THRESHOLDS = ["responseTime.p99 < 20", "responseTime.p50 < 2"];
const SLOW = { responseTime: { ...summaryOf(3), p99: 200 } };
const because = (code: Reason["code"]) => ({
  verdict: { valid: false, reasons: [{ code, message: `of ${code}`, advice: "" }] },
});

const FIRST: readonly (readonly [string, CaseParts, object])[] = [
  ["the threshold that is exceeded most", SLOW, {
    what: "threshold",
    threshold: "responseTime.p99 < 20",
    message: "responseTime.p99 < 20: it was 200",
  }],
  [
    "errors, which slow times can follow from",
    { ...SLOW, errors: errorsOf({ overloaded: [7, "too many"] }) },
    { what: "errors", message: "7 of 1000 operations failed" },
  ],
  [
    "the client, which all else can follow from",
    { ...SLOW, verdict: INVALID, errors: errorsOf({ timeout: [1, "slow"] }) },
    { what: "client", message: INVALID.reasons[0]?.message },
  ],
  ["a server that ended", { ...SLOW, ...because("ended") }, {
    what: "server",
    message: "of ended",
  }],
  ["the schedule", because("schedule"), { what: "schedule", message: "of schedule" }],
  [
    "the backlog",
    { endedBy: "search" },
    { what: "schedule", message: "its backlog grew from second to second" },
  ],
];

for (const [name, parts, found] of FIRST) {
  Deno.test(`findGaveWay() names ${name}`, () => {
    const result = caseOf({ rate: 900, responseTime: summaryOf(1), ...parts });
    assert.deepEqual(findGaveWay(result, 900, THRESHOLDS), { rate: 900, ...found });
  });
}

Deno.test("reasonsAgainst() has none against what held, and bounds no errors that a threshold does", () => {
  const result = caseOf({ rate: 900, errors: errorsOf({ timeout: [1, "slow"] }) });
  assert.deepEqual(reasonsAgainst(result, ["errors.rate < 0.1"]), []);
  assert.deepEqual(reasonsAgainst(result, ["errors.rate < 0"]), ["errors.rate < 0: it was 0.001"]);
});
