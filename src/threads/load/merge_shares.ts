import { mergeCoordination } from "../../cluster/node_times.ts";
import { TargetError } from "../../errors.ts";
import { mergeThreads } from "../../measure/loads.ts";
import { mergeSamples } from "../../measure/samples.ts";
import { type AgentClock, type AgentDescription, nameAgent } from "../../result/agent.ts";
import type { AgentPart } from "../../result/conclude/agents.ts";
import type { SharedCase } from "./carrier.ts";

/** How a share ended: with what was measured, or why that is missing. */
export type ShareEnd = { readonly part: SharedCase } | { readonly lost: string };

/** A share that has ended, and whose it was. */
export type EndedShare = ShareEnd & {
  readonly threads: number;
  /** Absent of a Worker. */
  readonly agent?: AgentDescription | undefined;
  readonly clock: AgentClock;
};

/** What is known of all shares of a case. */
export interface MergeOptions {
  /** The instant of this process's `ownClock` at which all were to start; absent where there was none, or it is not known. */
  readonly startsAt?: number | undefined;
  /** How many operations may be kept by themselves; absent where none are asked for. */
  readonly room?: number | undefined;
}

/**
 * Merges what the carriers of a case measured: histograms, series and counts are added, never averaged.
 *
 * @throws {TargetError} when every share is missing
 */
export function mergeShares(
  shares: readonly EndedShare[],
  { startsAt, room }: MergeOptions,
): SharedCase {
  const parts = shares.flatMap((share) => "part" in share ? [share.part] : []);
  if (parts.length === 0) throw new TargetError(`Cannot go on as ${describeLost(shares)}`);
  const merged = mergeThreads(parts.map(({ measured }) => measured));
  const isWhole = parts.length === shares.length;
  const agents = shares.flatMap((share) => agentPart(share, startsAt) ?? []);
  return {
    measured: {
      ...merged,
      ...!isWhole && { status: "aborted" },
      // The wall clock of an agent can be wrong.
      ...agents.length > 0 && startsAt !== undefined && {
        startedAt: new Date(startsAt).toISOString(),
      },
    },
    coordination: mergeCoordination(parts.map(({ coordination }) => coordination)),
    startedAt: startsAt ?? Math.min(...parts.map(({ startedAt }) => startedAt)),
    ...room !== undefined && {
      samples: mergeSamples(parts.flatMap(({ samples }) => samples ?? []), room),
    },
    ...agents.length > 0 && { parts: agents },
  };
}

function agentPart(share: EndedShare, startsAt: number | undefined): AgentPart | undefined {
  const { agent, threads, clock } = share;
  if (agent === undefined) return undefined;
  const about = { agent, threads, clock };
  if ("lost" in share) return { ...about, lost: share.lost };
  const { measured, startedAt } = share.part;
  return {
    ...about,
    measured,
    // One that is stopped before its start has none.
    ...startsAt !== undefined && measured.elapsed > 0 &&
      { startedLate: startedAt - clock.offset - startsAt },
  };
}

function describeLost(shares: readonly EndedShare[]): string {
  return shares.map((share) => {
    const who = share.agent === undefined ? "a worker" : `agent ${nameAgent(share.agent)}`;
    return `${who} ${"lost" in share ? share.lost : ""}`;
  }).join(", and ");
}
