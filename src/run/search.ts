import { listProblems, ScenarioError } from "../errors.ts";
import type { Result, SearchResult } from "../result/document.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Axes, Settings } from "../scenario/settings.ts";
import { expressionOf, parseThreshold } from "../scenario/threshold.ts";
import { gatherFor } from "./agents.ts";
import { runCases } from "./cases.ts";
import { type RunOptions, settingsAmong } from "./options.ts";
import { plan } from "./plan.ts";
import { measureCurve, searchOne } from "./search_steps.ts";
import { findTargetProblems } from "./target_problems.ts";

/** Where a search starts, in operations per second, unless `rate` says so. */
const FIRST_RATE = 500;
const HIGHEST_RATE = 10_000_000;

/** Milliseconds that each rate is tried, unless `duration` says so. */
const DURATION = 5_000;

/**
 * Finds the highest rate that keeps the thresholds, for each combination of the other axes: doubles the rate until
 * it does not hold, twice in a row, and then tries the middle between the two. Every step is a case of its own, measured afresh.
 * A rate at which operations fail does not hold, unless a threshold bounds the errors. A rate at which the client is the
 * limit never holds. A step that cannot hold any more, whatever comes, ends early. With `curve`, 10 to 95 % of the rate that
 * was found are measured as well.
 *
 * @example
 * ```ts
 * import { markdown, model, scenario, search } from "@cassbench/cassbench";
 *
 * const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);
 * const users = scenario({
 *   name: "users",
 *   models: [User],
 *   input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
 *   operation: (session, user) => session.create(User, user),
 * });
 *
 * const result = await search(users, {
 *   thresholds: ["responseTime.p99 < 500"],
 *   rate: [100, 400], // starts at the lowest and ends at the highest of these
 *   duration: 100,
 * });
 * console.log(markdown(result), result.search?.[0]?.rate);
 * ```
 *
 * @param scenario what to run
 * @param options where, and settings in place of the scenario's own; one of them must have `thresholds`
 * @throws {ScenarioError} when the scenario or the options are wrong, before anything is connected to
 * @throws {TargetError} when the target cannot be used, or a setup fails
 */
export async function search<I, A extends Axes>(
  scenario: Scenario<I, A>,
  options: RunOptions = {},
): Promise<Result> {
  const planFor = (agents: number) => planSearch(scenario, options, agents);
  await using gathered = await gatherFor(options, planFor, ({ planned }) => planned);
  const { plan: { planned, firsts, highest, thresholds }, group } = gathered;
  return await runCases(
    planned,
    { ...options, group },
    undefined,
    async ({ runCase, noteSearch }) => {
      const found: SearchResult[] = [];
      for (const first of firsts) {
        const noteSteps = (result: SearchResult) => noteSearch([...found, result]);
        const one = await searchOne(first, { highest, thresholds, runCase, noteSteps });
        const { curve = false } = planned.settings;
        found.push(curve ? await measureCurve(first, one, { runCase, noteSteps }) : one);
      }
    },
  );
}

/** What a search begins with. */
export interface SearchPlan {
  readonly planned: Plan;
  /** The first step for each combination of the other axes. */
  readonly firsts: readonly Case[];
  readonly thresholds: readonly string[];
  /** Operations per second. */
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Plans a search.
 *
 * @param agents how many agents carry its load
 * @throws {ScenarioError} naming everything that is wrong
 */
export function planSearch<I, A extends Axes>(
  scenario: Scenario<I, A>,
  options: RunOptions,
  agents = options.agents?.count,
): SearchPlan {
  const settings = settingsAmong(options);
  const overrides = { ...loadOf(settings, scenario), ...settings, repetitions: 1 };
  const planned = plan(scenario, overrides, findTargetProblems(options, scenario), agents);
  const { rate = [FIRST_RATE] } = planned.settings;
  const thresholds = planned.settings.thresholds.map(expressionOf);
  checkThresholds(planned.scenario.name, thresholds);
  const lowest = Math.min(...rate);
  const highest = rate.length > 1 ? Math.max(...rate) : HIGHEST_RATE;
  const firsts = planned.cases.filter(({ parameters }) => parameters.rate === lowest);
  return { planned, firsts, thresholds, lowest, highest };
}

/** The rate to start at and the length of a step, where neither the options nor the scenario have them. */
function loadOf(options: Settings, scenario: Settings | undefined): Settings {
  const { rate = options.rate, duration = options.duration } = scenario ?? {};
  return {
    ...(rate === undefined || options.stages !== undefined) && { rate: rate ?? [FIRST_RATE] },
    // Operations that the options ask for are a length, too; those of the scenario could make a step much too long.
    ...duration === undefined && options.operations === undefined && { duration: DURATION },
  };
}

function checkThresholds(name: string, thresholds: readonly string[]): void {
  const problems = thresholds.filter((text) =>
    ["throughput", "operations"].includes(parseThreshold(text)?.metric ?? "")
  ).map((text) => `"${text}" does not get worse as the rate rises`);
  if (thresholds.length === 0) problems.push("there is no threshold to hold");
  if (problems.length === 0) return;
  throw new ScenarioError(
    `Cannot search with scenario "${name}" as${listProblems(problems)}`,
    "name one that bounds a time or errors.rate: `thresholds` holds them, " +
      "on the command line --threshold 'responseTime.p99 < 20'",
  );
}
