import { ScenarioError } from "../errors.ts";
import type { Result } from "../result/document.ts";
import type { Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Axes } from "../scenario/settings.ts";
import { gatherFor } from "./agents.ts";
import { runCases } from "./cases.ts";
import { type RunOptions, settingsAmong } from "./options.ts";
import { plan } from "./plan.ts";
import { findTargetProblems } from "./target_problems.ts";

/**
 * Runs every case of a scenario, and returns what was measured.
 *
 * @example
 * ```ts
 * import { markdown, model, run, scenario } from "@cassbench/cassbench";
 *
 * const User = model("user", { user_id: "uuid", name: "text" }, ["user_id"]);
 * const users = scenario({
 *   name: "users",
 *   models: [User],
 *   input: ({ faker }) => ({ user_id: faker.string.uuid(), name: faker.person.fullName() }),
 *   operation: (session, user) => session.create(User, user),
 * });
 *
 * const result = await run(users, { poolSizes: [1, 10], operations: 100 });
 * console.log(markdown(result));
 * ```
 *
 * @param scenario what to run
 * @param options where, and settings in place of the scenario's own
 * @throws {ScenarioError} when the scenario or the options are wrong, before anything is connected to
 * @throws {TargetError} when the target cannot be used, or a setup fails
 */
export async function run<I, A extends Axes>(
  scenario: Scenario<I, A>,
  options: RunOptions = {},
): Promise<Result> {
  const planFor = (agents: number) => planRun(scenario, options, agents);
  await using gathered = await gatherFor(options, planFor, (planned) => planned);
  const { plan: planned, group } = gathered;
  return await runCases(planned, { ...options, group }, planned.cases.length, async (open) => {
    for (const next of planned.cases) await open.runCase(next);
  });
}

/**
 * Plans a run.
 *
 * @param agents how many agents carry its load
 * @throws {ScenarioError} naming everything that is wrong
 */
export function planRun<I, A extends Axes>(
  scenario: Scenario<I, A>,
  options: RunOptions,
  agents = options.agents?.count,
): Plan {
  const problems = findTargetProblems(options, scenario);
  const planned = plan(scenario, settingsAmong(options), problems, agents);
  if (options.curve) {
    throw new ScenarioError(
      `Cannot run scenario "${planned.scenario.name}" as curve is of a search: found true`,
      "call search, on the command line search SCENARIO --curve",
    );
  }
  return planned;
}
