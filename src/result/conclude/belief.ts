import type { CaseResult } from "../case.ts";
import type { Result } from "../document.ts";
import { formatCount, formatCounted, formatShare } from "../format.ts";
import type { Reason } from "../verdict.ts";
import { findOutcome } from "./outcome.ts";

type Code = Reason["code"];

/** What was the matter with cases that are not valid; every other code is the client's. */
const CAUSES: Partial<Record<Code, string>> = {
  schedule: "the schedule was not met",
  outage: "nothing was answered for a while",
  written: "not all that was acknowledged was found",
  ended: "a server of the target ended",
  nothing: "no operation succeeded",
  network: "the network's proxies were the limit",
  background: "a load beside it was not as asked",
  agentLost: "the share of an agent is missing",
  agentStart: "agents did not start together",
  notJudged: "it was not judged whether the client was the limit",
};

const CLIENT = "the client was the limit";

/** Whether the figures of a result can be believed, in a few sentences. */
export function describeBelief(result: Result): { belief: string; isValid: boolean } {
  const { cases, status, environment: { target } } = result;
  const { valid } = result.outcome ?? findOutcome(result);
  const isValid = valid && status === "completed" && cases.length > 0;
  const sentences = [
    ...describeWholeness(result),
    ...valid ? describeValidity(result) : [doubt(result)],
    ...describeErrors(cases),
    ...target.kind === "embedded"
      ? ["These are figures of the embedded server, not of Cassandra."]
      : [],
  ];
  return { belief: sentences.join(" "), isValid };
}

function describeWholeness({ status, cases }: Result): string[] {
  if (status === "completed") return [];
  // What is missing of such a run is said as the reason not to use its figures.
  const isLost = cases.some(({ agents = [] }) => agents.some(({ lost }) => lost !== undefined));
  if (isLost && status === "aborted") return [];
  const how = status === "failed" ? "failed" : "was stopped";
  return cases.some(({ endedBy }) => endedBy !== undefined)
    ? ["The run is not whole, as a case ended early."]
    : [`The run ${how}, so cases are missing.`];
}

/** A search goes on to where nothing holds, so the steps that do not are not counted. */
function describeValidity({ cases, search }: Result): string[] {
  if (cases.length === 0) return [];
  if (search !== undefined) {
    const held = search.filter(({ rate }) => rate !== null).length;
    return held === 0 ? [] : ["The rate that holds is the server's, not the client's."];
  }
  return [
    cases.length === 1 ? "The case is valid." : `All ${formatCount(cases.length)} cases are valid.`,
  ];
}

function doubt({ cases, search }: Result): string {
  if (search !== undefined) {
    return search.some(({ limit }) => limit === "target")
      ? "A server ended during the search, so the target may hold more."
      : "The client was the limit of a search, so the target may hold more.";
  }
  const invalid = cases.filter(({ verdict }) => !verdict.valid);
  const where = cases.length === 1
    ? ""
    : `in ${formatCount(invalid.length)} of ${formatCounted(cases.length, "case")} `;
  return `Do not use these figures: ${where}${causesOf(invalid)}.`;
}

/** What was the matter with cases that are not valid, in words. */
export function causesOf(cases: readonly CaseResult[]): string {
  const codes = new Set(cases.flatMap(({ verdict }) => verdict.reasons.map(({ code }) => code)));
  return [...new Set([...codes].map((code) => CAUSES[code] ?? CLIENT))]
    .toSorted((a, b) => rank(a) - rank(b)).join(", or ");
}

/** Whether the client was the limit, or the proxies that it runs, so that a case does not show what the server can. */
export function isClientsFault({ verdict }: Pick<CaseResult, "verdict">): boolean {
  return verdict.reasons.some(isOfClient);
}

/** Whether a reason is the client, or the proxies that it runs. */
export function isOfClient({ code }: Pick<Reason, "code">): boolean {
  return CAUSES[code] === undefined || code === "network";
}

/** The client first, as a schedule that was not met can follow from that. */
function rank(cause: string): number {
  return [CLIENT, ...Object.values(CAUSES)].indexOf(cause);
}

function describeErrors(cases: readonly CaseResult[]): string[] {
  const operations = cases.reduce((sum, { operations }) => sum + operations, 0);
  const failed = cases.reduce((sum, { errors }) => sum + errors.total, 0);
  if (failed === 0 || failed === operations) return [];
  const share = failed < operations * 0.0005 ? "" : ` (${formatShare(failed / operations)})`;
  return [`${formatCount(failed)} of ${formatCounted(operations, "operation")} failed${share}.`];
}
