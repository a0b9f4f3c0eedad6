import type { TargetDescription, Warning } from "./document.ts";
import type { CaseResult } from "./case.ts";
import { formatCount } from "./format_count.ts";

/** An injected latency further off than this, in milliseconds and share of what was asked, is warned of. */
const LATENCY_TOLERANCE = { ms: 0.15, share: 0.01 };

/** What the reader of these figures should know. */
export function findWarnings(
  target: TargetDescription,
  cases: readonly CaseResult[],
): Warning[] {
  return [
    ...target.kind === "embedded" ? [EMBEDDED] : [],
    ...cases.flatMap(findErrors),
    ...cases.flatMap(findDrops),
    ...cases.flatMap(findRefused),
    ...cases.flatMap(findImpreciseLatency),
  ];
}

const EMBEDDED: Warning = {
  code: "embedded",
  message:
    "The target was cassbench's embedded server, so no figure here is a measure of Cassandra",
  advice: "pass --cassandra, or --contact-points with your cluster",
};

function findErrors(result: CaseResult): Warning[] {
  const { operations, errors } = result;
  if (errors.total === 0) return [];
  const [[name, message] = ["", ""]] = Object.entries(errors.examples);
  return [{
    code: "errors",
    message:
      `${formatCount(errors.total)} of ${formatCount(operations)} operations failed in the case ${
        label(result)
      }; ` +
      `the first as ${name}: ${message}`,
    advice: "their times are in no percentile; see errors.byClass in the JSON",
  }];
}

function findDrops(result: CaseResult): Warning[] {
  if (result.dropped === 0) return [];
  return [{
    code: "dropped",
    message:
      `${formatCount(result.dropped)} of ${
        formatCount(result.schedule?.due ?? 0)
      } due operations ` +
      `were dropped in the case ${label(result)}, as the pool was full`,
    advice: "they are in no time; a larger pool or --overflow queue sends them",
  }];
}

function findRefused(result: CaseResult): Warning[] {
  if (result.refused === 0) return [];
  return [{
    code: "refused",
    message: `${formatCount(result.refused)} measured times were refused in the case ` +
      `${label(result)}, as they were negative, no number or over an hour`,
    advice: "they are in no figure; a machine that slept meanwhile makes such times",
  }];
}

function findImpreciseLatency(result: CaseResult): Warning[] {
  const { parameters, injectedLatency } = result;
  const asked = Number(parameters.latency);
  const tolerance = LATENCY_TOLERANCE.ms + asked * LATENCY_TOLERANCE.share;
  if (injectedLatency === null || injectedLatency.p50 - asked <= tolerance) return [];
  return [{
    code: "latency",
    message: `The injected latency was ${injectedLatency.p50.toFixed(2)} ms in the case ` +
      `${label(result)}, as the client had no time to wake up on schedule`,
    advice: "try a smaller pool",
  }];
}

function label({ parameters, repetition }: CaseResult): string {
  const names = Object.entries({ ...parameters, ...repetition !== undefined && { repetition } });
  return names.filter(([name]) => name !== "workers")
    .map(([name, value]) => `${name} ${value}`).join(", ");
}
