import type { FullSettings } from "../scenario/settings.ts";
import { expressionOf } from "../scenario/threshold.ts";
import type { AgentDescription } from "./agent.ts";
import type { CaseResult, Status } from "./case.ts";
import { findAdvice } from "./conclude/advice/advice.ts";
import { estimate } from "./conclude/estimates.ts";
import { findFindings } from "./conclude/findings.ts";
import { findOutcome } from "./conclude/outcome.ts";
import { findSpeedups } from "./conclude/speedups.ts";
import { judgeThresholds } from "./conclude/thresholds.ts";
import { findPopulateWarnings } from "./conclude/populate_warnings.ts";
import { findWarnings } from "./conclude/warnings.ts";
import type { Calibration, Result, SearchResult } from "./document.ts";
import type { TargetDescription } from "./target.ts";
import { describeMachine } from "./environment.ts";
import type { PopulateResult } from "./populate.ts";

/** What a result is made of. */
export interface ResultParts {
  readonly name: string;
  readonly file: string | undefined;
  readonly settings: FullSettings;
  readonly target: TargetDescription;
  /** The driver's version. */
  readonly driver: string;
  /** Where it was measured; without it, on this machine. */
  readonly machine?: ReturnType<typeof describeMachine>;
  readonly calibration: Calibration | undefined;
  readonly startedAt: Date;
  readonly status: Status;
  readonly cases: readonly CaseResult[];
  readonly populated?: PopulateResult | undefined;
  readonly search: readonly SearchResult[] | undefined;
}

/** Composes the result document, with all conclusions that follow from the cases. */
export function compose(parts: ResultParts): Result {
  const { name, file, settings, target, driver, calibration, startedAt, status } = parts;
  const { search, populated, machine = describeMachine() } = parts;
  const cases = [...parts.cases];
  const speedups = findSpeedups(cases, settings.poolSizes);
  const advice = findAdvice(cases);
  const agents = listAgents(cases);
  const result = {
    schemaVersion: 1 as const,
    scenario: { name, seed: settings.seed, ...file !== undefined && { file } },
    environment: {
      startedAt: startedAt.toISOString(),
      ...machine,
      driver,
      ...agents.length > 0 && { agents },
      ...{ target, settings },
      ...calibration && { calibration },
    },
    status,
    ...populated && { populate: populated },
    cases,
    estimates: estimate(cases),
    ...speedups && { speedups },
    ...advice && { advice },
    thresholds: judgeThresholds(cases, settings.thresholds.map(expressionOf)),
    ...search && { search },
    warnings: [...findPopulateWarnings(populated), ...findWarnings(target, cases, settings.trace)],
  };
  return { ...result, findings: findFindings(result), outcome: findOutcome(result) };
}

/** Every agent that carried a share, in the order of their first. */
function listAgents(cases: readonly CaseResult[]): AgentDescription[] {
  const byName = new Map<string, AgentDescription>();
  for (
    const { agent, host, zone, cpus, cassbench, deno } of cases.flatMap(({ agents = [] }) => agents)
  ) {
    const description = {
      agent,
      ...host !== undefined && { host },
      ...zone !== undefined && { zone },
      ...{ cpus, cassbench, deno },
    };
    if (!byName.has(agent)) byName.set(agent, description);
  }
  return [...byName.values()];
}
