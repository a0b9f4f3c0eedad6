import { z } from "zod";
import type { Scenario } from "../scenario.ts";
import type { Settings } from "../settings.ts";
import { SETTING_ENTRIES } from "../settings_table.ts";
import { type Checked, checkSteps } from "./check_steps.ts";
import { findContradictions } from "./contradictions.ts";
import { type Problem, problemsOf, wrongFields } from "./problems.ts";
import { callDefaults } from "./call_schemas.ts";
import { func, positive } from "./schema.ts";
import { loadsWith, populate } from "./workload_schemas.ts";

const MAX_WEIGHT = 1_000_000;

const aModel = z.custom((value) => {
  const { name, columns, partitionKey } = Object(value);
  return typeof name === "string" && typeof columns === "object" && Array.isArray(partitionKey);
}, "must be made by model()");

const weighted = z.strictObject({
  ...callDefaults,
  weight: positive(MAX_WEIGHT, "a number"),
  input: func.optional(),
  operation: func,
  verify: func.optional(),
}, "must be { weight, operation }");

const mix = z.record(z.string(), weighted, "must be an object of { weight, operation }");

const settings = Object.fromEntries(
  SETTING_ENTRIES.map(([name, { schema }]) => [name, schema.optional()]),
);

const scenario = z.strictObject({
  name: z.string("must be a string").min(1, "must not be empty"),
  models: z.array(aModel, "must be a list").optional(),
  ddl: z.array(
    z.string("must be a statement of CQL").trim().min(1, "must be a statement of CQL"),
    "must be a list",
  )
    .optional(),
  ...settings,
  input: func.optional(),
  operation: func.optional(),
  verify: func.optional(),
  mix: mix.optional(),
  steps: func.optional(),
  populate: populate.optional(),
  loads: loadsWith(mix).optional(),
  beforeAll: func.optional(),
  afterAll: func.optional(),
  setup: func.optional(),
  teardown: func.optional(),
}, "must be an object as scenario() takes it");

const overrides = z.strictObject(settings);

const NO_STEPS: Checked = { problems: [], steps: [] };

/** Checks a scenario, each value by itself and then the fields together. Its steps() is called once. */
export function checkScenario(value: Scenario): Checked {
  const { error } = scenario.safeParse(value);
  const problems = problemsOf(error, value);
  const wrong = wrongFields(error?.issues ?? []);
  if (wrong.has(undefined)) return { problems, steps: [] };
  const { problems: stepProblems, steps } = wrong.has("steps") ? NO_STEPS : checkSteps(value);
  if (stepProblems.length > 0) wrong.add("steps");
  // A field that is wrong by itself is left out, so that it is reported once and contradicts nothing.
  const right = Object.entries(value).filter(([field]) => !wrong.has(field));
  const contradictions = findContradictions(Object.fromEntries(right), steps)
    .filter(({ path, others = [] }) =>
      ![...path.slice(0, 1), ...others].some((field) => wrong.has(field))
    );
  return { problems: [...problems, ...stepProblems, ...contradictions], steps };
}

/** Everything that is wrong with settings that override a scenario's, each value by itself. */
export function findSettingsProblems(value: Settings): Problem[] {
  return problemsOf(overrides.safeParse(value).error, value);
}
