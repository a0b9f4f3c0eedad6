/** Times of any size, and what is none, in histograms that are merged. */
import assert from "node:assert/strict";
import { createTimes, mergeSummaries } from "../../src/measure/times.ts";
import { fuzz } from "../support/fuzz.ts";
import type { Random } from "../support/random.ts";

const HOUR = 3_600_000;
const EDGES = [0, HOUR, HOUR + 1e-6, -1e-9, NaN, Infinity, -Infinity, 1e-7, 5e-324];

function randomTime(random: Random): number {
  return random.below(4) === 0 ? random.pick(EDGES) : 10 ** (random.number() * 9.6 - 3);
}

// They are used again, as making them costs more than all else.
const [whole, part, sum] = [createTimes(), createTimes(), createTimes()];

Deno.test("histograms: the parts of thousands of random sets merge into the whole, and nothing is lost", async () => {
  await fuzz(10, (random, round) => {
    // A set has about ten times.
    if (round % 10 > 0) return;
    for (const times of [whole, sum]) times.clear();
    const summaries = [];
    let [refused, refusedOfParts] = [0, 0];
    for (let left = 1 + random.below(3); left > 0; left--) {
      part.clear();
      for (let count = random.below(12); count > 0; count--) {
        const time = randomTime(random);
        if (!(time >= 0 && time <= HOUR)) refused++;
        whole.record(time);
        part.record(time);
      }
      refusedOfParts += part.refused();
      sum.add(part);
      summaries.push(part.summary());
    }
    assert.deepEqual([refusedOfParts, whole.refused(), sum.refused()], [refused, refused, refused]);
    const { mean = 0, ...expected } = whole.summary() ?? {};
    for (const merged of [sum.summary(), mergeSummaries(summaries)]) {
      const { mean: found = 0, ...others } = merged ?? {};
      assert.deepEqual(others, expected);
      assert.ok(Math.abs(found - mean) <= 1e-9 * mean, `${found}, ${mean}`);
    }
    const { min = 0, p50 = 0, p90 = 0, p99 = 0, max = 0 } = whole.summary() ?? {};
    assert.ok(min <= p50 && p50 <= p90 && p90 <= p99 && p99 <= max);
  });
});
