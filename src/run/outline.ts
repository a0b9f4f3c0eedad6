import { parseContactPoints } from "../cluster/contact_points.ts";
import type { RunOptions } from "./options.ts";
import { planRun } from "./run.ts";
import { planSearch } from "./search.ts";
import type { Plan } from "../scenario/planned.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { lengthOf, type Parameters } from "../scenario/settings.ts";
import { latencyOf, type Step } from "../scenario/steps.ts";
import { type Created, createdBy } from "./created.ts";

/** What a run would do, as far as that is known before it is done. */
export interface Outline {
  readonly plan: Plan;
  /** One for each combination of parameters; of a search, its first steps. */
  readonly cases: readonly OutlinedCase[];
  /** How a search goes on; absent for a run. */
  readonly search?: SearchOutline;
  /** What is created where it is missing, in this order; empty where nothing may be. */
  readonly created: readonly Created[];
}

/** What is known of a case. */
export interface OutlinedCase {
  readonly parameters: Parameters;
  /** How many operations it has; `null` where its time bounds them. */
  readonly operations: number | null;
  /** Operations per second; `null` where nothing bounds them. */
  readonly rate: Bounded | null;
  /** Requests per operation that there are at least: one, or one for each step of a page that sends some. */
  readonly requests: number;
  /** Milliseconds of its load, without the warm-up; `null` where nothing is known. */
  readonly length: Bounded | null;
}

/** A figure, or a bound of it. */
export interface Bounded {
  readonly value: number;
  /** Whether it is only a bound: a rate that is not reached, a length that is longer. */
  readonly isBound: boolean;
}

/** What is known of a search. */
export interface SearchOutline {
  readonly thresholds: readonly string[];
  /** Operations per second of the first step. */
  readonly lowest: number;
  /** The highest that is tried; `null` where it goes on until one does not hold. */
  readonly highest: number | null;
  /** How many steps it takes where all rates hold; `null` without a highest. */
  readonly steps: number | null;
}

/**
 * Says what `run` would do. Nothing is connected to, read or written.
 *
 * @throws {ScenarioError} when the scenario or the options are wrong
 */
export function outlineRun(scenario: Scenario, options: RunOptions): Outline {
  const planned = planRun(scenario, options);
  checkPoints(options);
  return outline(planned);
}

/**
 * Says what `search` would do.
 *
 * @throws {ScenarioError} when the scenario or the options are wrong
 */
export function outlineSearch(scenario: Scenario, options: RunOptions): Outline {
  const { planned, firsts, thresholds, lowest, highest } = planSearch(scenario, options);
  checkPoints(options);
  const isBounded = (planned.settings.rate ?? []).length > 1;
  return {
    ...outline({ ...planned, cases: firsts }),
    search: {
      ...{ thresholds, lowest },
      highest: isBounded ? highest : null,
      steps: isBounded ? 1 + Math.ceil(Math.log2(highest / lowest)) : null,
    },
  };
}

/** Contact points that are none are found when they are connected to; a plan does not come that far. */
function checkPoints({ target }: RunOptions): void {
  if (typeof target === "object" && "contactPoints" in target) {
    parseContactPoints(target.contactPoints);
  }
}

function outline(planned: Plan): Outline {
  const first = planned.cases.filter(({ repetition }) => repetition === 1);
  return {
    plan: planned,
    cases: first.map(({ parameters }) => outlineCase(planned, parameters)),
    created: createdBy(planned),
  };
}

function outlineCase({ settings, steps }: Plan, parameters: Parameters): OutlinedCase {
  const length = lengthOf(settings);
  const requests = Math.max(1, steps.filter(({ kind }) => kind === "requests").length);
  const rate = parameters.rate ?? meanRate(settings);
  const { operations = null } = settings;
  if (rate !== undefined) {
    const ms = length ?? (operations ?? 0) / rate * 1_000;
    return {
      ...{ parameters, requests, operations: operations ?? Math.round(rate * ms / 1_000) },
      ...{ rate: { value: rate, isBound: false }, length: { value: ms, isBound: false } },
    };
  }
  const least = leastTime(steps, parameters);
  const { poolSize } = parameters;
  const isHeldBack = least > 0;
  return {
    ...{ parameters, requests, operations },
    rate: isHeldBack ? { value: poolSize / least * 1_000, isBound: true } : null,
    length: length !== undefined
      ? { value: length, isBound: false }
      : isHeldBack && operations !== null
      ? { value: Math.ceil(operations / poolSize) * least, isBound: true }
      : null,
  };
}

/** Operations per second of stages, on average. */
function meanRate({ stages }: Plan["settings"]): number | undefined {
  if (stages === undefined) return undefined;
  let last = 0, due = 0;
  for (const { from = last, to, duration } of stages) {
    due += (from + to) / 2 * duration / 1_000;
    last = to;
  }
  return due / (lengthOf({ stages }) ?? 1) * 1_000;
}

/** Milliseconds that an operation is held back at least: the latency of one request, or that of a page's steps. */
function leastTime(
  steps: readonly Step[],
  { latency, networkLatency = 0, mode }: Parameters,
): number {
  const ofRequest = latency + networkLatency;
  if (steps.length === 0) return ofRequest;
  const timeOf = (step: Step) => step.kind === "compute" ? 0 : latencyOf(step, ofRequest);
  if (mode === "serial") return steps.reduce((sum, step) => sum + timeOf(step), 0);
  const ends = new Map<string, number>();
  for (const step of steps) {
    const start = Math.max(0, ...step.after.map((name) => ends.get(name) ?? 0));
    ends.set(step.name, start + timeOf(step));
  }
  return Math.max(...ends.values());
}
