import type { Session } from "./session.ts";
import type { Axes, Parameters } from "./settings.ts";

/** What a step of a page may be told beside what it does. */
export interface StepOptions<Earlier extends string = string> {
  /** The steps that must have ended before: their results reach this one. @default {[]} */
  readonly after?: readonly Earlier[];
  /** Milliseconds to inject before each of its requests, added to the case's `latency`. @default {0} */
  readonly latency?: number;
  /** The most milliseconds it may take; then it fails. @default as long as the page may */
  readonly timeout?: number;
}

/** What a step that asks Cassandra does. */
export type RunStep<Input, Results, A extends Axes, T> = (
  session: Session,
  input: Input,
  results: Results,
  parameters: Parameters<A>,
) => Promise<T>;

/** What a step that computes does; on other threads it gets copies, and its result is copied back. */
export type ComputeStep<Input, Results, A extends Axes, T> = (
  input: Input,
  results: Results,
  parameters: Parameters<A>,
) => T;

/**
 * The steps of a page so far: results by name. A chain and not an object, as TypeScript can only hand the result of one
 * step to the next when they come one after the other.
 */
export interface Steps<Input, A extends Axes = Axes, Results = Record<never, never>> {
  /** Adds a step that asks Cassandra. */
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

  /** Adds a step that computes: it keeps its thread busy, and gains nothing from others in the same thread. */
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
    options: Omit<StepOptions<Earlier>, "latency">,
    run: ComputeStep<Input, Pick<Results, Earlier>, A, T>,
  ): Steps<Input, A, Results & Readonly<Record<Name, T>>>;
}

/** A step of a page, as it is run. */
export type Step = RequestStep | ComputingStep;

/** What every step has. */
interface StepParts {
  readonly name: string;
  readonly after: readonly string[];
  /** Milliseconds. */
  readonly timeout?: number;
}

/** A step that asks Cassandra. */
export interface RequestStep extends StepParts {
  readonly kind: "requests";
  /** Milliseconds to inject before each request, beside the case's own. */
  readonly latency: number;
  readonly run: RunStep<unknown, unknown, Axes, unknown>;
}

/** A step that computes. */
export interface ComputingStep extends StepParts {
  readonly kind: "compute";
  readonly run: ComputeStep<unknown, unknown, Axes, unknown>;
}

/** Milliseconds to inject before each request of a step in a case of this latency; work that computes has no requests. */
export function latencyOf(step: Step, latency: number): number {
  return step.kind === "compute" ? 0 : latency + step.latency;
}

/** A step as it is written down, before anything of it has been checked. */
export interface WrittenStep extends Pick<Step, "kind"> {
  readonly name: unknown;
  readonly options: unknown;
  readonly run: unknown;
}

/** What a scenario's steps() was given, what it returned, and what it wrote down. */
export interface Written {
  readonly page: unknown;
  readonly returned: unknown;
  readonly steps: readonly WrittenStep[];
}

/** What has steps, or none. */
interface Stepped {
  steps?(page: Steps<unknown>): unknown;
}

/** A scenario's steps in the order in which they are written; none without any. They must have been checked. */
export function listSteps(scenario: Stepped): readonly Step[] {
  return readSteps(scenario).steps.map(toStep);
}

/** Lets a scenario write its steps down; what its steps() throws is not caught. */
export function readSteps(scenario: Stepped): Written {
  const steps: WrittenStep[] = [];
  const page = pageOf(steps);
  return { page, returned: scenario.steps?.(page), steps };
}

/** A page that adds to these steps. Each call returns the same page, so that no step is lost where calls are not chained. */
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
  return (kind === "compute" ? parts : { ...parts, latency }) as Step;
}
