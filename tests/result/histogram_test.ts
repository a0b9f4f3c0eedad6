import assert from "node:assert/strict";
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { createTimes } from "../../src/measure/times.ts";
import { percentilesOf, readHistogram } from "../../src/result/histogram.ts";

/** Times over all magnitudes, of one seed. */
function timesOf(seed: number, count: number): number[] {
  const random = xoroshiro128plus(seed);
  const share = () => (random.next() >>> 0) / 2 ** 32;
  return Array.from({ length: count }, () => 10 ** (share() * 9 - 4));
}

function summaryOf(times: readonly number[]) {
  const recorded = createTimes();
  for (const ms of times) recorded.record(ms);
  return recorded.summary()!;
}

Deno.test("a histogram's buckets are those that HdrHistogram's own decoder finds", () => {
  for (const [seed, count] of [[1, 1], [2, 10], [3, 1_000], [4, 20_000]] as const) {
    const { histogram, max } = summaryOf(timesOf(seed, count));
    const buckets = readHistogram(histogram)!;
    const decoded = decodeFromCompressedBase64(histogram);
    assert.equal(buckets.reduce((sum, { count }) => sum + count, 0), decoded.totalCount);
    assert.ok(buckets.at(-1)!.low <= max && max <= buckets.at(-1)!.high * 1.000_001);
    const shares = [0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1];
    assert.deepEqual(
      percentilesOf(buckets, shares).map((ms) => Math.round(ms * 1e6)),
      shares.map((share) => decoded.getValueAtPercentile(share * 100)),
    );
  }
});

Deno.test("a histogram of other digits, and with counts of many bytes, is read as well", () => {
  const other = build({
    ...{ numberOfSignificantValueDigits: 2, lowestDiscernibleValue: 1_000 },
    ...{ highestTrackableValue: 1e10, bitBucketSize: 64 },
  });
  other.recordValueWithCount(5_000_000, 3_000_000_000);
  other.recordValueWithCount(7_000_000, 1);
  const buckets = readHistogram(encodeIntoCompressedBase64(other))!;
  assert.deepEqual(buckets.map(({ count }) => count), [3_000_000_000, 1]);
  assert.ok(buckets[0]!.low <= 5 && 5 <= buckets[0]!.high);
});

Deno.test("what is no histogram gives null, and none takes more memory than a megabyte", () => {
  const { histogram } = summaryOf([1, 2, 3]);
  const texts = ["", "HISTF", "HISTFAAAA", "%%%", histogram.slice(0, -12), btoa("x".repeat(99))];
  for (const text of texts) assert.equal(readHistogram(text), null, text);
});
