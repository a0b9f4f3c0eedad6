import type { AgentClock, AgentDescription, AgentResult } from "../agent.ts";
import type { CaseResult } from "../case.ts";
import { explainLost } from "./agent_reasons.ts";
import { judge } from "./verdict.ts";

/** What an agent measured of a case, or why that is missing, before it is judged. */
export interface AgentPart {
  readonly agent: AgentDescription;
  /** How many of its threads carry a part. */
  readonly threads: number;
  readonly clock: AgentClock | null;
  /** Absent where its share is missing. */
  readonly measured?: Omit<CaseResult, "verdict">;
  /** Milliseconds after the agreed instant at which its clock started. */
  readonly startedLate?: number;
  readonly lost?: string;
}

/**
 * Judges what each agent measured, and makes its row of the document.
 *
 * @param known what the case knows that no agent does
 */
export function describeAgents(
  parts: readonly AgentPart[],
  known: Pick<CaseResult, "events" | "endedServers"> = {},
): AgentResult[] {
  const { events, endedServers } = known;
  const ofCase = { ...events && { events }, ...endedServers && { endedServers } };
  const total = parts.reduce((sum, { threads }) => sum + threads, 0);
  return parts.map(({ agent, threads, clock, measured, startedLate = null, lost }) => {
    const common = { ...agent, threads, clock };
    if (measured === undefined) {
      const reason = explainLost({ ...agent, lost: lost ?? "gave no answer" });
      return {
        ...common,
        ...{ status: "failed", operations: 0, errors: 0, throughput: 0 },
        ...{ serviceTime: null, responseTime: null, waitTime: null, client: null },
        ...{ verdict: { valid: false, reasons: [reason] }, startedLate: null },
        lost: lost ?? "gave no answer",
      };
    }
    const { status, operations, throughput, serviceTime, responseTime, waitTime, client } =
      measured;
    const { schedule: whole } = measured;
    // What was sent is of its share, and the rate of all.
    const schedule = whole && { ...whole, rate: whole.rate * threads / total };
    return {
      ...common,
      ...{ status, operations, errors: measured.errors.total, throughput },
      ...{ serviceTime, responseTime, waitTime, client },
      ...{ verdict: judge({ ...measured, ...ofCase, schedule }), startedLate },
    };
  });
}
