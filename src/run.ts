import { seededInputs } from "./engine/inputs.ts";
import { runHook } from "./engine/hooks.ts";
import { runLoad } from "./engine/load.ts";
import { type Case, type Plan, plan } from "./plan.ts";
import type { CaseResult, Result, Status, TargetDescription } from "./result/document.ts";
import { describeMachine } from "./result/environment.ts";
import { findWarnings } from "./result/warnings.ts";
import type { Axes, Scenario, Settings } from "./scenario/scenario.ts";
import { DRIVER_VERSION, openTarget, type Target, type TargetChoice } from "./target/target.ts";
import { classify } from "./target/errors.ts";

/** How to run a scenario: where, and any of its settings in place of its own. */
export interface RunOptions extends Settings {
  /** Where to run. @default {"embedded"} */
  readonly target?: TargetChoice;
  /** Nodes of `target: "cassandra"`. @default one, or as many as `cassandra start` started */
  readonly nodes?: number;
  /** Port of `target: "cassandra"`. @default 9042, or where `cassandra start` started one */
  readonly port?: number;
  /** Stops the run; what was measured until then is the result. */
  readonly signal?: AbortSignal;
  /** Is told what happens while it happens. */
  readonly onProgress?: (progress: Progress) => void;
  /** The scenario's file, for the result. */
  readonly file?: string;
}

/** What happens during a run. */
export type Progress =
  | { readonly type: "waiting"; readonly message: string }
  | { readonly type: "running"; readonly at: CaseProgress }
  | { readonly type: "measured"; readonly result: Result };

/** How far a case is. */
export interface CaseProgress {
  /** The case that runs. */
  readonly case: Case;
  /** Counts the cases from 0. */
  readonly index: number;
  /** How many cases there are. */
  readonly cases: number;
  /** Operations that ended. */
  readonly done: number;
  /** Milliseconds since the case's clock started. */
  readonly elapsed: number;
}

/**
 * Runs every case of a scenario and says what it measured.
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
  const { target = "embedded", nodes, port, file, ...rest } = options;
  const { signal = new AbortController().signal, onProgress = () => {}, ...overrides } = rest;
  const planned = plan(scenario, overrides);
  const startedAt = new Date();
  const opened = await openTarget({
    target,
    nodes,
    port,
    models: planned.scenario.models ?? [],
    settings: planned.settings,
    signal,
    onWait: (message) => onProgress({ type: "waiting", message }),
  });

  const measured: CaseResult[] = [];
  function report(status: Status): Result {
    const result = compose(planned, opened.description, { file, startedAt, measured, status });
    onProgress({ type: "measured", result });
    return result;
  }

  try {
    await runCases(planned, opened, signal, onProgress, (result) => {
      measured.push(result);
      if (measured.length < planned.cases.length) report("aborted");
    });
  } catch (error) {
    if (!signal.aborted) {
      report("failed");
      throw error;
    }
  } finally {
    await opened.close();
  }
  const isWhole = measured.length === planned.cases.length &&
    measured.every(({ status }) => status === "completed");
  return report(isWhole ? "completed" : "aborted");
}

async function runCases(
  { scenario, settings, cases }: Plan,
  { session }: Target,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
  onMeasured: (result: CaseResult) => void,
): Promise<void> {
  for (const [index, next] of cases.entries()) {
    signal.throwIfAborted();
    const { parameters } = next;
    const tell = (done: number, elapsed: number) =>
      onProgress({
        type: "running",
        at: { case: next, index, cases: cases.length, done, elapsed },
      });

    tell(0, 0);
    await runHook("setup", () => scenario.setup?.(session, parameters), signal);
    const { latency: _l, poolSize: _p, ...own } = parameters;
    const makeInput = seededInputs(scenario, settings.seed, own);
    const { warmup } = settings;
    const load = { case: next, scenario, session, makeInput, warmup, classify, signal };
    onMeasured(await runLoad({ ...load, onProgress: tell }));
    await runHook("teardown", () => scenario.teardown?.(session, parameters), signal);
  }
}

/** What {@linkcode run} knows beside the plan and the target. */
interface Progressed {
  readonly file: string | undefined;
  readonly startedAt: Date;
  readonly measured: readonly CaseResult[];
  readonly status: Status;
}

function compose(
  { scenario: { name }, settings }: Plan,
  target: TargetDescription,
  { file, startedAt, measured, status }: Progressed,
): Result {
  return {
    schemaVersion: 1,
    scenario: { name, seed: settings.seed, ...file !== undefined && { file } },
    environment: {
      startedAt: startedAt.toISOString(),
      ...describeMachine(),
      driver: DRIVER_VERSION,
      target,
      settings,
    },
    status,
    cases: [...measured],
    warnings: findWarnings(target, measured),
  };
}
