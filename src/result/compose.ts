import type { FullSettings } from "../scenario/settings.ts";
import type { CaseResult, Status } from "./case.ts";
import { estimate } from "./conclude/estimates.ts";
import { findSpeedups } from "./conclude/speedups.ts";
import { judgeThresholds } from "./conclude/thresholds.ts";
import { findWarnings } from "./conclude/warnings.ts";
import type { Calibration, Result, SearchResult, TargetDescription } from "./document.ts";
import { describeMachine } from "./environment.ts";

/** What a result is made of. */
export interface ResultParts {
  readonly name: string;
  readonly file: string | undefined;
  readonly settings: FullSettings;
  readonly target: TargetDescription;
  /** The driver's version. */
  readonly driver: string;
  readonly calibration: Calibration | undefined;
  readonly startedAt: Date;
  readonly status: Status;
  readonly cases: readonly CaseResult[];
  readonly search: readonly SearchResult[] | undefined;
}

/** Composes the result document; everything that follows from the cases is found here. */
export function compose(parts: ResultParts): Result {
  const { name, file, settings, target, driver, calibration, startedAt, status, search } = parts;
  const cases = [...parts.cases];
  return {
    schemaVersion: 1,
    scenario: { name, seed: settings.seed, ...file !== undefined && { file } },
    environment: {
      startedAt: startedAt.toISOString(),
      ...describeMachine(),
      ...{ driver, target, settings },
      ...calibration && { calibration },
    },
    status,
    cases,
    estimates: estimate(cases),
    ...hasModes(cases) && { speedups: findSpeedups(cases) },
    thresholds: judgeThresholds(cases, settings.thresholds),
    ...search && { search },
    warnings: findWarnings(target, cases, settings.trace),
  };
}

function hasModes(cases: readonly CaseResult[]): boolean {
  return cases.some(({ parameters }) => parameters.mode !== undefined);
}
