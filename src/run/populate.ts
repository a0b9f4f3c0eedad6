import { TargetError } from "../errors.ts";
import { nameAgent } from "../result/agent.ts";
import { describeAgents } from "../result/conclude/agents.ts";
import { formatCount } from "../result/format.ts";
import type { PopulateResult } from "../result/populate.ts";
import { populatePlan } from "../scenario/populate.ts";
import { type VerifyParts, verifyWrites } from "./verify_writes.ts";

/** What fills the tables with. */
export interface PopulateParts extends VerifyParts {
  readonly onProgress: (done: number, elapsed: number) => void;
}

/** Fills the tables as the scenario says; `undefined` where it does not. A stop ends it with what is known. */
export async function runPopulate(
  { onProgress, ...parts }: PopulateParts,
): Promise<PopulateResult | undefined> {
  const { plan, target, loadThreads } = parts;
  const own = populatePlan(plan);
  const [only] = own?.cases ?? [];
  if (own === undefined || only === undefined) return undefined;
  onProgress(0, 0);
  const { measured, parts: agentParts } = await target.servers.explain(loadThreads.run(only, {
    onReady: () => Promise.resolve(),
    onProgress,
    onSecond: () => {},
  }));
  const verified = await verifyWrites(only, parts);
  const { operations, errors, elapsed } = measured;
  const { parameters: { latency: _, ...parameters }, schedule: _s, throughput: _t, ...rest } =
    measured;
  const { warmup: _w, client: _c, series: _e, injectedLatency: _i, dropped: _d, ...figures } = rest;
  return {
    parameters,
    asked: own.settings.operations ?? operations,
    ...figures,
    ...verified && { verified },
    ...agentParts && { agents: describeAgents(agentParts) },
    // All is sent, whatever time that takes, so a schedule's length says nothing.
    throughput: elapsed === 0 ? 0 : (operations - errors.total) / elapsed * 1_000,
  };
}

/**
 * Fails when the run cannot go on after a populate: an agent's share is missing, nothing succeeded, or an outage ended it.
 *
 * @throws {TargetError} naming the agent, or the first error
 */
export function checkPopulated(
  { operations, asked, errors, endedBy, agents = [] }: PopulateResult,
): void {
  const missing = agents.find(({ lost }) => lost !== undefined);
  if (missing !== undefined) {
    throw new TargetError(
      `Cannot go on as rows are missing: agent ${
        nameAgent(missing)
      }, which was to write a part of ` +
        `populate, ${missing.lost}`,
      "run it again; --no-populate leaves it out when all rows are there",
    );
  }
  const [[name, message] = ["", ""]] = Object.entries(errors.examples);
  const first = `${formatCount(errors.total)} failed, the first as ${name}: ${message}`;
  if (endedBy === "outage") {
    throw new TargetError(
      `Cannot go on as an outage ended populate after ${formatCount(operations)} of ` +
        `${formatCount(asked)} operations: ${first}`,
      "find out why in the log of the servers; --no-populate leaves it out when all rows are there",
    );
  }
  if (operations === 0 || operations > errors.total) return;
  throw new TargetError(
    `Cannot go on as no operation of populate succeeded: ${first}`,
    "the scenario's populate writes what its operations need: see its figures in the JSON document",
  );
}
