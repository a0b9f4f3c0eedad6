import { parseThreshold } from "../../scenario/threshold.ts";
import type { CaseResult } from "../case.ts";
import type { ThresholdResult } from "../document.ts";

/** Judges every case by every threshold, in the order of the cases. A figure that was not measured passes none. */
export function judgeThresholds(
  cases: readonly CaseResult[],
  thresholds: readonly string[],
): ThresholdResult[] {
  return cases.flatMap((result, at) =>
    thresholds.map((expression) => ({ expression, case: at, ...judge(result, expression) }))
  );
}

function judge(
  result: CaseResult,
  expression: string,
): Pick<ThresholdResult, "value" | "passed"> {
  const { metric = "", comparison = "<", bound = NaN } = parseThreshold(expression) ?? {};
  const value = measured(result, metric);
  return { value, passed: value !== null && COMPARE[comparison](value, bound) };
}

const COMPARE = {
  "<": (value: number, bound: number) => value < bound,
  "<=": (value: number, bound: number) => value <= bound,
  ">": (value: number, bound: number) => value > bound,
  ">=": (value: number, bound: number) => value >= bound,
};

/** The figure with the name of a metric; `null` where there was nothing to measure. */
function measured(result: CaseResult, metric: string): number | null {
  if (metric === "errors.rate") {
    return result.operations === 0 ? null : result.errors.total / result.operations;
  }
  const figure = metric.split(".").reduce<unknown>((inner, name) => Object(inner)[name], result);
  return typeof figure === "number" ? figure : null;
}
