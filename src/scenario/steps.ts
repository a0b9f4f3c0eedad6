import type { CallDefaults } from "./calls/call_options.ts";
import { defaultsIn } from "./calls/option_rules.ts";
import type { Session } from "./calls/session.ts";
import type { Axes, Parameters } from "./settings.ts";

/** Options of a step. Beside its own it has those of its calls, where they do not give their own. */
export interface StepOptions<Earlier extends string = string>
  extends Omit<CallDefaults, "timeout"> {
  /** The steps that must end before this one starts, and whose results it gets. @default {[]} */
  readonly after?: readonly Earlier[];
  /** Milliseconds to inject before each of its requests, added to the case's `latency`. @default {0} */
  readonly latency?: number;
  /** The most milliseconds it may take; then it fails. @default as long as the page may */
  readonly timeout?: number;
}

/** The function of a step that sends requests. */
export type RunStep<Input, Results, A extends Axes, T> = (
  session: Session,
  input: Input,
  results: Results,
  parameters: Parameters<A>,
) => Promise<T>;

/** The function of a step that computes. On another thread it gets copies, and its result is copied back. */
export type ComputeStep<Input, Results, A extends Axes, T> = (
  input: Input,
  results: Results,
  parameters: Parameters<A>,
) => T;

/**
 * The steps of a page so far, with their results by name. Steps are added in a chain of calls: TypeScript could not infer
 * from an object how the result of one step is the parameter of another.
 */
export interface Steps<Input, A extends Axes = Axes, Results = Record<never, never>> {
  /** Adds a step that sends requests. */
  step<const Name extends string, T>(
    name: Name extends keyof Results ? never : Name,
    run: RunStep<Input, Record<never, never>, A, T>,
  ): Steps<Input, A, Results & Readonly<Record<Name, T>>>;

  /** Adds a step with options. */
  step<const Name extends string, T, const Earlier extends Extract<keyof Results, string> = never>(
    name: Name extends keyof Results ? never : Name,
    options: StepOptions<Earlier>,
    run: RunStep<Input, Pick<Results, Earlier>, A, T>,
  ): Steps<Input, A, Results & Readonly<Record<Name, T>>>;

  /** Adds a step that computes: it occupies its thread, so other steps of the same thread cannot run meanwhile. */
  compute<const Name extends string, T>(
    name: Name extends keyof Results ? never : Name,
    run: ComputeStep<Input, Record<never, never>, A, T>,
  ): Steps<Input, A, Results & Readonly<Record<Name, T>>>;

  /** Adds a step that computes, with options. */
  compute<
    const Name extends string,
    T,
    const Earlier extends Extract<keyof Results, string> = never,
  >(
    name: Name extends keyof Results ? never : Name,
    options: Pick<StepOptions<Earlier>, "after" | "timeout">,
    run: ComputeStep<Input, Pick<Results, Earlier>, A, T>,
  ): Steps<Input, A, Results & Readonly<Record<Name, T>>>;
}

/** A step of a page, with all its options. */
export type Step = RequestStep | ComputingStep;

/** The fields of every step. */
interface StepParts {
  readonly name: string;
  readonly after: readonly string[];
  /** Milliseconds. */
  readonly timeout?: number;
}

/** A step that sends requests. */
export interface RequestStep extends StepParts {
  readonly kind: "requests";
  /** Milliseconds to inject before each request, in addition to the latency of the case. */
  readonly latency: number;
  /** Options of its calls. */
  readonly defaults?: CallDefaults;
  readonly run: RunStep<unknown, unknown, Axes, unknown>;
}

/** A step that computes. */
export interface ComputingStep extends StepParts {
  readonly kind: "compute";
  readonly run: ComputeStep<unknown, unknown, Axes, unknown>;
}

/** Milliseconds to inject before each request of a step, in a case of this latency; a step that computes sends none. */
export function latencyOf(step: Step, latency: number): number {
  return step.kind === "compute" ? 0 : latency + step.latency;
}

/** A step as the scenario wrote it, unchecked. */
export interface WrittenStep extends Pick<Step, "kind"> {
  readonly name: unknown;
  readonly options: unknown;
  readonly run: unknown;
}

/** What a scenario's steps() was given, what it returned, and the steps that it added. */
export interface Written {
  readonly page: unknown;
  readonly returned: unknown;
  readonly steps: readonly WrittenStep[];
}

/** The part of a scenario that has its steps. */
interface Stepped {
  steps?(page: Steps<unknown>): unknown;
}

/**
 * The steps of a scenario in the order in which they are written; empty for a scenario without steps. They must have
 * been checked.
 */
export function listSteps(scenario: Stepped): readonly Step[] {
  return stepsOf(readSteps(scenario));
}

/** What was written as it is run, with every default in place. It must have been checked. */
export function stepsOf({ steps }: Written): readonly Step[] {
  return steps.map(toStep);
}

/** Calls a scenario's steps(), and notes what it adds. An error that it throws is not caught. */
export function readSteps(scenario: Stepped): Written {
  const steps: WrittenStep[] = [];
  const page = pageOf(steps);
  return { page, returned: scenario.steps?.(page), steps };
}

/**
 * A page that adds to these steps. Each call returns the same page, so that also calls that are not chained add their
 * steps.
 */
function pageOf(steps: WrittenStep[]): Steps<unknown> {
  const add = (kind: Step["kind"], [name, ...others]: unknown[]) => {
    const [options, run] = others.length < 2 ? [undefined, ...others] : others;
    steps.push({ kind, name, options, run });
    return page;
  };
  const page = {
    step: (...written: unknown[]) => add("requests", written),
    compute: (...written: unknown[]) => add("compute", written),
  } as Steps<unknown>;
  return page;
}

function toStep({ kind, name, options, run }: WrittenStep): Step {
  const { after = [], latency = 0, timeout } = Object(options) as StepOptions;
  const parts = { kind, name, after, run, ...timeout !== undefined && { timeout } };
  if (kind === "compute") return parts as Step;
  const defaults = defaultsIn(Object(options), true);
  return { ...parts, latency, ...defaults !== undefined && { defaults } } as Step;
}
