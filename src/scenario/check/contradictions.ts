import type { Scenario } from "../scenario.ts";
import { lengthOf } from "../settings.ts";
import { listSteps } from "../steps.ts";
import { parseThreshold } from "../threshold.ts";
import { describeProblem } from "./schema.ts";

const MAX_CASES = 10_000;

type Field = keyof Scenario;

/** Fields that do not go together. */
export interface Contradiction {
  /** All of them: where one is wrong by itself, nothing can be said of them together. */
  readonly fields: readonly Field[];
  /** What is wrong, with the value. */
  readonly problem: string;
}

/** What no field shows by itself. */
export function findContradictions(scenario: Partial<Scenario>): Contradiction[] {
  return [
    ...findTwiceNamed(scenario),
    ...findTooManyCases(scenario),
    ...findOperation(scenario),
    ...findMode(scenario),
    ...findLength(scenario),
    ...findStages(scenario),
    ...findSchedule(scenario),
    ...findWorkers(scenario),
  ];
}

/** Says of the first field what does not go with the others. */
function blame(
  scenario: Partial<Scenario>,
  [field, ...others]: readonly [Field, ...Field[]],
  message: string,
): Contradiction {
  return { fields: [field, ...others], problem: describeProblem(field, message, scenario[field]) };
}

function* findTwiceNamed(scenario: Partial<Scenario>): Generator<Contradiction> {
  const names = scenario.models?.map(({ name }) => name) ?? [];
  if (new Set(names).size < names.length) {
    yield blame(scenario, ["models"], "must name each table once");
  }
}

function* findTooManyCases(scenario: Partial<Scenario>): Generator<Contradiction> {
  const { latency, poolSizes, rate, mode, matrix = {}, repetitions = 1 } = scenario;
  const lists = [latency, poolSizes, rate, mode, ...Object.values(matrix)];
  const cases = lists.reduce((product, values) => product * (values?.length ?? 1), repetitions);
  if (cases > MAX_CASES) {
    const message = `must have at most ${MAX_CASES} cases, repetitions included`;
    yield { fields: [], problem: describeProblem("it", message, cases) };
  }
}

function* findOperation(scenario: Partial<Scenario>): Generator<Contradiction> {
  const { mix } = scenario;
  const fields = ["operation", "mix", "steps"] as const;
  const [first, ...others] = fields.filter((field) => scenario[field] !== undefined);
  if (first === undefined) {
    yield blame(scenario, fields, "must be a function where there are no mix and no steps");
    return;
  }
  for (const other of others) {
    yield blame(scenario, [other, first], `must not stand beside ${first}`);
  }
  if (mix !== undefined && Object.keys(mix).length === 0) {
    yield blame(scenario, ["mix"], "must hold an operation");
  }
}

function* findMode(scenario: Partial<Scenario>): Generator<Contradiction> {
  const { mode, steps, workers = 1 } = scenario;
  if (mode === undefined) return;
  if (steps === undefined) {
    yield blame(scenario, ["mode", "steps"], "must stand beside steps");
    return;
  }
  if (!mode.includes("threads")) return;
  if (!listSteps({ steps }).some(({ kind }) => kind === "compute")) {
    const message = "must not hold threads where no step computes";
    yield blame(scenario, ["mode", "steps"], message);
  }
  if (workers > 1) {
    yield blame(scenario, ["mode", "workers"], `must not hold threads beside ${workers} workers`);
  }
}

function* findLength(scenario: Partial<Scenario>): Generator<Contradiction> {
  const { operations, duration, warmup = 0 } = scenario;
  if (operations !== undefined && duration !== undefined) {
    yield blame(scenario, ["duration", "operations"], "must not stand beside operations");
  }
  const length = lengthOf(scenario) ?? Infinity;
  if (warmup > length) {
    const message = `must not be longer than a case of ${length} ms`;
    yield blame(scenario, ["warmup", "duration", "stages"], message);
  }
}

function* findStages(scenario: Partial<Scenario>): Generator<Contradiction> {
  const { stages } = scenario;
  if (stages === undefined) return;
  for (const field of ["rate", "operations", "duration"] as const) {
    if (scenario[field] !== undefined) {
      yield blame(scenario, [field, "stages"], "must not stand beside stages");
    }
  }
  if (stages.every(({ from, to }) => to === 0 && !from)) {
    yield blame(scenario, ["stages"], "must have a rate above 0");
  }
}

/** A closed load has no schedule that could be kept or missed. */
function* findSchedule(scenario: Partial<Scenario>): Generator<Contradiction> {
  if (scenario.rate !== undefined || scenario.stages !== undefined) return;
  for (const field of ["arrivals", "overflow", "drain"] as const) {
    if (scenario[field] !== undefined) {
      yield blame(scenario, [field, "rate", "stages"], "must stand beside rate or stages");
    }
  }
  for (const threshold of scenario.thresholds ?? []) {
    const metric = parseThreshold(threshold)?.metric;
    if (metric === "dropped" || metric?.startsWith("waitTime.")) {
      const message = `must not bound ${metric}, which only a rate or stages have`;
      yield blame(scenario, ["thresholds", "rate", "stages"], message);
    }
  }
}

function* findWorkers(scenario: Partial<Scenario>): Generator<Contradiction> {
  const { workers = 1, poolSizes = [], operations = Infinity } = scenario;
  const most = Math.min(...poolSizes, operations);
  if (workers > most) {
    const message = `must be at most the smallest pool and the operations, ${most}`;
    yield blame(scenario, ["workers", "poolSizes", "operations"], message);
  }
}
