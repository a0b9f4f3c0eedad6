import assert from "node:assert/strict";
import { paragraph } from "../../../src/report/model.ts";
import { describeThreshold, thresholdsSection } from "../../../src/report/sections/thresholds.ts";
import { judgeThresholds } from "../../../src/result/conclude/thresholds.ts";
import { caseOf, errorsOf, resultOf } from "../../result/fixture.ts";
import { assertText, rendered } from "../snapshot.ts";

const THRESHOLDS = ["responseTime.p99 < 2", "errors.rate < 0.001"];

Deno.test("thresholdsSection() shows each threshold's value in each case, and what did not hold", async (t) => {
  const failed = errorsOf({ unavailable: [1_000, "down"] });
  const cases = [1, 2].map((poolSize) => caseOf({ poolSize }));
  const all = [...cases, caseOf({ poolSize: 3, errors: failed })];
  const thresholds = judgeThresholds(all, THRESHOLDS);
  await assertText(t, rendered(thresholdsSection(resultOf(all, [1, 2, 3], { thresholds }))));
});

Deno.test("thresholdsSection() says so when all held", () => {
  const cases = [caseOf({})];
  const thresholds = judgeThresholds(cases, THRESHOLDS);
  assert.deepEqual(
    thresholdsSection(resultOf(cases, [1], { thresholds }))[1],
    paragraph("All held."),
  );
});

Deno.test("thresholdsSection() has nothing to say without thresholds, and of the steps of a search", () => {
  const cases = [caseOf({})];
  const thresholds = judgeThresholds(cases, THRESHOLDS);
  assert.deepEqual(thresholdsSection(resultOf(cases)), []);
  assert.deepEqual(thresholdsSection(resultOf(cases, [1], { thresholds, search: [] })), []);
});

Deno.test("describeThreshold() gives times their unit, and counts none", () => {
  assert.deepEqual(
    ["responseTime.p99 < 20", " waitTime.max <= 1", "errors.rate < 0.001", "dropped < 1"]
      .map(describeThreshold),
    ["responseTime.p99 < 20 ms", "waitTime.max <= 1 ms", "errors.rate < 0.001", "dropped < 1"],
  );
});
