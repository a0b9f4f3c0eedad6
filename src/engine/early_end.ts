import type { EarlyEnd } from "../result/case.ts";
import { abortsAfter, expressionOf, judgeThreshold } from "../scenario/threshold.ts";
import type { ThresholdSetting } from "../scenario/threshold.ts";

/**
 * Makes a function that ends a case whose figures so far break a threshold that aborts; `undefined` where there is none.
 *
 * @param threads how many threads carry the case, as each judges the figures of its own part
 * @param figures gives the figures so far
 */
export function watchThresholds(
  thresholds: readonly ThresholdSetting[],
  threads: number,
  figures: (elapsed: number) => object,
  end: (why: EarlyEnd) => void,
): ((elapsed: number) => void) | undefined {
  const aborting = thresholds.filter((threshold) => abortsAfter(threshold) !== undefined);
  if (aborting.length === 0) return undefined;
  return (elapsed) => {
    const due = aborting.filter((threshold) => elapsed >= (abortsAfter(threshold) ?? Infinity));
    if (due.length === 0) return;
    const known = figures(elapsed);
    for (const threshold of due.map(expressionOf)) {
      const { value, passed } = judgeThreshold(threshold, known, threads);
      // What was not measured yet can still hold.
      if (value !== null && !passed) {
        return end({ endedBy: "threshold", brokenThreshold: threshold });
      }
    }
  };
}
