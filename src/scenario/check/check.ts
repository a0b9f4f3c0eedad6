import { z } from "zod";
import type { Scenario } from "../scenario.ts";
import type { Consistency, Settings } from "../settings.ts";
import { METRICS, METRICS_IN_SHORT, parseThreshold } from "../threshold.ts";
import { findStepProblems } from "./check_steps.ts";
import { findContradictions } from "./contradictions.ts";
import {
  describeError,
  func,
  integer,
  latency,
  positive,
  timeout,
  within,
  wrongFields,
} from "./schema.ts";

/** The consistency levels a scenario can name. */
export const CONSISTENCIES: readonly Consistency[] = [
  "any",
  "one",
  "two",
  "three",
  "quorum",
  "all",
  "localQuorum",
  "eachQuorum",
  "localOne",
];

/** Past this many in flight, the driver's connections and one event loop are what is measured. */
const MAX_POOL_SIZE = 32_768;
const MAX_RATE = 10_000_000;
const MAX_WEIGHT = 1_000_000;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function axis<T extends z.ZodType>(value: T): z.ZodType<z.infer<T>[]> {
  return z.array(value, "must be a list")
    .min(1, "must hold a value")
    .refine((values) => new Set(values).size === values.length, "must hold each value once");
}

const axisValue = z.union(
  [z.string(), z.number(), z.boolean()],
  "must be a string, a finite number or a boolean",
);

const aModel = z.custom((value) => {
  const { name, columns, partitionKey } = Object(value);
  return typeof name === "string" && typeof columns === "object" && Array.isArray(partitionKey);
}, "must be made by model()");

const length = within(1, DAY, "milliseconds");
const stageRate = within(0, MAX_RATE, "operations per second");

const stage = z.strictObject({
  from: stageRate.optional(),
  to: stageRate,
  duration: length,
}, "must be { from?, to, duration }");

const threshold = z.custom<string>(
  (value) => METRICS.includes(parseThreshold(String(value))?.metric ?? ""),
  `must be METRIC < NUMBER (or <=, >, >=) with a metric of ${METRICS_IN_SHORT}`,
).refine((text) => {
  const { comparison, bound } = parseThreshold(text) ?? {};
  return comparison !== "<" || bound !== 0;
}, "can never hold, as no metric is below 0");

const settings = {
  latency: axis(latency).optional(),
  poolSizes: axis(integer(1, MAX_POOL_SIZE)).optional(),
  operations: integer(1, 1_000_000_000).optional(),
  duration: length.optional(),
  rate: axis(positive(MAX_RATE, "operations per second")).optional(),
  stages: z.array(stage, "must be a list").min(1, "must hold a stage").optional(),
  mode: axis(
    z.enum(["serial", "concurrent", "threads"], "must be serial, concurrent or threads"),
  ).optional(),
  timeout: timeout.optional(),
  onFailure: z.enum(["await", "abort"], "must be await or abort").optional(),
  trace: integer(0, 1_000).optional(),
  arrivals: z.enum(["constant", "poisson"], "must be constant or poisson").optional(),
  overflow: z.enum(["queue", "drop"], "must be queue or drop").optional(),
  drain: within(0, 60 * MINUTE, "milliseconds").optional(),
  warmup: within(0, 60 * MINUTE, "milliseconds").optional(),
  repetitions: integer(1, 1_000).optional(),
  workers: integer(1, 256).optional(),
  thresholds: z.array(threshold, "must be a list").optional(),
  matrix: z.record(
    z.string().regex(
      /^(?!(latency|poolSize|workers|rate|mode)$)[a-z][a-zA-Z0-9]*$/,
      "must be named in camelCase, and not after a parameter of every case",
    ),
    axis(axisValue),
    "must be an object of lists",
  ).optional(),
  seed: integer(0, 2 ** 32 - 1).optional(),
  keyspace: z.string("must be a keyspace name")
    .regex(/^\w{1,48}$/, "must be 1 to 48 letters, digits or underscores").optional(),
  consistency: z.enum(CONSISTENCIES, `must be one of ${CONSISTENCIES.join(", ")}`).optional(),
  connections: integer(1, 128).optional(),
};

const weighted = z.strictObject({
  weight: positive(MAX_WEIGHT, "a number"),
  operation: func,
}, "must be { weight, operation }");

const scenario = z.strictObject({
  name: z.string("must be a string").min(1, "must not be empty"),
  models: z.array(aModel, "must be a list").optional(),
  ...settings,
  input: func.optional(),
  operation: func.optional(),
  mix: z.record(z.string(), weighted, "must be an object of { weight, operation }").optional(),
  steps: func.optional(),
  setup: func.optional(),
  teardown: func.optional(),
}, "must be an object as scenario() takes it");

const overrides = z.strictObject(settings);

/** Everything that is wrong with a scenario: one sentence each, with path and value. */
export function findScenarioProblems(value: Scenario): string[] {
  const { error } = scenario.safeParse(value);
  const problems = describeError(error, value);
  const wrong = wrongFields(error?.issues ?? []);
  if (wrong.has(undefined)) return problems;
  const stepProblems = wrong.has("steps") ? [] : findStepProblems(value);
  if (stepProblems.length > 0) wrong.add("steps");
  // What is wrong by itself is told once, and contradicts nothing.
  const right = Object.entries(value).filter(([field]) => !wrong.has(field));
  const contradictions = findContradictions(Object.fromEntries(right))
    .filter(({ fields }) => !fields.some((field) => wrong.has(field)))
    .map(({ problem }) => problem);
  return [...problems, ...stepProblems, ...contradictions];
}

/** Everything that is wrong with settings that override a scenario's. */
export function findSettingsProblems(value: Settings): string[] {
  return describeError(overrides.safeParse(value).error, value);
}
