import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import assert from "node:assert/strict";
import { createTimes, mergeSummaries } from "../../src/measure/times.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";
import { seededRandom } from "../support/random.ts";

const HOUR = 3_600_000;
const PERCENTILES = { p50: 50, p90: 90, p95: 95, p99: 99, p999: 99.9 } as const;

function summaryOf(values: readonly number[]): TimeSummary {
  const times = createTimes();
  values.forEach(times.record);
  const summary = times.summary();
  assert.ok(summary !== null);
  return summary;
}

/** A random number of sets of random times, empty ones among them. */
function randomSets(seed: number): number[][] {
  const random = seededRandom(seed);
  const counts = Array.from({ length: 2 + random.below(4) }, () => random.below(3) * 150);
  return counts.map((count, at) => randomTimes(seed * 10 + at, count));
}

/** Asserts that two distributions are one and the same; their means are sums of floating numbers in another order. */
function assertSame(merged: TimeSummary | null, { mean, ...whole }: TimeSummary): void {
  assert.ok(merged !== null);
  const { mean: mergedMean, ...others } = merged;
  assert.deepEqual(others, whole);
  assert.ok(Math.abs(mergedMean / mean - 1) < 1e-9, `${mergedMean}, whole ${mean}`);
}

/** Times from a microsecond to an hour, each magnitude as likely. */
function randomTimes(seed: number, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => Math.min(HOUR, 10 ** (random.number() * 9.6 - 3)));
}

Deno.test("createTimes() has no summary before the first time", () => {
  assert.equal(createTimes().summary(), null);
});

Deno.test("createTimes() is within 0.1 % of the exact percentiles, up to an hour: for 40 random sets", () => {
  for (let seed = 0; seed < 40; seed++) {
    const values = randomTimes(seed, 1 + seed * 250);
    const sorted = values.toSorted((a, b) => a - b);
    const summary = summaryOf(values);
    for (const [field, percent] of Object.entries(PERCENTILES)) {
      const measured = Number(summary[field as keyof TimeSummary]);
      const rank = percent / 100 * values.length;
      const lower = sorted[Math.max(0, Math.floor(rank) - 1)] ?? NaN;
      const upper = sorted[Math.min(values.length, Math.ceil(rank)) - 1] ?? NaN;
      assert.ok(
        measured >= lower * 0.999 && measured <= upper * 1.001,
        `${field} of ${values.length}: ${measured}, exact ${lower} to ${upper}`,
      );
    }
  }
});

Deno.test("createTimes() keeps count, minimum, mean and maximum exactly", () => {
  const values = randomTimes(50, 10_000);
  const { count, min, mean, max } = summaryOf(values);
  const sum = values.reduce((total, value) => total + value, 0);
  assert.deepEqual({ count, min, mean, max }, {
    count: 10_000,
    min: Math.min(...values),
    mean: sum / 10_000,
    max: Math.max(...values),
  });
});

Deno.test("createTimes() orders p50 ≤ p90 ≤ p99 ≤ p99.9 ≤ max and min ≤ mean ≤ max: for 300 random sets", () => {
  const random = seededRandom(60);
  for (let i = 0; i < 300; i++) {
    const spread = random.below(3);
    const values = randomTimes(i, 1 + random.below(50)).map((value) => spread > 0 ? value : 0.1);
    const { min, mean, p50, p90, p95, p99, p999, max } = summaryOf(values);
    for (const ascending of [[min, p50, p90, p95, p99, p999, max], [min, mean, max]]) {
      assert.deepEqual(ascending, ascending.toSorted((a, b) => a - b));
    }
  }
});

Deno.test("createTimes() has one value for everything when there is one time", () => {
  const { histogram: _, ...summary } = summaryOf([12.345]);
  assert.deepEqual(summary, {
    ...{ count: 1, min: 12.345, mean: 12.345, max: 12.345 },
    ...{ p50: 12.345, p90: 12.345, p95: 12.345, p99: 12.345, p999: 12.345 },
  });
});

Deno.test("createTimes() takes 0 and an hour, the ends of its range", () => {
  const { min, p50, max, count } = summaryOf([0, 0, HOUR]);
  assert.deepEqual({ min, p50, max, count }, { min: 0, p50: 0, max: HOUR, count: 3 });
});

Deno.test("createTimes() refuses what is no time, counts it, and keeps it out of every figure", () => {
  const wrong = [-1, -0.000_001, NaN, Infinity, -Infinity, HOUR + 1, undefined, "5s"] as number[];
  const times = createTimes();
  wrong.forEach(times.record);
  assert.equal(times.summary(), null);
  assert.equal(times.refused(), wrong.length);

  times.record(2);
  wrong.forEach(times.record);
  const { count, min, mean, max } = times.summary() as TimeSummary;
  assert.deepEqual({ count, min, mean, max }, { count: 1, min: 2, mean: 2, max: 2 });
  assert.equal(times.refused(), 2 * wrong.length);
  assert.equal(times.total(), 2);
});

Deno.test("createTimes() writes a histogram that other tools read: HdrHistogram V2 in nanoseconds", () => {
  const { histogram, p50, p99 } = summaryOf(randomTimes(70, 2_000));
  assert.match(histogram, /^HISTF[A-Za-z0-9+/]+=*$/);
  const decoded = decodeFromCompressedBase64(histogram);
  assert.equal(decoded.totalCount, 2_000);
  assert.equal(decoded.getValueAtPercentile(50) / 1e6, p50);
  assert.equal(decoded.getValueAtPercentile(99) / 1e6, p99);
});

Deno.test("createTimes() goes on after a summary, which stays as it was", () => {
  const times = createTimes();
  times.record(1);
  const before = times.summary();
  times.record(3);
  assert.equal(before?.count, 1);
  assert.equal(times.summary()?.count, 2);
  assert.equal(times.summary()?.mean, 2);
});

Deno.test("add() loses nothing, what was refused included, and clear() leaves nothing: for 60 random sets", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const sets = [...randomSets(seed), [1, NaN]];
    const total = createTimes();
    const part = createTimes();
    for (const set of sets) {
      set.forEach(part.record);
      total.add(part);
      part.clear();
      assert.deepEqual([part.summary(), part.total(), part.refused()], [null, 0, 0]);
    }
    const values = sets.flat().filter((value) => !Number.isNaN(value));
    assertSame(total.summary(), summaryOf(values));
    assert.equal(total.refused(), 1);
  }
});

Deno.test("clear() leaves a recorder that goes on as if it were new, and what was added elsewhere", () => {
  const [times, other] = [createTimes(), createTimes()];
  [50, 60].forEach(times.record);
  other.add(times);
  times.clear();
  [1, 2].forEach(times.record);
  assert.deepEqual(times.summary(), summaryOf([1, 2]));
  assert.deepEqual(other.summary(), summaryOf([50, 60]));
});

Deno.test("mergeSummaries() is what one would have recorded, histogram included: for 100 random sets", () => {
  for (let seed = 1; seed <= 100; seed++) {
    const sets = [...randomSets(seed), [seed]];
    const parts = sets.map((set) => set.length === 0 ? null : summaryOf(set));
    const merged = mergeSummaries(parts);
    assertSame(merged, summaryOf(sets.flat()));
    const decoded = decodeFromCompressedBase64(merged?.histogram ?? "");
    assert.equal(decoded.totalCount, sets.flat().length);
  }
});

Deno.test("mergeSummaries() gives the same in any order and grouping", () => {
  const [a, b, c] = [80, 81, 82].map((seed) => summaryOf(randomTimes(seed, 300))) as [
    ...[TimeSummary, TimeSummary, TimeSummary],
  ];
  const whole = mergeSummaries([a, b, c]) as TimeSummary;
  assertSame(mergeSummaries([c, a, b]), whole);
  assertSame(mergeSummaries([mergeSummaries([a, b]), c]), whole);
  assertSame(mergeSummaries([a, mergeSummaries([b, c])]), whole);
});

Deno.test("mergeSummaries() of one is that one, and of none is none", () => {
  const one = summaryOf([1, 2, 3]);
  assert.deepEqual(mergeSummaries([null, one, null]), one);
  assert.equal(mergeSummaries([null, null]), null);
  assert.equal(mergeSummaries([]), null);
});

Deno.test("mergeSummaries() keeps times at the ends of the range", () => {
  const merged = mergeSummaries([summaryOf([0]), summaryOf([HOUR]), summaryOf([HOUR, HOUR])]);
  const { count, min, p50, max } = merged as TimeSummary;
  assert.deepEqual({ count, min, p50, max }, { count: 4, min: 0, p50: HOUR, max: HOUR });
});

Deno.test("recordAlike() is as if each time were recorded by itself, to three digits; sum, minimum and maximum exactly", () => {
  const [alike, each] = [createTimes(), createTimes()];
  for (const base of [0.5, 3, 70, 2_500]) {
    const times = Array.from({ length: 50 }, (_, at) => base * (1 + at / 100_000));
    for (const time of times) each.record(time);
    const sum = times.reduce((a, b) => a + b);
    alike.recordAlike({ count: 50, sum, min: times[0]!, max: times.at(-1)! });
  }
  const [a, b] = [alike.summary()!, each.summary()!];
  assert.deepEqual([a.count, a.min, a.max], [b.count, b.min, b.max]);
  for (const name of ["mean", "p50", "p90", "p99", "p999"] as const) {
    assert.ok(Math.abs(a[name] - b[name]) <= b[name] / 1_000, `${name}: ${a[name]}, ${b[name]}`);
  }
});

Deno.test("recordAlike() refuses all times of which one is none", () => {
  const times = createTimes();
  times.recordAlike({ count: 7, sum: 7, min: -1, max: 2 });
  times.recordAlike({ count: 2, sum: 8e6, min: 1, max: 4e6 });
  assert.deepEqual([times.summary(), times.refused()], [null, 9]);
});
