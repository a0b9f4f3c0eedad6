import type { CaseResult } from "../case.ts";
import type { Finding, Result } from "../document.ts";
import { CLIENTS } from "../../scenario/settings.ts";
import { formatCount, formatMs, formatSpeedup } from "../format.ts";
import { completeComparisons } from "./compared_cases.ts";
import { meanOf, ratioInterval } from "./estimates.ts";

/**
 * What the driver costs beside the wire client: one finding for each combination of the other parameters of which both
 * are measured.
 */
export function findClientFindings({ cases, environment: { settings } }: Result): Finding[] {
  const completed = cases.filter(({ status }) => status === "completed");
  const comparisons = completeComparisons(completed, "client", CLIENTS, settings.repetitions);
  return comparisons.map(({ parameters, across }) => {
    const [driver = [], wire = []] = CLIENTS.map((client) => across.get(client));
    return {
      code: "clients",
      ...comparisons.length > 1 && { parameters },
      message: describe(driver, wire),
    };
  });
}

function describe(driver: readonly CaseResult[], wire: readonly CaseResult[]): string {
  const [slow, fast] = [throughputs(driver), throughputs(wire)];
  const ratio = ratioInterval(slow, fast)?.mean ?? meanOf(fast) / meanOf(slow);
  const both = (of: (cases: readonly CaseResult[]) => string) => `${of(driver)} and ${of(wire)}`;
  const clauses = [
    `The driver reaches ${formatCount(meanOf(slow))} operations/s and wire ` +
    `${formatCount(meanOf(fast))} (${formatSpeedup(ratio)})`,
    `p50 is ${both((cases) => time(cases, "p50"))} ms, p99 ${
      both((cases) => time(cases, "p99"))
    } ms`,
    ...[...driver, ...wire].some((one) => Number.isNaN(cpuPerOperation(one)))
      ? []
      : [`each operation takes ${both(cpu)} µs of the client's CPU`],
  ];
  const areValid = [...driver, ...wire].every(({ verdict }) => verdict.valid);
  const doubt = areValid ? "" : "; not all of these cases are valid, see the verdict";
  return `${clauses.join("; ")}${doubt}.`;
}

function throughputs(cases: readonly CaseResult[]): number[] {
  return cases.map(({ throughput }) => throughput);
}

function time(cases: readonly CaseResult[], percentile: "p50" | "p99"): string {
  return formatMs(meanOf(cases.map(({ responseTime }) => responseTime?.[percentile] ?? NaN)));
}

function cpu(cases: readonly CaseResult[]): string {
  return meanOf(cases.map(cpuPerOperation)).toPrecision(3);
}

/** Microseconds. */
function cpuPerOperation({ client: { cpuTime = NaN }, operations }: CaseResult): number {
  return cpuTime / operations * 1_000;
}
