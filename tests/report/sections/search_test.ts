import assert from "node:assert/strict";
import { paragraph } from "../../../src/report/model.ts";
import { describeSearch, searchSection } from "../../../src/report/sections/search.ts";
import { judgeThresholds } from "../../../src/result/conclude/thresholds.ts";
import type { Result, SearchResult } from "../../../src/result/document.ts";
import { caseOf, INVALID, resultOf, summaryOf } from "../../result/fixture.ts";
import { assertText, rendered } from "../snapshot.ts";

const THRESHOLDS = ["responseTime.p99 < 20", "errors.rate < 0.001"];

/** What a search finds on a server that holds 5,000 operations per second. */
function searched(latencies: readonly number[], rates: readonly number[]): Result {
  const cases = latencies.flatMap((latency) =>
    rates.map((rate) =>
      caseOf({
        ...{ latency, rate, poolSize: 1_000, responseTime: summaryOf(rate > 5_000 ? 30 : 3) },
        ...rate > 7_000 && { verdict: INVALID },
      })
    )
  );
  const search = latencies.map((latency, group): SearchResult => ({
    parameters: { latency, poolSize: 1_000 },
    ...{ thresholds: THRESHOLDS, rate: 5_000, limit: "thresholds" },
    steps: rates.map((rate, at) => ({
      ...{ rate, case: group * rates.length + at, passed: rate <= 5_000 },
      reasons: rate <= 5_000 ? [] : ["responseTime.p99 < 20: it was 45"],
    })),
  }));
  return resultOf(cases, [1_000], { search, thresholds: judgeThresholds(cases, THRESHOLDS) });
}

Deno.test("searchSection() is the answer and the steps that led to it", async (t) => {
  await assertText(t, rendered(searchSection(searched([0], [1_000, 8_000, 5_000, 6_500]))));
});

Deno.test("searchSection() has an answer for each combination of the other axes", () => {
  const answers = searchSection(searched([0, 5], [1_000, 8_000])).filter(({ kind }) =>
    kind === "paragraph"
  );
  assert.deepEqual(
    answers,
    [
      "latency 0 ms: holds 5,000 ops/s with responseTime.p99 < 20 ms, errors.rate < 0.001",
      "latency 5 ms: holds 5,000 ops/s with responseTime.p99 < 20 ms, errors.rate < 0.001",
    ].map((strong) => paragraph([{ strong }])),
  );
});

Deno.test("searchSection() has nothing to say of other runs", () => {
  assert.deepEqual(searchSection(resultOf([caseOf({})])), []);
});

Deno.test("describeSearch() says what ended the search, and claims no more than was found", () => {
  const steps = [4_000, 250].map((rate) => ({ rate, case: 0, passed: false, reasons: [] }));
  const found = { parameters: {}, thresholds: ["responseTime.p99 < 20"], steps };
  const answers = ([4_300, null] as const).flatMap((rate) =>
    (["thresholds", "client", "rate"] as const).map((limit) =>
      describeSearch({ ...found, rate, limit })
    )
  );
  assert.deepEqual(answers.slice(0, 5), [
    "holds 4,300 ops/s with responseTime.p99 < 20 ms",
    "holds at least 4,300 ops/s with responseTime.p99 < 20 ms; " +
    "above it the client was the limit, not the server",
    "holds at least 4,300 ops/s with responseTime.p99 < 20 ms, the highest rate tried",
    "does not even hold 250 ops/s with responseTime.p99 < 20 ms",
    "no answer: the client was the limit, not the server, even at 250 ops/s",
  ]);
  const cut = [4_300, null].map((rate) => describeSearch({ ...found, rate, limit: "target" }));
  assert.deepEqual(cut, [
    "holds at least 4,300 ops/s with responseTime.p99 < 20 ms; a server ended before more was known",
    "no answer: a server ended before a rate was found",
  ]);
  assert.equal(
    describeSearch({ ...found, steps: [], rate: null, limit: "rate" }),
    "no rate was tried",
  );
});

Deno.test("searchSection() says what gave way first, which steps ended early, and shows the curve", async (t) => {
  const result = searched([0], [1_000, 5_000, 6_500]);
  const [found] = result.search ?? [];
  const cut = caseOf({ rate: 6_500, endedBy: "search", status: "aborted" });
  const curve = [500, 2_500, 4_750].map((rate) =>
    caseOf({ rate, operations: rate, responseTime: summaryOf(rate / 1_000) })
  );
  const text = rendered(searchSection({
    ...result,
    cases: [...result.cases.slice(0, 2), cut, ...curve],
    search: found === undefined ? [] : [{
      ...found,
      gaveWay: {
        ...{ rate: 6_500, what: "threshold", threshold: "responseTime.p99 < 20" },
        message: "responseTime.p99 < 20: it was 45",
      },
      curve: [3, 4, 5],
    }],
  }));
  await assertText(t, text);
});
