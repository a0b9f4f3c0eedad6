import { DRIVER_VERSION } from "../cluster/driver/connect.ts";
import { type KeptCase, type KeptRun, readLastRun } from "../agents/kept.ts";
import type { NatsAccess } from "../agents/nats/access.ts";
import { connectNats } from "../agents/nats/connect.ts";
import { openGroup } from "../agents/nats/group.ts";
import { partFrom } from "../agents/nats/part.ts";
import { compose } from "../result/compose.ts";
import type { CaseResult } from "../result/case.ts";
import { describeAgents } from "../result/conclude/agents.ts";
import { judge } from "../result/conclude/verdict.ts";
import type { Result } from "../result/document.ts";
import type { FullSettings } from "../scenario/settings.ts";
import { mergeShares } from "../threads/load/merge_shares.ts";

/** Where what is left of a run is gathered from. */
export interface LeftRun {
  readonly nats: NatsAccess;
  readonly group: string;
  readonly signal: AbortSignal;
}

/**
 * Composes the result of the last run of a group from what NATS keeps, for a coordinator that died: the cases that it had
 * measured, and what its agents left of the one that was running.
 *
 * @throws {TargetError} when NATS cannot be used, or keeps no run
 */
export async function gatherResult({ nats, group, signal }: LeftRun): Promise<Result> {
  const connection = await connectNats(nats, signal);
  try {
    return composeKept(await readLastRun(await openGroup(connection, group), signal));
  } finally {
    await partFrom(connection);
  }
}

function composeKept({ result, last }: KeptRun): Result {
  const { scenario: { name, file }, environment, search, populate } = result;
  const found = last && caseOf(last, environment.settings.repetitions ?? 1);
  const cases = found === undefined ? result.cases : [...result.cases, found];
  return compose({
    ...{ name, file, cases, search, populated: populate },
    settings: environment.settings as FullSettings,
    target: environment.target,
    driver: environment.driver ?? DRIVER_VERSION,
    calibration: environment.calibration,
    startedAt: new Date(environment.startedAt),
    status: found === undefined ? result.status : "aborted",
  });
}

/** The case that was running, of which some agents may have left nothing; `undefined` where none left anything. */
function caseOf(
  { case: next, shares }: KeptCase,
  repetitions: number,
): CaseResult | undefined {
  if (!shares.some((share) => "part" in share)) return undefined;
  const { measured, parts = [] } = mergeShares(shares, {});
  const { parameters, ...figures } = { ...measured, agents: describeAgents(parts) };
  return {
    parameters,
    ...repetitions > 1 && { repetition: next.repetition },
    ...figures,
    verdict: judge({ parameters, ...figures }),
  };
}
