import { listProblems, ScenarioError } from "./errors.ts";
import { findScenarioProblems, findSettingsProblems } from "./scenario/check.ts";
import type { Axes, Parameters, Scenario, Settings } from "./scenario/scenario.ts";

/** One combination to run. */
export interface Case {
  /** Its coordinates. */
  readonly parameters: Parameters;
  /** How many operations it runs. */
  readonly operations: number;
}

/** A scenario with every default and override in place, multiplied out. */
export interface Plan {
  readonly scenario: Scenario;
  readonly settings: Required<Settings>;
  readonly cases: readonly Case[];
}

/**
 * Multiplies a scenario's axes into cases: its own axes vary slowest, then latency, then the pool size.
 *
 * @throws {ScenarioError} naming everything that is wrong
 */
export function plan<I, A extends Axes>(scenario: Scenario<I, A>, overrides: Settings = {}): Plan {
  const erased: Scenario = scenario;
  if (!isObject(erased)) throw planError(erased, findScenarioProblems(erased));
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
  const matrix = overrides.matrix && { matrix: { ...erased.matrix, ...overrides.matrix } };
  const merged: Scenario = { ...erased, ...Object.fromEntries(given), ...matrix };
  const problems = findSettingsProblems(overrides);
  if (problems.length === 0) problems.push(...findScenarioProblems(merged));
  problems.push(...unknownAxes(erased, overrides));
  if (problems.length > 0) throw planError(erased, problems);

  const settings = withDefaults(merged);
  return { scenario: erased, settings, cases: multiply(settings) };
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

function unknownAxes(scenario: Scenario, overrides: Settings): string[] {
  const known = Object.keys(scenario.matrix ?? {});
  return Object.keys(overrides.matrix ?? {}).filter((name) => !known.includes(name))
    .map((name) =>
      `matrix.${name} is no axis of the scenario: it has ${known.join(", ") || "none"}`
    );
}

function withDefaults(settings: Settings): Required<Settings> {
  const poolSizes = settings.poolSizes ?? [1, 100];
  return {
    latency: settings.latency ?? [0],
    poolSizes,
    operations: settings.operations ?? 1_000,
    warmup: settings.warmup ?? 250,
    matrix: settings.matrix ?? {},
    seed: settings.seed ?? 1,
    keyspace: settings.keyspace ?? "cassbench",
    consistency: settings.consistency ?? "localOne",
    connections: settings.connections ?? 1 + Math.floor(Math.max(...poolSizes) / 1_000),
  };
}

function multiply({ matrix, latency, poolSizes, operations }: Required<Settings>): Case[] {
  const axes = Object.entries({ ...matrix, latency, poolSize: poolSizes });
  const combinations = axes.reduce<Record<string, unknown>[]>(
    (rows, [name, values]) =>
      rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  return combinations.map((parameters) => ({ parameters: parameters as Parameters, operations }));
}
