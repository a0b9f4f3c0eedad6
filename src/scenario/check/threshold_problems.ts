import type { Scenario } from "../scenario.ts";
import type { Step } from "../steps.ts";
import { expressionOf, isOfParts, type ParsedThreshold, parseThreshold } from "../threshold.ts";
import { type Problem, problemAt } from "./problems.ts";

/** The index of `tasks` among an operation's parameters: one that names it can start tasks of any name. */
const TASKS_INDEX = 3;

/** What is wrong with thresholds beside the other fields, where each is right by itself. */
export function* findThresholdProblems(
  scenario: Partial<Scenario>,
  steps: readonly Step[],
): Generator<Problem> {
  for (const [at, setting] of (scenario.thresholds ?? []).entries()) {
    const threshold = expressionOf(setting);
    const parsed = parseThreshold(threshold);
    if (parsed === undefined) continue;
    const message = findUnscheduled(scenario, parsed) ?? findEventless(scenario, parsed) ??
      findNoPart(scenario, steps, parsed);
    if (message === undefined) continue;
    const others = parsed.part === undefined ? ["rate", "stages", "events"] : ["mix", "steps"];
    yield { ...problemAt(["thresholds", at], message, threshold), others };
  }
}

/** Under a closed load nothing is due at a given time, so nothing waits or is dropped. */
function findUnscheduled(
  { rate, stages }: Partial<Scenario>,
  { metric }: ParsedThreshold,
): string | undefined {
  if (rate !== undefined || stages !== undefined) return undefined;
  return metric === "dropped" || metric === "unsent" || metric.startsWith("waitTime.")
    ? `must not bound ${metric}, which only a rate or stages have`
    : undefined;
}

/** Without events there is nothing to recover from. */
function findEventless(
  { events }: Partial<Scenario>,
  { metric }: ParsedThreshold,
): string | undefined {
  return metric.startsWith("events.") && events === undefined
    ? `must not bound ${metric}, which only a case with events has`
    : undefined;
}

function findNoPart(
  { mix, steps: paged, operation }: Partial<Scenario>,
  steps: readonly Step[],
  { part, metric }: ParsedThreshold,
): string | undefined {
  if (part === undefined) return undefined;
  const names = mix === undefined ? steps.map(({ name }) => name) : Object.keys(mix);
  // Where steps are wrong, they are not known here.
  const isOpen = (operation?.length ?? 0) > TASKS_INDEX ||
    (paged !== undefined && names.length === 0);
  if (!isOpen && !names.includes(part)) {
    const known = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
    return `must name an operation of the mix or a step before the metric: ${known}`;
  }
  if (isOfParts(metric, mix === undefined ? "step" : "operation")) return undefined;
  return `must not bound ${metric}, which only whole cases have`;
}
