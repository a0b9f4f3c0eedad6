import { listProblems, ScenarioError } from "../errors.ts";
import { findScenarioProblems, findSettingsProblems } from "../scenario/check/check.ts";
import type { Case, Extent, Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import {
  type Axes,
  type FullSettings,
  lengthOf,
  type Parameters,
  type Settings,
} from "../scenario/settings.ts";
import { listSteps } from "../scenario/steps.ts";

/**
 * Multiplies a scenario's axes into cases: its own axes vary slowest, then latency, then the rate, then the pool
 * size, then the mode, so that serial and concurrent pages of the same coordinates run one after the other.
 * Every repetition runs all of them before the next one starts, so that what drifts drifts through all.
 *
 * @throws {ScenarioError} naming everything that is wrong
 */
export function plan<I, A extends Axes>(scenario: Scenario<I, A>, overrides: Settings = {}): Plan {
  const erased: Scenario = scenario;
  if (!isObject(erased)) throw planError(erased, findScenarioProblems(erased));
  const merged = merge(erased, overrides);
  // What is wrong with an override is wrong with the scenario that it is merged into, too, and told once.
  const all = [...findSettingsProblems(overrides), ...findScenarioProblems(merged)];
  const problems = [...new Set(all), ...unknownAxes(erased, overrides)];
  if (problems.length > 0) throw planError(erased, problems);

  const settings = withDefaults(merged);
  return {
    scenario: erased,
    steps: listSteps(erased),
    settings,
    warmup: warmupOf(settings, merged.warmup !== undefined),
    cases: multiply(settings),
  };
}

/** The default warm-up also ends after this many operations, and never runs more than the case. */
const WARMUP_OPERATIONS = 1_000;

/** A warm-up that was asked for lasts its time, however many operations that takes. */
function warmupOf({ warmup, operations }: FullSettings, isAsked: boolean): Extent {
  const most = Math.min(WARMUP_OPERATIONS, operations ?? Infinity);
  return { duration: warmup, operations: isAsked ? Infinity : most };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function planError(scenario: Scenario, problems: readonly string[]): ScenarioError {
  const name = typeof scenario?.name === "string" ? ` "${scenario.name}"` : "";
  return new ScenarioError(
    `Cannot plan scenario${name} as${listProblems(problems)}`,
    "a scenario file ends in `export default scenario({ … })`; the README shows one",
  );
}

/** What an override takes the place of beside the setting of its own name. */
const REPLACES: Partial<Record<keyof Settings, readonly (keyof Settings)[]>> = {
  operations: ["duration"],
  duration: ["operations"],
  rate: ["stages"],
  stages: ["rate", "operations", "duration"],
};

function merge(scenario: Scenario, overrides: Settings): Scenario {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const replaced = given.flatMap(([name]) => REPLACES[name as keyof Settings] ?? []);
  const kept = Object.entries(scenario).filter(([name]) =>
    !replaced.some((other) => other === name)
  );
  const matrix = overrides.matrix && { matrix: { ...scenario.matrix, ...overrides.matrix } };
  return { ...Object.fromEntries([...kept, ...given]), ...matrix } as Scenario;
}

function unknownAxes(scenario: Scenario, overrides: Settings): string[] {
  const known = Object.keys(scenario.matrix ?? {});
  return Object.keys(overrides.matrix ?? {}).filter((name) => !known.includes(name))
    .map((name) =>
      `matrix.${name} is no axis of the scenario: it has ${known.join(", ") || "none"}`
    );
}

function withDefaults(settings: Scenario): FullSettings {
  const { operations, duration, rate, stages, steps, workers = 1 } = settings;
  const latency = settings.latency ?? [0];
  const poolSizes = settings.poolSizes ?? defaultPoolSizes(settings);
  const largestShare = Math.ceil(Math.max(...poolSizes) / workers);
  return {
    latency,
    poolSizes,
    ...duration === undefined && stages === undefined && { operations: operations ?? 1_000 },
    ...duration !== undefined && { duration },
    ...rate && { rate },
    ...stages && { stages },
    ...steps && { mode: settings.mode ?? ["serial", "concurrent"] },
    timeout: settings.timeout ?? 60_000 + Math.max(...latency),
    onFailure: settings.onFailure ?? "await",
    trace: settings.trace ?? 0,
    arrivals: settings.arrivals ?? "constant",
    overflow: settings.overflow ?? "queue",
    drain: settings.drain ?? 10_000,
    warmup: settings.warmup ?? Math.min(250, lengthOf(settings) ?? Infinity),
    repetitions: settings.repetitions ?? 1,
    workers,
    thresholds: settings.thresholds ?? [],
    matrix: settings.matrix ?? {},
    seed: settings.seed ?? 1,
    keyspace: settings.keyspace ?? "cassbench",
    consistency: settings.consistency ?? "localOne",
    connections: settings.connections ?? 1 + Math.floor(largestShare / 1_000),
  };
}

/** Under an open load the pool only bounds what is in flight. What a mode gains shows best on a page alone. */
function defaultPoolSizes({ rate, stages, steps, workers = 1 }: Scenario): readonly number[] {
  if (rate !== undefined || stages !== undefined) return [1_000];
  if (steps !== undefined) return [workers];
  return workers === 1 ? [1, 100] : [Math.max(100, workers)];
}

function multiply(
  { matrix, latency, rate, poolSizes, mode, repetitions }: FullSettings,
): Case[] {
  const own = { ...matrix, latency, ...rate && { rate }, poolSize: poolSizes };
  const axes = Object.entries({ ...own, ...mode && { mode } });
  const combinations = axes.reduce<Record<string, unknown>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  return Array.from({ length: repetitions }, (_, at) =>
    combinations.map((parameters) => ({
      parameters: parameters as Parameters,
      repetition: at + 1,
    }))).flat();
}
