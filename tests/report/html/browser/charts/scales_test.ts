import assert from "node:assert/strict";
import {
  logTicks,
  percentileTicks,
  position,
  rangeOf,
  thin,
  valueAt,
} from "../../../../../src/report/html/browser/charts/scales.ts";
import {
  formatTick,
  formatValue,
  titleOf,
} from "../../../../../src/report/html/browser/charts/values.ts";

const MS = { label: "response time", scale: "log", unit: "ms" } as const;
const SHARE = { label: "percentile", scale: "percentile", unit: "share" } as const;
const RATE = { label: "throughput", scale: "linear", unit: "perSecond" } as const;

Deno.test("each further nine of a percentile takes as much room", () => {
  for (const [share, place] of [[0, 0], [0.9, 1], [0.99, 2], [0.9999, 4]] as const) {
    assert.ok(Math.abs(position(share, SHARE) - place) < 1e-9);
    assert.ok(Math.abs(valueAt(place, SHARE) - share) < 1e-9);
  }
  assert.equal(position(12, MS), 12);
  assert.deepEqual(percentileTicks(0, 3.2).map((at) => formatTick(valueAt(at, SHARE), SHARE)), [
    ...["0 %", "50 %", "90 %", "99 %", "99.9 %"],
  ]);
});

Deno.test("a log axis has as many ticks as there is room for", () => {
  assert.deepEqual(logTicks(0.8, 12, 10), [1, 2, 5, 10]);
  assert.deepEqual(logTicks(1, 1_000, 8), [1, 3, 10, 30, 100, 300, 1_000]);
  assert.deepEqual(logTicks(1, 1_000, 5), [1, 10, 100, 1_000]);
  assert.deepEqual(logTicks(1e-3, 1e9, 5), [1e-3, 1, 1e3, 1e6, 1e9]);
  assert.deepEqual(thin([1, 2, 5, 10], (value) => value * 10, 30), [1, 5, 10]);
});

Deno.test("a linear axis begins at 0, time where it begins, and equal values have a width", () => {
  assert.deepEqual(rangeOf(50, 100, RATE), [0, 106]);
  assert.deepEqual(rangeOf(0, 0, RATE), [0, 1]);
  const time = { label: "time", scale: "linear", unit: "seconds" } as const;
  assert.deepEqual(rangeOf(0.5, 9.5, time), [0.5, 9.5]);
  assert.deepEqual(rangeOf(3, 3, time), [3, 4]);
  const [low, high] = rangeOf(10, 10, MS);
  assert.ok(low < 10 && high > 10);
});

Deno.test("values have their unit, and ticks leave it to the title of the axis", () => {
  assert.equal(formatValue(0.9995, SHARE), "99.95 %");
  assert.equal(formatValue(12.345, MS), "12.3 ms");
  assert.equal(formatValue(0.00012, MS), "0.00012 ms");
  assert.equal(formatValue(58_139, RATE), "58,139/s");
  assert.equal(formatTick(58_000, RATE), "58k");
  assert.equal(formatTick(2_500_000, RATE), "2.5M");
  assert.equal(formatTick(0.5, { label: "share", scale: "linear", unit: "share" }), "50 %");
  assert.deepEqual([MS, RATE, SHARE].map(titleOf), [
    ...["response time in ms", "throughput per second", "percentile"],
  ]);
});
