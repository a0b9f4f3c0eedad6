import { parseThreshold } from "../../scenario/threshold.ts";
import type { CaseResult } from "../case.ts";
import type { GaveWay, ThresholdResult } from "../document.ts";
import { isOfClient } from "./belief.ts";
import { judgeThresholds } from "./thresholds.ts";

/** Why a rate of a search did not hold, in words; empty where it did. */
export function reasonsAgainst(result: CaseResult, thresholds: readonly string[]): string[] {
  const reasons = [
    ...brokenThresholds(result, thresholds).map(describeBroken),
    ...failures(result, thresholds),
    ...result.verdict.reasons.map(({ message }) => message),
  ];
  return reasons.length === 0 && result.endedBy === "search"
    ? ["its backlog grew from second to second"]
    : reasons;
}

/**
 * What gave way at a rate that did not hold. A threshold that does not hold can follow from operations that fail, and all
 * of that from a server that ends or a client that is the limit, so these come before it.
 */
export function findGaveWay(
  result: CaseResult,
  rate: number,
  thresholds: readonly string[],
): GaveWay {
  const { reasons } = result.verdict;
  const server = reasons.find(({ code }) => code === "ended" || code === "outage");
  if (server !== undefined) return { rate, what: "server", message: server.message };
  const client = reasons.find(isOfClient);
  if (client !== undefined) return { rate, what: "client", message: client.message };
  const [failed] = failures(result, thresholds);
  if (failed !== undefined) return { rate, what: "errors", message: failed };
  const [worst] = brokenThresholds(result, thresholds).toSorted((a, b) => excess(b) - excess(a));
  if (worst !== undefined) {
    const { expression } = worst;
    return { rate, what: "threshold", threshold: expression, message: describeBroken(worst) };
  }
  const [message = "it did not hold"] = reasonsAgainst(result, thresholds);
  return { rate, what: "schedule", message };
}

function brokenThresholds(result: CaseResult, thresholds: readonly string[]): ThresholdResult[] {
  return judgeThresholds([result], thresholds).filter(({ passed }) => !passed);
}

function describeBroken({ expression, value }: ThresholdResult): string {
  return value === null
    ? `${expression}: nothing was measured`
    : `${expression}: it was ${Number(value.toPrecision(3))}`;
}

/** How many times as much as it may be. */
function excess({ expression, value }: ThresholdResult): number {
  const { bound = NaN } = parseThreshold(expression) ?? {};
  return value === null ? Infinity : bound === 0 ? value : value / bound;
}

/** Failed operations as a reason, unless a threshold says how many may fail. */
function failures({ errors, operations }: CaseResult, thresholds: readonly string[]): string[] {
  const isBounded = thresholds.some((text) => parseThreshold(text)?.metric.startsWith("errors."));
  if (isBounded || errors.total === 0) return [];
  return [`${errors.total} of ${operations} operations failed`];
}
