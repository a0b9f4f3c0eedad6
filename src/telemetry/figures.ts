import type { CaseResult, Second } from "../result/case.ts";
import type { TimeSummary } from "../result/time_summary.ts";
import type { Progress } from "../run/options.ts";

/** What a second of a case looked like. */
export type Observation = Extract<Progress, { readonly type: "second" }>;

/** What a figure is of. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/** A figure that only grows, by what each second adds to it. */
export interface Counter {
  /** As OpenTelemetry names it; Prometheus puts an underscore for each dot. */
  readonly name: string;
  readonly description: string;
  read(second: Second): number;
}

/** A figure of the last second. */
export interface Gauge {
  /** As a counter's. */
  readonly name: string;
  readonly description: string;
  /** Seconds, or a count. */
  readonly unit?: "s";
  read(second: Second): readonly Sample[];
}

/** One value of a gauge, and what it is of beside the case. */
export type Sample = readonly [value: number, labels: Labels];

/** What is counted. */
export const COUNTERS: readonly Counter[] = [
  {
    name: "cassbench.operations",
    description: "Operations that ended, errors included",
    read: ({ operations }) => operations,
  },
  {
    name: "cassbench.errors",
    description: "Operations that failed",
    read: ({ errors }) => errors,
  },
  {
    name: "cassbench.dropped",
    description: "Operations that were due while the pool was full, and were never sent",
    read: ({ dropped }) => dropped,
  },
  {
    name: "cassbench.unsent",
    description: "Operations that were due before the schedule's end, and were never sent",
    read: ({ unsent }) => unsent,
  },
];

/** What is read off once a second. */
export const GAUGES: readonly Gauge[] = [
  {
    name: "cassbench.in_flight",
    description: "Operations in flight, on average over the last second",
    read: ({ inFlight }) => [[inFlight, {}]],
  },
  {
    name: "cassbench.service_time",
    description: "Sent to done, of the operations that succeeded in the last second",
    unit: "s",
    read: ({ serviceTime }) => quantiles(serviceTime),
  },
  {
    name: "cassbench.response_time",
    description: "Due to done, of the operations that succeeded in the last second",
    unit: "s",
    // A closed load sends when due.
    read: ({ responseTime, serviceTime }) =>
      quantiles(responseTime === undefined ? serviceTime : responseTime),
  },
];

function quantiles(time: TimeSummary | null): Sample[] {
  if (time === null) return [];
  return ([["0.5", time.p50], ["0.9", time.p90], ["0.95", time.p95], ["0.99", time.p99]] as const)
    .map(([quantile, ms]) => [ms / 1_000, { quantile }]);
}

/** What a case's figures are of; repetitions of a case add up. */
export function labelsOf(scenario: string, parameters: CaseResult["parameters"]): Labels {
  const own = Object.entries(parameters).map(([name, value]) => [
    // A name that is taken already gets what Prometheus itself would give it.
    ["scenario", "quantile"].includes(name) ? `exported_${name}` : name,
    value,
  ]);
  return { scenario, ...Object.fromEntries(own) };
}
