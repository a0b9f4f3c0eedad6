import type { CaseResult, TargetDescription, Warning } from "./document.ts";

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
    ...cases.flatMap(findImpreciseLatency),
  ];
}

const EMBEDDED: Warning = {
  code: "embedded",
  message:
    "The target was cassbench's embedded server, so no figure here is a measure of Cassandra",
  advice: "pass --cassandra, or --contact-points with your cluster",
};

function findErrors({ parameters, operations, errors }: CaseResult): Warning[] {
  if (errors.total === 0) return [];
  const [[name, message] = ["", ""]] = Object.entries(errors.examples);
  return [{
    code: "errors",
    message:
      `${errors.total} of ${operations} operations failed in the case ${label(parameters)}; ` +
      `the first as ${name}: ${message}`,
    advice: "their times are in no percentile; see errors.byClass in the JSON",
  }];
}

function findImpreciseLatency({ parameters, injectedLatency }: CaseResult): Warning[] {
  const asked = Number(parameters.latency);
  const tolerance = LATENCY_TOLERANCE.ms + asked * LATENCY_TOLERANCE.share;
  if (injectedLatency === null || injectedLatency.p50 - asked <= tolerance) return [];
  return [{
    code: "latency",
    message: `The injected latency was ${injectedLatency.p50.toFixed(2)} ms in the case ` +
      `${label(parameters)}, as the client had no time to wake up on schedule`,
    advice: "try a smaller pool",
  }];
}

function label(parameters: CaseResult["parameters"]): string {
  return Object.entries(parameters).filter(([name]) => name !== "workers")
    .map(([name, value]) => `${name} ${value}`).join(", ");
}
