import type { CaseResult, Errors, StepResult } from "../../src/result/case.ts";
import { estimate } from "../../src/result/conclude/estimates.ts";
import { findModeSpeedups } from "../../src/result/conclude/mode_speedups.ts";
import type { Result } from "../../src/result/document.ts";
import { longestChain } from "../../src/scenario/graph.ts";
import type { Mode } from "../../src/scenario/settings.ts";
import {
  caseOf,
  type CaseParts,
  errorsOf,
  resultOf,
  type ResultParts,
  summaryOf,
} from "./fixture.ts";

/** What a test says of a step. */
export interface StepParts extends Partial<Pick<StepResult, "after" | "kind" | "latency">> {
  readonly name: string;
  /** How long it takes beside the injected latency, in milliseconds. */
  readonly ms: number;
  readonly errors?: Errors;
}

/** Three steps of 2, 5 and 3 ms: likes after posts. */
const STEPS: readonly StepParts[] = [
  { name: "user", ms: 2 },
  { name: "posts", ms: 5 },
  { name: "likes", ms: 3, after: ["posts"] },
];

/** What a test says of a page's case. */
export interface PageParts extends Omit<CaseParts, "steps"> {
  readonly mode: Mode;
  readonly steps?: readonly StepParts[];
}

/** A case of 1,000 pages that take as long as their steps do in their mode, but for what the test says. */
export function pageOf({ steps = STEPS, latency = 0, ...parts }: PageParts): CaseResult {
  const { mode, operations = 1_000, errors = errorsOf({}) } = parts;
  const placed = steps.map((step) => {
    const injected = (step.kind === "compute" ? 0 : latency) + (step.latency ?? 0);
    return { after: [], kind: "requests" as const, ...step, injected, ms: step.ms + injected };
  });
  const chain = longestChain(placed, placed.map(({ ms }) => ms));
  const inTurns = placed.filter(({ kind }) =>
    mode === "serial" || (mode === "concurrent" && kind === "compute")
  );
  const ms = Math.max(chain.length, inTurns.reduce((sum, { ms }) => sum + ms, 0));
  const succeeded = operations - errors.total;
  const inFlight = parts.rate === undefined ? parts.poolSize ?? 1 : 1;
  return {
    ...caseOf({ latency, elapsed: operations * ms / inFlight, ...parts }),
    injectedLatency: null,
    steps: placed.map(({ name, kind, after, ms: time, injected, errors = errorsOf({}) }) => ({
      ...{ name, kind, after, operations, errors, latency: injected },
      serviceTime: errors.total === operations ? null : summaryOf(time),
      injectedLatency: injected === 0 ? null : summaryOf(injected + 0.01),
      share: succeeded === 0 ? null : time / ms,
    })),
    longestChain: {
      time: succeeded === 0 ? null : summaryOf(chain.length),
      steps: chain.steps,
    },
  };
}

/** A whole result of pages: the settings follow from the cases, and so do speedups and estimates. */
export function pageResultOf(cases: readonly CaseResult[], parts: ResultParts = {}): Result {
  const all = <T>(name: string) => {
    const values = cases.flatMap(({ parameters }) => parameters[name] ?? []);
    return [...new Set(values)] as T[];
  };
  const rate = all<number>("rate");
  const { latency: _l, rate: _r, poolSize: _p, mode: _m, workers: _w, ...own } =
    cases[0]?.parameters ?? {};
  return resultOf(cases, all("poolSize"), {
    scenario: { name: "page", seed: 1, file: "scenarios/page.ts" },
    estimates: estimate(cases),
    speedups: findModeSpeedups(cases),
    ...parts,
    settings: {
      ...{ latency: all("latency"), mode: all("mode") },
      matrix: Object.fromEntries(Object.keys(own).map((name) => [name, all(name)])),
      ...rate.length > 0 && { rate },
      repetitions: Math.max(1, ...cases.map(({ repetition = 1 }) => repetition)),
      ...parts.settings,
    },
  });
}
