import type { CaseResult } from "../../result/case.ts";
import type { ComparedMetric, ComparisonVerdict } from "../../compare/comparison.ts";
import { formatMs, formatRate } from "../../result/format.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** A case's name among others: what tells it from them; "the case" where there is one. */
export function labellerOf(
  cases: readonly { readonly parameters: CaseResult["parameters"] }[],
): (parameters: CaseResult["parameters"]) => string {
  const { label } = coordinatesOf(cases.map(({ parameters }) => ({ parameters })));
  return (parameters) => label({ parameters }) || "the case";
}

/** What reports call a metric. */
export const METRIC_NAMES: Readonly<Record<ComparedMetric, string>> = {
  ...{ throughput: "throughput", p50: "p50", p95: "p95", p99: "p99", p999: "p99.9" },
};

/** A metric's figure: operations per second, or milliseconds. */
export function formatMetric(metric: ComparedMetric, value: number): string {
  return metric === "throughput" ? formatRate(value) : formatMs(value);
}

/** A difference as people write it: `+5.0 %`, `−12.9 %`, `0.0 %`. */
export function formatChange(share: number): string {
  return `${formatSigned(share)} %`;
}

/** An interval of differences: `−14.1 to −11.7 %`. */
export function formatChanges(
  { low, high }: { readonly low: number; readonly high: number },
): string {
  return `${formatSigned(low)} to ${formatSigned(high)} %`;
}

function formatSigned(share: number): string {
  const percent = Math.abs(share * 100);
  const text = percent.toLocaleString("en-US", {
    minimumFractionDigits: percent < 999.5 ? 1 : 0,
    maximumFractionDigits: percent < 999.5 ? 1 : 0,
  });
  if (text === "0.0") return text;
  return `${share < 0 ? "−" : "+"}${text}`;
}

/** How small a difference could have been shown: `3.1 %`. */
export function formatSmallest(share: number): string {
  return share > 0 && share < 0.0005 ? "< 0.1 %" : formatChange(share).replace("+", "");
}

/** What reports call a verdict. */
export const VERDICT_NAMES: Readonly<Record<ComparisonVerdict, string>> = {
  better: "better",
  worse: "worse",
  unclear: "no difference shown",
  notComparable: "not comparable",
};
