import { inspect } from "node:util";
import { z } from "zod";
import { type DependentStep, findCycle } from "../graph.ts";
import type { Scenario } from "../scenario.ts";
import { readSteps, type Step, stepsOf, type Written, type WrittenStep } from "../steps.ts";
import { type Problem, problemAt, problemsOf } from "./problems.ts";
import { callDefaults } from "./call_schemas.ts";
import { func, latency, timeout } from "./schema.ts";

const MAX_NAME = 100;

/** What a check finds. */
export interface Checked {
  /** Everything that is wrong. */
  readonly problems: readonly Problem[];
  /** The steps as they are run; empty where something is wrong with them. */
  readonly steps: readonly Step[];
}

/** Calls the steps() of a scenario, once, and checks what it adds. */
export function checkSteps(scenario: Pick<Scenario, "steps">): Checked {
  let written: Written;
  try {
    written = readSteps(scenario);
  } catch (error) {
    const found = error instanceof Error ? String(error) : inspect(error);
    const text = `must not throw: found ${found.replaceAll(/\s+/g, " ")}`;
    return { problems: [{ path: ["steps"], text }], steps: [] };
  }
  const problems = scenario.steps === undefined ? [] : findStepProblems(written);
  return { problems, steps: problems.length > 0 ? [] : stepsOf(written) };
}

function findStepProblems({ page, returned, steps }: Written): Problem[] {
  if (returned !== page) {
    if (returned instanceof Promise) returned.catch(() => {});
    const message = "must return the page that it was given, with its steps";
    return [problemAt(["steps"], message, returned)];
  }
  if (steps.length === 0) return [problemAt(["steps"], "must hold a step", steps)];
  return [...findWrongSteps(steps), ...findCycleProblem(steps)];
}

function findWrongSteps(steps: readonly WrittenStep[]): Problem[] {
  const names = steps.map(({ name }) => name);
  return steps.flatMap((step, at) => {
    const schema = schemaOf(step, names.slice(0, at), new Set(names));
    const isNamed = aName.safeParse(step.name).success && isOnce(step.name, names);
    const key = isNamed ? String(step.name) : at;
    return problemsOf(schema.safeParse(step).error, step, ["steps", key]);
  });
}

const aName = z.string("must be a string").min(1, "must not be empty")
  .max(MAX_NAME, `must have at most ${MAX_NAME} characters`);

function isOnce(name: unknown, names: readonly unknown[]): boolean {
  return names.indexOf(name) === names.lastIndexOf(name);
}

/** The schema of a step, which depends on the names of the others. */
function schemaOf(
  step: WrittenStep,
  before: readonly unknown[],
  names: ReadonlySet<unknown>,
): z.ZodType {
  const another = z.string("must be the name of a step")
    .refine((name) => name !== step.name, "must not be the step itself")
    .refine((name) => names.has(name), "must be a step of the page");
  const after = z.array(another, "must be a list")
    .refine((values) => new Set(values).size === values.length, "must name each step once");
  const options = {
    ...step.kind === "requests" && { ...callDefaults, latency: latency.optional() },
    after: after.optional(),
    timeout: timeout.optional(),
  };
  return z.object({
    name: aName.refine((name) => !before.includes(name), "must not be that of another step"),
    options: z.strictObject(options, "must be an object").optional(),
    run: func,
  });
}

/** Looks for steps that wait for each other. Names that are wrong have a problem of their own and are left out. */
function findCycleProblem(steps: readonly WrittenStep[]): Problem[] {
  const names = new Set(steps.map(({ name }) => name));
  const byName = new Map<unknown, DependentStep>();
  for (const { name, options } of steps) {
    if (typeof name !== "string" || byName.has(name)) continue;
    const after = [Object(options).after].flat()
      .filter((earlier) => earlier !== name && names.has(earlier) && typeof earlier === "string");
    byName.set(name, { name, after });
  }
  const cycle = findCycle([...byName.values()]);
  if (cycle === undefined) return [];
  const text = `must not wait for each other in a circle: found ${cycle.join(" → ")}`;
  return [{ path: ["steps"], text }];
}
