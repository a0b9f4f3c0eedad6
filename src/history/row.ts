import type { CaseResult } from "../result/case.ts";
import { coordinates } from "../result/conclude/estimates.ts";
import { describeParameters, escapeSteering } from "../result/format.ts";

/** What one case measured at one commit: a line of the history. */
export interface HistoryRow {
  /** The version of this shape. */
  readonly schemaVersion: 1;
  /** The commit's hash: 7 to 64 hexadecimal digits. */
  readonly commit: string;
  /** Its place in time, ISO 8601, UTC: when it was measured unless another time was given. */
  readonly at: string;
  /** The scenario's name. */
  readonly scenario: string;
  /** The case's coordinates. */
  readonly parameters: CaseResult["parameters"];
  /** How many repetitions the figures are the means of. */
  readonly repetitions: number;
  /** Whether the figures of all of them are the server's and not the client's. */
  readonly valid: boolean;
  /** How many operations failed, of all repetitions together. */
  readonly errors: number;
  /** Successful operations per second. */
  readonly throughput: HistoryFigure;
  /** The median response time in milliseconds; `null` where no operation succeeded. */
  readonly p50: HistoryFigure | null;
  /** The response time that 99 % kept. */
  readonly p99: HistoryFigure | null;
  /** The programs of the client, in words. */
  readonly client: string;
  /** The machine that the client ran on, in words. */
  readonly machine: string;
  /** What was measured, in words. */
  readonly server: string;
  /** What else was settled beside the parameters, and can change the figures. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A mean over repetitions, to six digits, and where the true one lies with 95 % confidence, if there were several. */
export interface HistoryFigure {
  readonly mean: number;
  readonly low?: number;
  readonly high?: number;
}

/** The figures of a row that are looked at over time. */
export const MEASURES = ["throughput", "p50", "p99"] as const;

/** The name of such a figure. */
export type HistoryMeasure = typeof MEASURES[number];

/** What must be the same for figures to be comparable, beside the case itself. */
export const CONDITIONS = ["client", "machine", "server", "settings"] as const;

/** Equal for the rows of one case, at whatever commit. */
export function caseOfRow({ scenario, parameters }: HistoryRow): string {
  return JSON.stringify([scenario, coordinates(parameters)]);
}

/** A case in words: `latency, latency 5, poolSize 100`. */
export function describeCase(
  { scenario, parameters }: Pick<HistoryRow, "scenario" | "parameters">,
): string {
  const words = describeParameters({ parameters });
  return words === "" ? scenario : `${scenario}, ${words}`;
}

/** Whether two hashes name one commit, as one may be cut short. */
export function isSameCommit(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** A row as a line, with its fields in a fixed order. */
export function lineOf(row: HistoryRow): string {
  return escapeSteering(JSON.stringify({
    ...{ schemaVersion: 1, commit: row.commit, at: row.at, scenario: row.scenario },
    ...{ parameters: sorted(row.parameters), repetitions: row.repetitions, valid: row.valid },
    ...{ errors: row.errors, throughput: row.throughput, p50: row.p50, p99: row.p99 },
    ...{ client: row.client, machine: row.machine, server: row.server },
    settings: sorted(row.settings),
  }));
}

/** An object with its names in their order, also in those within it. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
