import type { Result } from "../../result/document.ts";
import { percentilesOf, readHistogram } from "../../result/histogram.ts";
import type { TimeSummary } from "../../result/time_summary.ts";
import type { FigurePoint, LineFigure } from "./figure.ts";
import { labelCases } from "./labels.ts";

/** How many points there are while the share that takes longer falls to a tenth. */
const POINTS_PER_NINE = 20;

/** Response times by percentile, as HdrHistogram draws them: each further nine takes as much room. */
export function percentileFigure(result: Result): LineFigure[] {
  const lines = labelCases(result).flatMap(({ measured: { responseTime }, label, isShown }) => {
    const points = responseTime === null ? [] : percentilePoints([responseTime]);
    return points.length === 0 ? [] : [{ label, isShown, points }];
  });
  if (lines.length === 0) return [];
  return [{
    kind: "lines",
    id: "percentiles",
    title: "Response time by percentile",
    summary: "The response time that such a share of the operations had at most, from the whole " +
      "histogram of each case. A line ends where one operation is left: at its longest time.",
    x: { label: "percentile", scale: "percentile", unit: "share" },
    y: { label: "response time", scale: "log", unit: "ms" },
    lines,
    marks: [],
  }];
}

/** The points of distributions taken together, up to the first share beyond which there is only the longest time. */
export function percentilePoints(times: readonly TimeSummary[]): FigurePoint[] {
  const all = times.map(({ histogram }) => readHistogram(histogram));
  if (all.some((buckets) => buckets === null || buckets.length === 0)) return [];
  const buckets = all.flatMap((buckets) => buckets ?? []).sort((a, b) => a.high - b.high);
  if (buckets.length === 0) return [];
  const count = times.reduce((sum, time) => sum + time.count, 0);
  const least = Math.min(...times.map(({ min }) => min));
  const most = Math.max(...times.map(({ max }) => max));
  const last = Math.floor(POINTS_PER_NINE * Math.log10(Math.max(1, count)) + 1e-9) + 1;
  const shares = Array.from({ length: last + 1 }, (_, at) => shareAt(at));
  // A bucket's end can lie above every time that was measured.
  return percentilesOf(buckets, shares).map((ms, at) => ({
    x: shares[at] ?? 1,
    y: Math.min(Math.max(ms, least), most),
  }));
}

/** The share of a point: 0 for the first, 0.9 for the twentieth, 0.99 for the fortieth; with few digits, so that it is short. */
function shareAt(at: number): number {
  const left = Number((10 ** (-at / POINTS_PER_NINE)).toPrecision(3));
  return Number((1 - left).toPrecision(12));
}
