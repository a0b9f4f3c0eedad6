import { type Chain, longestChain } from "../../scenario/graph.ts";
import type { CaseResult } from "../case.ts";
import type { TimelinePage } from "../timeline.ts";

/**
 * The longest chain of steps in one page, by how long each took in it. Its length is 0 in a page that failed, and in an
 * operation with tasks, as tasks do not say what they wait for.
 */
export function criticalPath(
  { parameters, steps = [] }: Pick<CaseResult, "parameters" | "steps">,
  { spans, error }: TimelinePage,
): Chain {
  if (parameters.mode === undefined || error !== undefined) return longestChain([], []);
  const durations = steps.map(({ name }) =>
    spans.filter((span) => span.kind === "step" && span.step === name)
      .reduce((sum, { start, end }) => sum + end - start, 0)
  );
  return longestChain(steps, durations);
}
