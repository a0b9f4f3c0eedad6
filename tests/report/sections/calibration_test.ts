import assert from "node:assert/strict";
import { renderMarkdown } from "../../../src/report/markdown.ts";
import { calibrationSection } from "../../../src/report/sections/calibration.ts";
import {
  type CalibrationReport,
  compareCount,
  compareTimes,
  summarize,
  type Trial,
} from "../../../src/result/calibration.ts";
import { summaryOf } from "../../result/fixture.ts";
import { assertText } from "../snapshot.ts";

/** A report in which the times around 20 ms are off by so much. */
function reportOf(error: number): CalibrationReport {
  const measured = { ...summaryOf(20), p50: 20.02 + error, p90: 20.06, p99: 21.46 };
  const stalled = { ...summaryOf(20), p90: 1_412.4, p99: 1_938 };
  const trials: Trial[] = [
    {
      name: "after 1 ms, 1 % after 50 ms",
      time: "serviceTime",
      figures: [
        compareCount(2_000, 2_000),
        ...compareTimes("serviceTime", { p50: 20.02, p90: 20.08, p99: 21.3 }, measured),
      ],
    },
    {
      name: "at once, stalled for 2 s",
      time: "responseTime",
      figures: [
        compareCount(6_000, 6_000),
        ...compareTimes("responseTime", { p90: 1_400, p99: 1_940 }, stalled),
      ],
    },
  ];
  return { trials, calibration: summarize(trials, new Date("2026-11-22T06:25:00Z")) };
}

Deno.test("calibrationSection() shows truth beside measurement, and says that all is as promised", async (t) => {
  await assertText(t, renderMarkdown(calibrationSection(reportOf(0.11))));
});

Deno.test("calibrationSection() marks what is not as promised, and says what to do", async (t) => {
  await assertText(t, renderMarkdown(calibrationSection(reportOf(0.62))));
});

Deno.test("calibrationSection() fits a terminal of 80 columns", () => {
  for (const line of renderMarkdown(calibrationSection(reportOf(0.62))).split("\n")) {
    assert.ok(line.length <= 80, line);
  }
});
