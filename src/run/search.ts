import { listProblems, ScenarioError } from "../errors.ts";
import type { CaseResult } from "../result/case.ts";
import { judgeThresholds } from "../result/conclude/thresholds.ts";
import type { Result, SearchResult } from "../result/document.ts";
import type { Case, Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Axes, Settings } from "../scenario/settings.ts";
import { expressionOf, parseThreshold } from "../scenario/threshold.ts";
import { type OpenRun, runCases } from "./cases.ts";
import { type RunOptions, settingsAmong } from "./options.ts";
import { plan } from "./plan.ts";
import { findTargetProblems } from "./target_problems.ts";

/** Where a search starts, in operations per second, unless `rate` says so. */
const FIRST_RATE = 500;
const LOWEST_RATE = 1;
const HIGHEST_RATE = 10_000_000;

/** Milliseconds that each rate is tried, unless `duration` says so. */
const DURATION = 5_000;

/** A search ends when the rate that holds and the one that does not differ by at most this share of the former. */
const PRECISION = 0.05;

/**
 * Finds the highest rate that keeps the thresholds, for each combination of the other axes: doubles the rate until
 * it does not hold, twice in a row, and then tries the middle between the two. Every step is a case of its own, measured afresh.
 * A rate at which operations fail does not hold, unless a threshold bounds the errors. A rate at which the client is the
 * limit never holds.
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
  const { planned, firsts, highest, thresholds } = planSearch(scenario, options);
  return await runCases(planned, options, undefined, async ({ runCase, noteSearch }) => {
    const found: SearchResult[] = [];
    for (const first of firsts) {
      const noteSteps = (result: SearchResult) => noteSearch([...found, result]);
      found.push(await searchOne(first, { highest, thresholds, runCase, noteSteps }));
    }
  });
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
 * @throws {ScenarioError} naming everything that is wrong
 */
export function planSearch<I, A extends Axes>(
  scenario: Scenario<I, A>,
  options: RunOptions,
): SearchPlan {
  const settings = settingsAmong(options);
  const overrides = { ...loadOf(settings, scenario), ...settings, repetitions: 1 };
  const planned = plan(scenario, overrides, findTargetProblems(options, scenario));
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

/** What a search for one combination needs. */
interface Search extends Pick<OpenRun, "runCase"> {
  readonly highest: number;
  readonly thresholds: readonly string[];
  /** Called after each step with what is known so far, as the search can be stopped. */
  readonly noteSteps: (result: SearchResult) => void;
}

async function searchOne(first: Case, search: Search): Promise<SearchResult> {
  const { highest, thresholds, runCase, noteSteps } = search;
  const { rate: firstRate = FIRST_RATE, ...others } = first.parameters;
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
      parameters: { ...first.parameters, rate },
    });
    // A case that was cut short does not show whether the rate holds.
    const hasFailed = result.endedBy === "errors" || result.endedBy === "threshold";
    if (result.status !== "completed" && !hasFailed) break;
    if (result.endedServers !== undefined) {
      found = { ...found, limit: "target" };
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
      found = { ...found, steps, limit: isClientsFault(result) ? "client" : "thresholds" };
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

/** Why a rate did not hold, in words. */
function reasonsAgainst(result: CaseResult, thresholds: readonly string[]): string[] {
  const broken = judgeThresholds([result], thresholds).filter(({ passed }) => !passed)
    .map(({ expression, value }) =>
      value === null
        ? `${expression}: nothing was measured`
        : `${expression}: it was ${show(value)}`
    );
  return [
    ...broken,
    ...failures(result, thresholds),
    ...result.verdict.reasons.map(({ message }) => message),
  ];
}

/** Failed operations as a reason, unless a threshold says how many may fail. */
function failures({ errors, operations }: CaseResult, thresholds: readonly string[]): string[] {
  const isBounded = thresholds.some((text) => parseThreshold(text)?.metric.startsWith("errors."));
  if (isBounded || errors.total === 0) return [];
  return [`${errors.total} of ${operations} operations failed`];
}

/** Whether the client was the limit, so that the case does not show whether the server holds the rate. */
function isClientsFault({ verdict }: CaseResult): boolean {
  return verdict.reasons.some(({ code }) =>
    !["schedule", "outage", "nothing", "ended", "background"].includes(code)
  );
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
