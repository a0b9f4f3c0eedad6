import type { CaseResult, Errors, Result, TimeSummary } from "../../src/result/document.ts";

/** A distribution around a time in milliseconds. */
export function summaryOf(ms: number, count = 1_000): TimeSummary {
  return {
    ...{ count, min: ms * 0.9, mean: ms * 1.05, p50: ms, p90: ms * 1.2, p99: ms * 1.5 },
    ...{ p999: ms * 2, max: ms * 3, histogram: "HISTF" },
  };
}

/** Failed operations by class and first message. */
export function errorsOf(classes: Record<string, [count: number, example: string]>): Errors {
  const entries = Object.entries(classes);
  const total = entries.reduce((sum, [, [count]]) => sum + count, 0);
  return {
    total,
    byClass: Object.fromEntries(entries.map(([name, [count]]) => [name, count])),
    examples: Object.fromEntries(entries.map(([name, [, example]]) => [name, example])),
    serviceTime: total === 0 ? null : summaryOf(0.5, total),
  };
}

/** What a test says of a case. */
export interface CaseParts extends Partial<Omit<CaseResult, "parameters">> {
  readonly latency?: number;
  readonly poolSize?: number;
  /** Values of the scenario's own axes. */
  readonly own?: Readonly<Record<string, string | number | boolean>>;
}

/** A case of 1,000 operations that took 1,000 ms, but for what the test says. */
export function caseOf({ own = {}, latency = 0, poolSize = 1, ...parts }: CaseParts): CaseResult {
  const { operations = 1_000, elapsed = 1_000, errors = errorsOf({}) } = parts;
  const succeeded = operations - errors.total;
  const serviceTime = succeeded === 0 ? null : summaryOf(elapsed * poolSize / operations);
  return {
    parameters: { ...own, latency, poolSize, workers: 1 },
    status: "completed",
    operations,
    errors,
    elapsed,
    throughput: succeeded / elapsed * 1_000,
    serviceTime,
    responseTime: serviceTime,
    injectedLatency: latency === 0 ? null : summaryOf(latency + 0.01),
    warmup: { operations: 1_000, elapsed: 200 },
    client: { cpu: 0.5, eventLoopLag: null },
    ...parts,
  };
}

/** A whole result of the cases, on a cluster there is. */
export function resultOf(
  cases: readonly CaseResult[],
  poolSizes: readonly number[] = [1, 100],
  parts: Partial<Result> = {},
): Result {
  return {
    schemaVersion: 1,
    scenario: { name: "latency", seed: 1, file: "scenarios/latency.ts" },
    environment: {
      ...{ startedAt: "2026-11-22T06:25:00.123Z", cassbench: "0.1.0", deno: "2.9.6" },
      ...{ driver: "4.10.0", os: "linux x86_64", cpus: 2 },
      target: { kind: "external", version: "5.0.6", nodes: 3 },
      settings: {
        ...{ latency: [0, 1, 5, 10, 100], poolSizes, operations: 1_000, warmup: 250, matrix: {} },
        ...{ seed: 1, keyspace: "cassbench", consistency: "localOne", connections: 1 },
      },
    },
    status: "completed",
    cases,
    warnings: [],
    ...parts,
  };
}

/** The figures that were published of the first experiment: wall times in ms, serial and in a pool of 100. */
export const PUBLISHED = [
  ...[{ latency: 0, poolSize: 1, elapsed: 1_910 }, { latency: 0, poolSize: 100, elapsed: 677 }],
  ...[{ latency: 5, poolSize: 1, elapsed: 6_460 }, { latency: 5, poolSize: 100, elapsed: 632 }],
  ...[{ latency: 10, poolSize: 1, elapsed: 11_890 }, { latency: 10, poolSize: 100, elapsed: 630 }],
  ...[
    { latency: 100, poolSize: 1, elapsed: 104_500 },
    { latency: 100, poolSize: 100, elapsed: 1_270 },
  ],
].map(caseOf);
