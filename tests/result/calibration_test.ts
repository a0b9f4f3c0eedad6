import assert from "node:assert/strict";
import {
  compareCount,
  compareTimes,
  type Percentile,
  summarize,
  type Trial,
} from "../../src/result/calibration.ts";
import { summaryOf } from "./fixture.ts";

/** Whether a median of the truth may be measured as this. */
function passes(time: Trial["time"], truth: number, measured: number): boolean | undefined {
  return compareTimes(time, { p50: truth }, { ...summaryOf(1), p50: measured })[0]?.passed;
}

Deno.test("compareTimes() lets a service time be off by 0.3 ms or 1 %, whichever is more, both ways", () => {
  for (const [truth, error] of [[0, 0.3], [1, 0.3], [20, 0.3], [50, 0.5], [1_000, 10]] as const) {
    for (const sign of [-1, 1]) {
      assert.equal(passes("serviceTime", truth, truth + sign * (error - 0.001)), true);
      assert.equal(passes("serviceTime", truth, truth + sign * (error + 0.001)), false);
    }
  }
});

Deno.test("compareTimes() lets a response time be off by 3 %", () => {
  assert.equal(passes("responseTime", 1_400, 1_441), true);
  assert.equal(passes("responseTime", 1_400, 1_443), false);
  assert.equal(passes("responseTime", 1_400, 1_357), false);
});

Deno.test("compareTimes() compares the percentiles that something is known of", () => {
  const names = (truths: Partial<Record<Percentile, number>>) =>
    compareTimes("responseTime", truths, summaryOf(1)).map(({ name }) => name);
  assert.deepEqual(names({ p90: 1, p99: 2 }), ["p90", "p99"]);
  assert.deepEqual(names({}), []);
});

Deno.test("compareTimes() passes nothing that the server knows nothing of", () => {
  assert.equal(passes("serviceTime", NaN, 1), false);
});

Deno.test("compareCount() lets no operation be missing and none be too many", () => {
  assert.deepEqual([-1, 0, 1].map((by) => compareCount(1_000, 1_000 + by).passed), [
    false,
    true,
    false,
  ]);
});

Deno.test("summarize() takes the largest error of a service time, and passes when every figure does", () => {
  const service: Trial = {
    name: "after 20 ms",
    time: "serviceTime",
    figures: [
      compareCount(400, 400),
      ...compareTimes("serviceTime", { p50: 20, p90: 20.1 }, {
        ...summaryOf(1),
        p50: 20.1,
        p90: 19.9,
      }),
    ],
  };
  const stall: Trial = {
    name: "at once, stalled",
    time: "responseTime",
    figures: compareTimes("responseTime", { p90: 1_400 }, { ...summaryOf(1), p90: 1_410 }),
  };
  const miscounted = { ...service, figures: [compareCount(400, 399), ...service.figures] };
  const at = new Date("2026-11-22T06:25:00Z");
  const { error, ...rest } = summarize([service, stall], at);
  assert.deepEqual(rest, { at: "2026-11-22T06:25:00.000Z", passed: true });
  assert.ok(Math.abs(error - 0.2) < 1e-9, `${error}`);
  assert.equal(summarize([miscounted, stall], at).passed, false);
});
