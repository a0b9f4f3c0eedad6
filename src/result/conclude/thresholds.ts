import { judgeThreshold } from "../../scenario/threshold.ts";
import type { CaseResult } from "../case.ts";
import type { ThresholdResult } from "../document.ts";

/** Judges every case by every threshold, in the order of the cases. A figure that was not measured passes none. */
export function judgeThresholds(
  cases: readonly CaseResult[],
  thresholds: readonly string[],
): ThresholdResult[] {
  return cases.flatMap((result, at) =>
    thresholds.map((expression) => ({
      expression,
      case: at,
      ...judgeThreshold(expression, result),
    }))
  );
}
