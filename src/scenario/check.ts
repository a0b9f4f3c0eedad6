import { inspect } from "node:util";
import { z } from "zod";
import type { Consistency, Scenario, Settings } from "./scenario.ts";

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
const MAX_CASES = 10_000;
const MINUTE = 60_000;

function axis<T extends z.ZodType>(value: T): z.ZodType<z.infer<T>[]> {
  return z.array(value, "must be a list")
    .min(1, "must hold a value")
    .refine((values) => new Set(values).size === values.length, "must hold each value once");
}

function integer(from: number, to: number): z.ZodType<number> {
  const message = `must be an integer from ${from} to ${to}`;
  return z.int(message).min(from, message).max(to, message);
}

function milliseconds(to: number): z.ZodType<number> {
  const message = `must be milliseconds from 0 to ${to}`;
  return z.number(message).min(0, message).max(to, message);
}

const axisValue = z.union(
  [z.string(), z.number(), z.boolean()],
  "must be a string, a finite number or a boolean",
);

const func = z.custom<() => unknown>((value) => typeof value === "function", "must be a function");

const aModel = z.custom((value) => {
  const { name, columns, partitionKey } = Object(value);
  return typeof name === "string" && typeof columns === "object" && Array.isArray(partitionKey);
}, "must be made by model()");

const settings = {
  latency: axis(milliseconds(MINUTE)).optional(),
  poolSizes: axis(integer(1, MAX_POOL_SIZE)).optional(),
  operations: integer(1, 1_000_000_000).optional(),
  warmup: milliseconds(60 * MINUTE).optional(),
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

const scenario = z.strictObject({
  name: z.string("must be a string").min(1, "must not be empty"),
  models: z.array(aModel, "must be a list").optional(),
  ...settings,
  input: func.optional(),
  operation: func,
  setup: func.optional(),
  teardown: func.optional(),
}, "must be an object as scenario() takes it").superRefine((value, context) => {
  const names = (value.models ?? []).map((model) => (model as { name: string }).name);
  if (new Set(names).size < names.length) {
    context.addIssue({ code: "custom", path: ["models"], message: "must name each table once" });
  }
  const lists = [value.latency, value.poolSizes, ...Object.values(value.matrix ?? {})];
  const cases = lists.reduce((product, values) => product * (values?.length ?? 1), 1);
  if (cases > MAX_CASES) {
    context.addIssue({
      code: "custom",
      path: ["matrix"],
      message: `must make at most ${MAX_CASES} cases with latency and poolSizes`,
    });
  }
});

const overrides = z.strictObject(settings);

/** Everything that is wrong with a scenario: one sentence each, with path and value. */
export function findScenarioProblems(value: Scenario): string[] {
  return describe(scenario.safeParse(value).error, value);
}

/** Everything that is wrong with settings that override a scenario's. */
export function findSettingsProblems(value: Settings): string[] {
  return describe(overrides.safeParse(value).error, value);
}

function describe(error: z.ZodError | undefined, value: unknown): string[] {
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        `${path([...issue.path, key])} is no key that cassbench knows`
      );
    }
    const message = issue.code === "invalid_key" ? issue.issues[0]?.message : issue.message;
    const name = issue.path.length > 0 ? `${path(issue.path)} ` : "it ";
    return [`${name}${message}: found ${show(valueAt(value, issue.path))}`];
  });
}

function path(keys: readonly PropertyKey[]): string {
  return keys.map((key, at) => {
    if (typeof key === "number") return `[${key}]`;
    return at === 0 ? String(key) : `.${String(key)}`;
  }).join("");
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce((inner: unknown, key) => Object(inner)[key], value);
}

function show(value: unknown): string {
  const limits = { depth: 1, maxArrayLength: 8, maxStringLength: 60 };
  return inspect(value, { ...limits, breakLength: Infinity, compact: true });
}
