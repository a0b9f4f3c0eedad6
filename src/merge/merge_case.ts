import type { CaseResult } from "../result/case.ts";
import { type AgentPart, describeAgents } from "../result/conclude/agents.ts";
import { judge } from "../result/conclude/verdict.ts";
import type { Environment } from "../result/document.ts";
import { formatDuration } from "../result/format.ts";
import type { AgentResult } from "../result/agent.ts";
import type { Reason } from "../result/verdict.ts";
import { mergeEvents } from "./events.ts";
import type { MatchedParts } from "./match.ts";
import { mergeFigures, type Starts } from "./merge_figures.ts";
import type { NamedResult } from "./named.ts";

/** A merged case. */
export interface MergedCase {
  readonly result: CaseResult;
  /** How many milliseconds its starts are apart, by the clocks of the machines. */
  readonly spread: number;
}

/**
 * Merges a case, and judges it: as a whole, and each machine by itself.
 *
 * @param documents all that are merged: one that does not have the case is named
 * @param settings those of all together
 */
export function mergeCase(
  parts: MatchedParts,
  documents: readonly NamedResult[],
  settings: Environment["settings"],
): MergedCase {
  const measured = parts.map((part) => part.measured);
  const { figures, starts } = mergeFigures(measured);
  const [first] = measured as [CaseResult, ...CaseResult[]];
  const { parameters, ...others } = figures;
  const after = starts.isTogether ? starts.after : [];
  const own = {
    parameters,
    ...first.repetition !== undefined && { repetition: first.repetition },
    ...others,
    ...first.events && { events: mergeEvents(measured, after, figures, settings) },
    agents: describeMachines(parts, documents, starts),
  };
  const { reasons } = judge(own);
  const all = [...reasons, ...findApart(starts, reasons)];
  const result = { ...own, verdict: { valid: all.length === 0, reasons: all } };
  return { result, spread: starts.spread };
}

/** A row for each document. What it said of its own figures stands, as it knew more than they tell. */
function describeMachines(
  parts: MatchedParts,
  documents: readonly NamedResult[],
  { after }: Starts,
): AgentResult[] {
  const rows = describeAgents(documents.map(({ name, result }): AgentPart => {
    const { cpus, cassbench, deno } = result.environment;
    const at = parts.findIndex((part) => part.name === name);
    const measured = parts[at]?.measured;
    return {
      agent: { agent: name, cpus, cassbench, deno },
      threads: Number(measured?.parameters.workers ?? 0),
      clock: null,
      ...measured === undefined
        ? { lost: "has no such case" }
        : { measured, startedLate: after[at] ?? 0 },
    };
  }));
  return rows.map((row) => {
    const verdict = parts.find(({ name }) => name === row.agent)?.measured.verdict;
    return { ...row, ...verdict && { verdict } };
  });
}

/** A machine that had ended before another one began. */
function findApart({ spread, isTogether }: Starts, known: readonly Reason[]): Reason[] {
  if (isTogether || known.some(({ code }) => code === "agentStart")) return [];
  return [{
    code: "agentStart",
    message: `the machines did not measure at the same time: by their clocks they began ` +
      `${formatDuration(spread)} apart, and one had ended before another began`,
    advice: "start them at the same time, keep their clocks right (NTP), or use --nats",
  }];
}
