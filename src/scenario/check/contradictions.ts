import type { Scenario } from "../scenario.ts";
import { networkLatencies } from "../network.ts";
import { lengthOf } from "../settings.ts";
import { SETTING_ENTRIES } from "../settings_table.ts";
import type { Step } from "../steps.ts";
import { findEventProblems } from "./event_problems.ts";
import { type Problem, problemAt } from "./problems.ts";
import { findThresholdProblems } from "./threshold_problems.ts";

const MAX_CASES = 10_000;

type Field = keyof Scenario;

/**
 * What is wrong with fields together, where each of them is right by itself. `path` and `others` of a problem name all
 * the fields that it is about, also those that are missing.
 */
export function findContradictions(
  scenario: Partial<Scenario>,
  steps: readonly Step[],
): Problem[] {
  return [
    ...findTwiceNamed(scenario),
    ...findTooManyCases(scenario),
    ...findOperation(scenario),
    ...findMode(scenario, steps),
    ...findLength(scenario),
    ...findStages(scenario),
    ...findAlone(scenario),
    ...findEventProblems(scenario),
    ...findThresholdProblems(scenario, steps),
    ...findWorkers(scenario),
    ...findReplications(scenario),
    ...findLateNetworkStages(scenario),
  ];
}

/** A problem of the first field, which does not go with the others. */
function contradiction(
  scenario: Partial<Scenario>,
  [field, ...others]: readonly [Field, ...Field[]],
  message: string,
): Problem {
  return { ...problemAt([field], message, scenario[field]), others };
}

function* findTwiceNamed(scenario: Partial<Scenario>): Generator<Problem> {
  const names = scenario.models?.map(({ name }) => name) ?? [];
  if (new Set(names).size < names.length) {
    yield contradiction(scenario, ["models"], "must name each table once");
  }
  const indexes = scenario.models?.flatMap((model) => model.indexes ?? []) ?? [];
  const twice = indexes.find(({ name }, at) =>
    indexes.findIndex((other) => other.name === name) < at
  );
  if (twice !== undefined) {
    yield {
      path: ["models"],
      text:
        `must name each index once, as names of indexes belong to the keyspace: found ${twice.name} twice`,
    };
  }
}

function* findTooManyCases(scenario: Partial<Scenario>): Generator<Problem> {
  const { latency, network, poolSizes, rate, mode, matrix = {}, repetitions = 1 } = scenario;
  const product = (lists: readonly (readonly unknown[] | undefined)[]) =>
    lists.reduce((cases, values) => cases * (values?.length ?? 1), 1);
  const factors = {
    ...{ latency: product([latency]), network: product([networkLatencies(network)]) },
    ...{ poolSizes: product([poolSizes]), rate: product([rate]) },
    ...{ mode: product([mode]), matrix: product(Object.values(matrix)), repetitions },
  };
  const cases = Object.values(factors).reduce((product, factor) => product * factor);
  if (cases > MAX_CASES) {
    const message = `must have at most ${MAX_CASES} cases, repetitions included`;
    const others = Object.entries(factors).filter(([, factor]) => factor > 1);
    yield { ...problemAt([], message, cases), others: others.map(([name]) => name) };
  }
}

function* findOperation(scenario: Partial<Scenario>): Generator<Problem> {
  const { mix } = scenario;
  const fields = ["operation", "mix", "steps"] as const;
  const [first, ...others] = fields.filter((field) => scenario[field] !== undefined);
  if (first === undefined) {
    yield contradiction(scenario, fields, "must be a function where there are no mix and no steps");
    return;
  }
  for (const other of others) {
    yield contradiction(scenario, [other, first], `must not stand beside ${first}`);
  }
  if (scenario.verify !== undefined && scenario.operation === undefined) {
    const message = "must stand beside operation; each operation of a mix can have its own";
    yield contradiction(scenario, ["verify", "operation"], message);
  }
  if (mix !== undefined && Object.keys(mix).length === 0) {
    yield contradiction(scenario, ["mix"], "must hold an operation");
  }
}

function* findMode(
  scenario: Partial<Scenario>,
  steps: readonly Step[],
): Generator<Problem> {
  const { mode, workers = 1 } = scenario;
  if (scenario.steps === undefined || !mode?.includes("threads")) return;
  if (!steps.some(({ kind }) => kind === "compute")) {
    const message = "must not hold threads where no step computes";
    yield contradiction(scenario, ["mode", "steps"], message);
  }
  if (workers > 1) {
    yield contradiction(
      scenario,
      ["mode", "workers"],
      `must not hold threads beside ${workers} workers`,
    );
  }
}

function* findLength(scenario: Partial<Scenario>): Generator<Problem> {
  const { operations, duration, warmup = 0 } = scenario;
  if (operations !== undefined && duration !== undefined) {
    yield contradiction(scenario, ["duration", "operations"], "must not stand beside operations");
  }
  const length = lengthOf(scenario) ?? Infinity;
  if (warmup > length) {
    const message = `must not be longer than a case of ${length} ms`;
    yield contradiction(scenario, ["warmup", "duration", "stages"], message);
  }
}

function* findStages(scenario: Partial<Scenario>): Generator<Problem> {
  const { stages } = scenario;
  if (stages === undefined) return;
  for (const field of ["rate", "operations", "duration"] as const) {
    if (scenario[field] !== undefined) {
      yield contradiction(scenario, [field, "stages"], "must not stand beside stages");
    }
  }
  if (stages.every(({ from, to }) => to === 0 && !from)) {
    yield contradiction(scenario, ["stages"], "must have a rate above 0");
  }
}

/** Settings that mean nothing without another field, as the arrivals of a load without a rate. */
function* findAlone(scenario: Partial<Scenario>): Generator<Problem> {
  for (const [name, { beside }] of SETTING_ENTRIES) {
    if (beside === undefined || scenario[name] === undefined) continue;
    if (beside.some((other) => scenario[other] !== undefined)) continue;
    yield contradiction(scenario, [name, ...beside], `must stand beside ${beside.join(" or ")}`);
  }
}

function* findWorkers(scenario: Partial<Scenario>): Generator<Problem> {
  const { workers = 1, poolSizes = [], operations = Infinity } = scenario;
  const most = Math.min(...poolSizes, operations);
  if (workers > most) {
    const message = `must be at most the smallest pool and the operations, ${most}`;
    yield contradiction(scenario, ["workers", "poolSizes", "operations"], message);
  }
}

function* findReplications(scenario: Partial<Scenario>): Generator<Problem> {
  const { keyspace, replication } = scenario;
  if (replication === undefined || typeof keyspace !== "object") return;
  if (keyspace.replication !== undefined) {
    const message = "must not stand beside the replication of keyspace";
    yield contradiction(scenario, ["replication", "keyspace"], message);
  }
}

/** Stages of the network that would begin when the case is over. */
function* findLateNetworkStages(scenario: Partial<Scenario>): Generator<Problem> {
  const length = lengthOf(scenario) ?? Infinity;
  for (const [index, { at }] of (scenario.network?.stages ?? []).entries()) {
    if (at < length) continue;
    const message = `must be before the end of a case of ${length} ms`;
    const path = ["network", "stages", index, "at"];
    yield { ...problemAt(path, message, at), others: ["network", "duration", "stages"] };
  }
}
