import assert from "node:assert/strict";
import { createTimes, mergeSummaries } from "../../src/measure/times.ts";
import { mergeTimes } from "../../src/result/merged_times.ts";
import { seededRandom } from "../support/random.ts";
import { summaryOf } from "./fixture.ts";

Deno.test("mergeTimes() has the figures of all times together, as if one had recorded them: for 100 random sets", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const random = seededRandom(seed);
    const parts = Array.from({ length: 2 + random.below(5) }, () => {
      const times = createTimes();
      const scale = 10 ** (random.below(6) - 2);
      const count = random.below(200);
      for (let at = 0; at < count; at++) times.record(random.number() * scale);
      return times.summary();
    });
    const merged = mergeSummaries(parts);
    if (merged === null) assert.equal(mergeTimes(parts), null);
    else {
      const { histogram: _, mean, ...figures } = merged;
      const { mean: ownMean = NaN, ...own } = mergeTimes(parts) ?? {};
      assert.deepEqual({ ...own, histogram: undefined }, { ...figures, histogram: undefined });
      assert.ok(Math.abs(ownMean - mean) <= mean * 1e-9);
    }
  }
});

Deno.test("mergeTimes() of one is that one, of none is none, and of one that cannot be read is none", () => {
  const only = summaryOf(3);
  assert.equal(mergeTimes([null, only]), only);
  assert.equal(mergeTimes([null, null]), null);
  assert.equal(mergeTimes([]), null);
  assert.equal(mergeTimes([only, summaryOf(4)]), null);
});
