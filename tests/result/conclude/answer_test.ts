import assert from "node:assert/strict";
import { answerOf } from "../../../src/result/conclude/answer.ts";
import { sayThreshold } from "../../../src/result/conclude/search_answers.ts";
import type { Result, SearchResult } from "../../../src/result/document.ts";
import { caseOf, environmentOf, errorsOf, INVALID, PUBLISHED, resultOf } from "../fixture.ts";
import { pageOf, pageResultOf } from "../page_fixture.ts";

const SEARCH: SearchResult = {
  parameters: { latency: 0, poolSize: 1_000 },
  thresholds: ["responseTime.p99 < 20"],
  rate: 12_000,
  limit: "client",
  steps: [{ rate: 12_000, case: 0, passed: true, reasons: [] }],
};
const OPEN = [caseOf({ rate: 12_000 })];
const searching = (...found: Partial<SearchResult>[]): Result =>
  resultOf(OPEN, [1_000], { search: found.map((parts) => ({ ...SEARCH, ...parts })) });

const ANSWERS: readonly (readonly [string, Result, string])[] = [
  ["pools", resultOf(PUBLISHED), "Pool 100 is 82.3 × as fast as serial at 100 ms."],
  [
    "pools that gain nothing",
    resultOf([1, 2].map((poolSize) => caseOf({ poolSize })), [1, 2]),
    "Pool 2 is about as fast as serial.",
  ],
  [
    "modes",
    pageResultOf([pageOf({ mode: "serial" }), pageOf({ mode: "concurrent" })]),
    "Mode concurrent is 1.3 × as fast as serial.",
  ],
  [
    "a search that the client ended",
    searching({}),
    "The cluster holds 12,000 operations/s with p99 under 20 ms; the client was the limit.",
  ],
  [
    "searches of two combinations",
    searching({ limit: "thresholds" }, {
      limit: "rate",
      rate: 4_300,
      parameters: { latency: 5, poolSize: 1_000 },
    }),
    "The cluster holds 12,000 operations/s at 0 ms and 4,300 operations/s at 5 ms " +
    "with p99 under 20 ms; no higher rate was tried.",
  ],
  [
    "a search of which errors gave way first",
    searching({
      limit: "thresholds",
      gaveWay: { rate: 13_000, what: "errors", message: "9 of 900 operations failed" },
    }),
    "The cluster holds 12,000 operations/s with p99 under 20 ms; the errors gave way first.",
  ],
  [
    "a search of which one of two thresholds gave way first",
    searching({
      limit: "thresholds",
      thresholds: ["responseTime.p99 < 20", "responseTime.p50 < 2"],
      gaveWay: {
        ...{ rate: 13_000, what: "threshold", threshold: "responseTime.p50 < 2" },
        message: "",
      },
    }),
    "The cluster holds 12,000 operations/s with p99 under 20 ms and p50 under 2 ms; " +
    "p50 under 2 ms gave way first.",
  ],
  [
    "a search that found nothing",
    searching({ rate: null, limit: "thresholds" }),
    "The cluster does not even hold 12,000 operations/s with p99 under 20 ms.",
  ],
  [
    "one case",
    resultOf([caseOf({ poolSize: 10 })], [10]),
    "1,000 operations/s: half of them within 10.0 ms, 99 % within 15.0 ms.",
  ],
  [
    "an open load with a threshold that did not hold",
    resultOf([caseOf({ rate: 500 }), caseOf({ rate: 1_000 })], [1_000], {
      thresholds: [{ expression: "errors.rate < 1", case: 0, value: 1, passed: false }],
    }),
    "1,000 operations/s: half of them within 1.10 ms, 99 % within 1.65 ms. " +
    "The threshold did not hold.",
  ],
  [
    "nothing that succeeded",
    resultOf([caseOf({ errors: errorsOf({ invalid: [1_000, "no table"] }) })], [1]),
    "No operation succeeded: the first failed as invalid: no table.",
  ],
  ["no case", resultOf([]), "Nothing was measured."],
];

for (const [name, result, answer] of ANSWERS) {
  Deno.test(`answerOf() answers ${name}`, () => assert.equal(answerOf(result).answer, answer));
}

const BELIEFS: readonly (readonly [string, Result, string, boolean])[] = [
  ["all cases are valid", resultOf(PUBLISHED), "All 8 cases are valid.", true],
  [
    "the client was the limit",
    resultOf([caseOf({}), caseOf({ poolSize: 100, verdict: INVALID })]),
    "Do not use these figures: in 1 of 2 cases the client was the limit.",
    false,
  ],
  [
    "the server is the embedded one",
    resultOf(PUBLISHED, [1, 100], {
      environment: {
        ...environmentOf(),
        target: { kind: "embedded", version: "0.1.0", nodes: 1 },
      },
    }),
    "All 8 cases are valid. These are figures of the embedded server, not of Cassandra.",
    true,
  ],
  [
    "the run was stopped, and operations failed",
    resultOf([caseOf({ errors: errorsOf({ timeout: [12, "slow"] }) })], [1], { status: "aborted" }),
    "The run was stopped, so cases are missing. The case is valid. " +
    "12 of 1,000 operations failed (1.2 %).",
    false,
  ],
  [
    "the client was the limit of a search",
    searching({}),
    "The client was the limit of a search, so the target may hold more.",
    false,
  ],
];

for (const [name, result, belief, isValid] of BELIEFS) {
  Deno.test(`answerOf() says what to believe where ${name}`, () => {
    const { answer: _, ...found } = answerOf(result);
    assert.deepEqual(found, { belief, isValid });
  });
}

Deno.test("sayThreshold() says a bound in words", () => {
  const texts = ["responseTime.p99 < 20", "read.waitTime.p50 <= 1.5", "errors.rate <= 0.01"];
  assert.deepEqual(texts.map(sayThreshold), [
    "p99 under 20 ms",
    "read waitTime.p50 at most 1.5 ms",
    "errors.rate at most 1 %",
  ]);
});
