import { z } from "zod";
import type { Interval } from "../document.ts";
import type { TimeSummary } from "../time_summary.ts";
import { amount, count, number, tied } from "./parts.ts";

/** What every compressed histogram begins with: the sign of HdrHistogram's format V2. */
const HISTOGRAM = /^HISTF[\w+/]*={0,2}$/;

/** The distribution of a time. */
export const timeSummary: z.ZodType<TimeSummary> = tied<TimeSummary>()(
  "TimeSummary",
  z.object({
    ...{ count, min: amount, mean: amount },
    ...{ p50: amount, p90: amount, p95: amount, p99: amount, p999: amount, max: amount },
    histogram: z.string().regex(HISTOGRAM, "must be a histogram: HISTF…, in base64"),
  }),
);

/** A distribution, or `null` where there was nothing to measure. */
export const time: z.ZodType<TimeSummary | null> = timeSummary.nullable();

/** A mean over repetitions. */
export const interval: z.ZodType<Interval> = tied<Interval>()(
  "Interval",
  z.object({ mean: number, low: number, high: number }),
);
