import { judgeThreshold } from "../../scenario/threshold.ts";
import type { CaseResult } from "../case.ts";
import type { ThresholdResult } from "../document.ts";

/** Judges every case by every threshold, in the order of the cases. A figure that was not measured passes none. */
export function judgeThresholds(
  cases: readonly CaseResult[],
  thresholds: readonly string[],
): ThresholdResult[] {
  return cases.flatMap((result, at) =>
    thresholds.map((expression) => {
      const { value, passed } = judgeThreshold(expression, result);
      // What ended the case did not hold then, though what was in flight can have made up for it.
      const isBroken = result.brokenThreshold === expression;
      return { expression, case: at, value, passed: passed && !isBroken };
    })
  );
}
