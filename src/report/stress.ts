import type { CaseResult, MixResult } from "../result/case.ts";
import type { Result } from "../result/document.ts";
import { describeTarget } from "../result/environment.ts";
import { describeParameters, printable } from "../result/format.ts";
import type { TimeSummary } from "../result/time_summary.ts";

/** What is said of a case and of each of its operations. */
type Part = Pick<MixResult, "name" | "operations" | "errors" | "responseTime"> & { rate: number };

const LATENCIES:
  readonly (readonly [title: string, figure: Exclude<keyof TimeSummary, "histogram">])[] = [
    ["mean", "mean"],
    ["median", "p50"],
    ["95th percentile", "p95"],
    ["99th percentile", "p99"],
    ["99.9th percentile", "p999"],
    ["max", "max"],
  ];

/** How wide titles and figures are in cassandra-stress. */
const WIDTH = { title: 26, rate: 8, latency: 6, count: 10 };

/**
 * A result as cassandra-stress says it: a block `Results:` for each case, its latencies the response times of the
 * operations that succeeded. What cassbench does not measure, partitions, rows and the garbage collection of the server,
 * has no line.
 *
 * @example
 * ```ts
 * import { run, scenario, stress } from "@cassbench/cassbench";
 *
 * const result = await run(scenario({
 *   name: "ping",
 *   poolSizes: [1],
 *   operations: 10,
 *   operation: (session) => session.execute("SELECT now() FROM system.local"),
 * }));
 * console.log(stress(result));
 * ```
 */
export function stress(result: Result): string {
  const { scenario: { name }, environment: { target }, cases } = result;
  const blocks = cases.map((measured, at) => describeCase(measured, at, name));
  return [
    `${printable(name)}: ${printable(describeTarget(target))}`,
    ...blocks.map((lines) => lines.join("\n")),
    "END\n",
  ].join("\n\n");
}

function describeCase(measured: CaseResult, at: number, scenario: string): string[] {
  const { operations, errors, throughput, responseTime, verdict, elapsed } = measured;
  const whole = { name: scenario, operations, errors, responseTime, rate: throughput };
  const succeeded = operations - errors.total;
  const parts: Part[] = measured.mix?.map((one) => ({
    ...one,
    rate: succeeded === 0 ? 0 : throughput * (one.operations - one.errors.total) / succeeded,
  })) ?? [whole];
  const line = (title: string, figure: (part: Part) => string, width: number, gap = " ") => {
    const own = parts.map((part) => `${printable(part.name)}: ${figure(part).trim()}`);
    const [value = "", ...unit] = figure(whole).split(/ (?=\D)/);
    const shown = [value.padStart(width), ...unit].join(" ");
    return `${title.padEnd(WIDTH.title)}: ${shown}${gap}[${own.join(", ")}]`;
  };
  return [
    `Case ${at + 1}: ${printable(describeParameters(measured))}`,
    "Results:",
    line("Op rate", ({ rate }) => `${count(rate)} op/s`, WIDTH.rate, "  "),
    ...LATENCIES.map(([title, figure]) =>
      line(`Latency ${title}`, (part) => latency(part.responseTime?.[figure]), WIDTH.latency)
    ),
    line("Total operations", (part) => count(part.operations), WIDTH.count),
    line("Total errors", (part) => count(part.errors.total), WIDTH.count),
    `${"Total operation time".padEnd(WIDTH.title)}: ${clock(elapsed)}`,
    `${"Verdict".padEnd(WIDTH.title)}: ${describeVerdict(verdict)}`,
  ];
}

function describeVerdict({ valid, reasons }: CaseResult["verdict"]): string {
  const why = reasons.map(({ message }) => printable(message)).join("; ");
  return `${valid ? "valid" : "not valid"}${why === "" ? "" : `: ${why}`}`;
}

function count(figure: number): string {
  return Math.round(figure).toLocaleString("en-US");
}

function latency(ms: number | undefined): string {
  return `${ms === undefined ? "NaN" : ms.toFixed(1)} ms`;
}

/** Hours, minutes and seconds. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}
