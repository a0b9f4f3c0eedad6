import { isClientsFault } from "../result/conclude/belief.ts";
import { findGaveWay, reasonsAgainst } from "../result/conclude/gave_way.ts";
import type { SearchResult } from "../result/document.ts";
import type { Case } from "../scenario/planned.ts";
import type { OpenRun } from "./cases.ts";

const LOWEST_RATE = 1;

/** A search ends when the rate that holds and the one that does not differ by at most this share of the former. */
const PRECISION = 0.05;

/** The shares of the rate that holds which make a curve. */
export const CURVE: readonly number[] = [0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/** What a search for one combination needs. */
interface Search extends Pick<OpenRun, "runCase"> {
  readonly highest: number;
  readonly thresholds: readonly string[];
  /** Called after each step with what is known so far, as the search can be stopped. */
  readonly noteSteps: (result: SearchResult) => void;
}

/** Finds the highest rate that holds for one combination, from the rate of its first case on. */
export async function searchOne(first: Case, search: Search): Promise<SearchResult> {
  const { highest, thresholds, runCase, noteSteps } = search;
  const { rate: firstRate = LOWEST_RATE, ...others } = first.parameters;
  let found: SearchResult = {
    parameters: others,
    thresholds,
    rate: null,
    limit: "rate",
    steps: [],
  };
  let fails = Infinity, failedOnce: number | undefined;
  noteSteps(found);

  for (
    let rate: number | undefined = firstRate;
    rate !== undefined;
    rate = failedOnce ?? nextRate(found.rate, fails, highest)
  ) {
    const { result, index } = await runCase({
      ...first,
      phase: "search",
      parameters: { ...first.parameters, rate },
    });
    // A case that was cut short does not show whether the rate holds.
    const hasFailed = ["errors", "threshold", "search"].includes(result.endedBy ?? "");
    if (result.status !== "completed" && !hasFailed) break;
    if (result.endedServers !== undefined) {
      found = { ...found, limit: "target", gaveWay: findGaveWay(result, rate, thresholds) };
      noteSteps(found);
      break;
    }
    const reasons = reasonsAgainst(result, thresholds);
    const passed = reasons.length === 0;
    const steps = [...found.steps, { rate, case: index, passed, reasons }];
    // A rate is tried again before it counts as failed, as a disturbance of the machine can make it fail once.
    const isFirstFailure = !passed && failedOnce === undefined;
    failedOnce = isFirstFailure ? rate : undefined;
    if (passed) found = { ...found, steps, rate };
    else if (isFirstFailure) found = { ...found, steps };
    else {
      fails = rate;
      found = {
        ...{ ...found, steps, limit: isClientsFault(result) ? "client" : "thresholds" },
        gaveWay: findGaveWay(result, rate, thresholds),
      };
    }
    noteSteps(found);
  }
  return found;
}

/**
 * Doubles the rate while all rates hold, halves it while none does, then takes the middle; `undefined` when the search
 * is over.
 */
function nextRate(holds: number | null, fails: number, highest: number): number | undefined {
  if (holds === null) return fails <= LOWEST_RATE ? undefined : Math.max(LOWEST_RATE, fails / 2);
  if (fails === Infinity) return holds >= highest ? undefined : Math.min(highest, holds * 2);
  if (fails - holds <= holds * PRECISION) return undefined;
  const middle = Number(((holds + fails) / 2).toPrecision(3));
  return middle > holds && middle < fails ? middle : undefined;
}

/** Measures shares of the rate that was found, from the lowest on; each is a case that runs to its end. */
export async function measureCurve(
  first: Case,
  found: SearchResult,
  { runCase, noteSteps }: Pick<Search, "runCase" | "noteSteps">,
): Promise<SearchResult> {
  if (found.rate === null || found.limit === "target") return found;
  let curve: SearchResult = { ...found, curve: [] };
  for (const share of CURVE) {
    const rate = Number((found.rate * share).toPrecision(3));
    const { result, index } = await runCase({
      ...first,
      parameters: { ...first.parameters, rate },
    });
    curve = { ...curve, curve: [...curve.curve ?? [], index] };
    noteSteps(curve);
    if (result.status !== "completed") break;
  }
  return curve;
}
