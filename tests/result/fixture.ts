import type { CaseResult, Errors } from "../../src/result/case.ts";
import type { ClientHealth } from "../../src/result/client_health.ts";
import type { TimeSummary } from "../../src/result/time_summary.ts";
import type { Verdict } from "../../src/result/verdict.ts";
import type { Environment, Result } from "../../src/result/document.ts";
import type { FullSettings, Mode } from "../../src/scenario/settings.ts";

/** A distribution around a time in milliseconds. */
export function summaryOf(ms: number, count = 1_000): TimeSummary {
  return {
    ...{ count, min: ms * 0.9, mean: ms * 1.05, p50: ms, p90: ms * 1.2 },
    ...{ p95: ms * 1.4, p99: ms * 1.5 },
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
  /** Makes the load an open one, which kept to its schedule and had operations wait for 0.1 ms. */
  readonly rate?: number;
  /** Makes it a page's case. */
  readonly mode?: Mode;
  /** Values of the scenario's own axes. */
  readonly own?: Readonly<Record<string, string | number | boolean>>;
}

/** A case of 1,000 operations that took 1,000 ms, closed and healthy, but for what the test says. */
export function caseOf(
  { own = {}, latency = 0, poolSize = 1, rate, mode, ...parts }: CaseParts,
): CaseResult {
  const { operations = 1_000, elapsed = 1_000, errors = errorsOf({}) } = parts;
  const succeeded = operations - errors.total;
  const inFlight = rate === undefined ? poolSize : 1;
  const serviceTime = succeeded === 0 ? null : summaryOf(elapsed * inFlight / operations);
  return {
    parameters: {
      ...{ ...own, latency, ...rate !== undefined && { rate }, poolSize },
      ...{ ...mode && { mode }, workers: 1 },
    },
    startedAt: "2026-11-22T06:25:01.000Z",
    status: "completed",
    operations,
    dropped: 0,
    unsent: 0,
    schedule: null,
    errors,
    elapsed,
    throughput: succeeded / elapsed * 1_000,
    serviceTime,
    waitTime: null,
    responseTime: serviceTime,
    injectedLatency: latency === 0 ? null : summaryOf(latency + 0.01),
    client: HEALTHY,
    refused: 0,
    verdict: { valid: true, reasons: [] },
    series: [],
    warmup: { operations: 1_000, elapsed: 200 },
    ...rate !== undefined && openPartsOf(rate, operations, serviceTime),
    ...parts,
  };
}

/** How busy a client is that is not the limit. */
export const HEALTHY: ClientHealth = {
  cpu: 0.43,
  spinning: 0,
  eventLoopLag: { p50: 0.2, p99: 1.4, max: 2.6, stalls: 0 },
  pool: { mean: 1, max: 1, full: 0 },
  driver: { inFlight: 1, limit: 2_048 },
};

/** What is said of a client that was the limit. */
export const INVALID: Verdict = {
  valid: false,
  reasons: [{
    code: "clientCpu",
    message: "the client's thread was 99 % busy, so it was the limit, not the server",
    advice: "more threads (--workers 2) or a machine of its own for the client",
  }],
};

function openPartsOf(
  rate: number,
  operations: number,
  serviceTime: TimeSummary | null,
): Pick<CaseResult, "schedule" | "waitTime" | "responseTime"> {
  return {
    schedule: {
      ...{ rate, achieved: rate, due: operations },
      ...{ length: operations / rate * 1_000, overrun: 0 },
    },
    waitTime: serviceTime && summaryOf(0.1),
    responseTime: serviceTime && summaryOf(serviceTime.p50 + 0.1),
  };
}

/** A whole result of the cases, on a cluster there is. */
export function resultOf(
  cases: readonly CaseResult[],
  poolSizes: readonly number[] = [1, 100],
  { settings = {}, ...parts }: ResultParts = {},
): Result {
  return {
    schemaVersion: 1,
    scenario: { name: "latency", seed: 1, file: "scenarios/latency.ts" },
    environment: environmentOf({ poolSizes, ...settings }),
    status: "completed",
    cases,
    estimates: [],
    thresholds: [],
    warnings: [],
    ...parts,
  };
}

/** What a test says of a result. */
export interface ResultParts extends Partial<Result> {
  readonly settings?: Partial<FullSettings>;
}

/** A cluster there is, measured with every default but for what the test says. */
export function environmentOf(settings: Partial<FullSettings> = {}): Environment {
  return {
    ...{ startedAt: "2026-11-22T06:25:00.123Z", cassbench: "0.1.0", deno: "2.9.6" },
    ...{ driver: "4.10.0", os: "linux x86_64", cpus: 2 },
    target: { kind: "external", product: "Apache Cassandra", version: "5.0.6", nodes: 3 },
    settings: {
      retries: 0,
      client: ["driver"],
      timeout: 60_000,
      onFailure: "await",
      trace: 0,
      ...{ latency: [0, 1, 5, 10, 100], poolSizes: [1, 100], warmup: 250, repetitions: 1 },
      ...isLengthGiven(settings) ? {} : { operations: 1_000 },
      ...{
        arrivals: "constant",
        overflow: "queue",
        drain: 10_000,
        workers: 1,
        thresholds: [],
        faults: [],
        matrix: {},
      },
      ...{
        seed: 1,
        keyspace: "cassbench",
        createSchema: true,
        consistency: "localOne",
        verifyWrites: false,
        connections: 1,
      },
      ...settings,
    },
  };
}

function isLengthGiven({ duration, stages }: Partial<FullSettings>): boolean {
  return duration !== undefined || stages !== undefined;
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
