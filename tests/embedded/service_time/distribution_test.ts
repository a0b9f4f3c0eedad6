import assert from "node:assert/strict";
import {
  drawDueTimes,
  type ServiceTimeDistribution,
} from "../../../src/embedded/service_time/distribution.ts";

/** The times drawn for requests that all come at once. */
function draw(distribution: ServiceTimeDistribution, count: number): number[] {
  const dueAt = drawDueTimes(distribution);
  return Array.from({ length: count }, () => dueAt(0));
}

Deno.test("drawDueTimes() draws two times at the share asked for: 1 % of 100,000 within three standard deviations", () => {
  const distribution = { kind: "bimodal", ms: 1, slow: 50, share: 0.01 } as const;
  const drawn = draw(distribution, 100_000);
  assert.deepEqual(new Set(drawn), new Set([1, 50]));
  const slow = drawn.filter((ms) => ms === 50).length;
  assert.ok(Math.abs(slow - 1_000) < 3 * Math.sqrt(1_000 * 0.99), `${slow} slow ones`);
});

Deno.test("drawDueTimes() draws log-normal times: 10,000 of them pass the Kolmogorov-Smirnov test at 0.1 %", () => {
  const distribution = { kind: "lognormal", median: 5, sigma: 0.5 } as const;
  // A logistic curve that differs from the normal distribution by less than 0.0002.
  const cumulative = (ms: number) => {
    const z = Math.log(ms / distribution.median) / distribution.sigma;
    return 1 / (1 + Math.exp(-0.07056 * z ** 3 - 1.5976 * z));
  };
  const drawn = draw(distribution, 10_000).sort((a, b) => a - b);
  const distances = drawn.map((ms, at) =>
    Math.max(cumulative(ms) - at / drawn.length, (at + 1) / drawn.length - cumulative(ms))
  );
  const critical = 1.95 / Math.sqrt(drawn.length);
  assert.ok(Math.max(...distances) < critical, `${Math.max(...distances)} of ${critical}`);
});

Deno.test("drawDueTimes() draws the same times in the same order when it starts anew", () => {
  const distribution = { kind: "lognormal", median: 5, sigma: 0.5 } as const;
  assert.deepEqual(draw(distribution, 100), draw(distribution, 100));
  assert.equal(new Set(draw(distribution, 100)).size, 100);
});

Deno.test("drawDueTimes() gives every answer the same time, or a later one where answers must be apart", () => {
  const dueAt = drawDueTimes({ kind: "constant", ms: 5, apart: 0.5 });
  assert.deepEqual([100, 100, 100.2, 101.5, 103].map(dueAt), [105, 105.5, 106, 106.5, 108]);
});

Deno.test("drawDueTimes() stalls what comes within the window, counted from the first request, until its end", () => {
  const dueAt = drawDueTimes({ kind: "stall", from: 100, length: 50 });
  const readAt = [1_000, 1_099, 1_100, 1_120, 1_149, 1_150, 1_300];
  assert.deepEqual(readAt.map(dueAt), [1_000, 1_099, 1_150, 1_150, 1_150, 1_150, 1_300]);
});
