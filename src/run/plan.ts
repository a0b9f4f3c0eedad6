import { checkScenario, findSettingsProblems } from "../scenario/check/check.ts";
import { type Problem, sentenceOf } from "../scenario/check/problems.ts";
import { mergeKeyspace, splitKeyspace } from "../scenario/schema/keyspace.ts";
import type { Case, Extent, Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import {
  type Axes,
  type FullSettings,
  lengthOf,
  type Parameters,
  type Settings,
} from "../scenario/settings.ts";
import { findTooManyThreads } from "./agent_problems.ts";
import { networkLatencies } from "../scenario/network.ts";
import { SETTING_ENTRIES, SETTINGS } from "../scenario/settings_table.ts";
import { type IsGiven, isScenario, PlanError } from "./plan_error.ts";

/**
 * Multiplies a scenario's axes into cases: its own axes vary slowest, then latency, then that of the network, then the rate, then the pool
 * size, then the mode and the client, so that serial and concurrent pages of the same coordinates, and both clients, run
 * one after the other.
 * Every case runs once before any of them runs again, so that a drift of the machine or the server touches all alike.
 *
 * @param more problems with options that are no settings
 * @param agents how many agents there are, each with as many threads as `workers` says
 * @throws {ScenarioError} naming everything that is wrong
 */
export function plan<I, A extends Axes>(
  scenario: Scenario<I, A>,
  overrides: Settings = {},
  more: readonly Problem[] = [],
  agents = 1,
): Plan {
  const erased: Scenario = scenario;
  const isOption: IsGiven = (field, axis) =>
    field === "matrix" || field === "network"
      ? Object.hasOwn(Object(overrides[field]), axis ?? "")
      : overrides[field as keyof Settings] !== undefined ||
        (!Object.hasOwn(SETTINGS, field) && more.some(({ path }) => path[0] === field));
  if (!isScenario(erased)) throw new PlanError(erased, checkScenario(erased).problems, isOption);
  const merged = merge(erased, overrides);
  const { problems: found, steps } = checkScenario(merged);
  const problems = withoutDoubles([
    ...findSettingsProblems(overrides),
    ...found,
    ...unknownAxes(erased, overrides),
    ...more,
    ...findTooManyThreads(merged, agents),
  ]);
  if (problems.length > 0) throw new PlanError(erased, problems, isOption);

  const settings = withDefaults(merged, agents);
  return {
    scenario: erased,
    ...{ steps, settings },
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

/** A wrong override is found twice: by itself, and in the scenario that it is merged into. */
function withoutDoubles(problems: readonly Problem[]): Problem[] {
  const sentences = problems.map(sentenceOf);
  return problems.filter((_, at) => sentences.indexOf(sentences[at] ?? "") === at);
}

/** The settings of a scenario that an override replaces, beside the one of its own name. */
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
  const network = typeof overrides.network === "object" && {
    network: { ...scenario.network, ...overrides.network },
  };
  const keyspace = mergeKeyspace(scenario, overrides);
  const whole = { ...Object.fromEntries([...kept, ...given]), ...matrix, ...network, ...keyspace };
  return whole as Scenario;
}

function unknownAxes(scenario: Scenario, overrides: Settings): Problem[] {
  const known = Object.keys(scenario.matrix ?? {});
  return Object.keys(overrides.matrix ?? {}).filter((name) => !known.includes(name))
    .map((name) => ({
      path: ["matrix", name],
      text: `is no axis of the scenario: it has ${known.join(", ") || "none"}`,
    }));
}

/** The settings as they are given, and the defaults of the others: those of the table, or what follows from others. */
function withDefaults(given: Scenario, agents: number): FullSettings {
  const { duration, stages, steps, populate, loads = {}, latency = [0] } = given;
  const workers = (given.workers ?? 1) * agents;
  const poolSizes = given.poolSizes ?? defaultPoolSizes({ ...given, workers });
  const beside = Object.values(loads).reduce((sum, { poolSize = 1_000 }) => sum + poolSize, 0);
  const largest = Math.max(Math.max(...poolSizes) + beside, populate?.poolSize ?? 0);
  const largestShare = Math.ceil(largest / workers);
  const dependent: Settings = {
    poolSizes,
    timeout: Number(SETTINGS.timeout.default) + Math.max(...latency) +
      Math.max(0, ...networkLatencies(given.network) ?? []),
    warmup: Math.min(Number(SETTINGS.warmup.default), lengthOf(given) ?? Infinity),
    connections: 1 + Math.floor(largestShare / 1_000),
  };
  const isAbsent = {
    operations: duration !== undefined || stages !== undefined,
    mode: steps === undefined,
    noPopulate: populate === undefined,
  } as Record<string, boolean>;
  const settings = SETTING_ENTRIES.filter(([name]) => !isAbsent[name])
    .map(([name, { default: plain }]) => [name, given[name] ?? dependent[name] ?? plain])
    .filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(settings), ...splitKeyspace(given) };
}

/**
 * Under an open load the pool only bounds what is in flight. Pages run one at a time, as what a mode gains shows best when
 * no other page runs beside it.
 */
function defaultPoolSizes({ rate, stages, steps, workers = 1 }: Scenario): readonly number[] {
  if (rate !== undefined || stages !== undefined) return [1_000];
  if (steps !== undefined) return [workers];
  return workers === 1 ? [1, 100] : [Math.max(100, workers)];
}

function multiply(
  { matrix, latency, network, rate, poolSizes, mode, client, repetitions }: FullSettings,
): Case[] {
  const networkLatency = networkLatencies(network);
  const latencies = { latency, ...networkLatency && { networkLatency } };
  const own = { ...matrix, ...latencies, ...rate && { rate }, poolSize: poolSizes };
  const usesDriver = client.every((one) => one === "driver");
  const axes = Object.entries({ ...own, ...mode && { mode }, ...!usesDriver && { client } });
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
