import type { Settings } from "../scenario/scenario.ts";

/**
 * What a run found out: the document every table is made from. Times are milliseconds, throughput is operations
 * per second. Later versions of cassbench add fields; a rename would raise `schemaVersion`.
 */
export interface Result {
  /** The version of this shape. */
  readonly schemaVersion: 1;
  /** What ran. */
  readonly scenario: { readonly name: string; readonly seed: number; readonly file?: string };
  /** Where and with what. */
  readonly environment: Environment;
  /** `aborted`: stopped from outside; `failed`: could not go on. What was measured until then is here. */
  readonly status: Status;
  /** The cases, in the order in which they ran. */
  readonly cases: readonly CaseResult[];
  /** What its reader should know. */
  readonly warnings: readonly Warning[];
}

/** How a run or a case ended. */
export type Status = "completed" | "aborted" | "failed";

/** Where and with what was measured. */
export interface Environment {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** The version of cassbench. */
  readonly cassbench: string;
  /** The version of Deno. */
  readonly deno: string;
  /** The version of cassandra-driver. */
  readonly driver: string;
  /** Operating system and processor architecture of the client. */
  readonly os: string;
  /** Logical processors of the client. */
  readonly cpus: number;
  /** What was measured. */
  readonly target: TargetDescription;
  /** Everything the scenario and the options settled on. */
  readonly settings: Required<Settings>;
}

/** The Cassandra that was measured. */
export interface TargetDescription {
  /** Given by the user; started by cassbench on this machine; or cassbench's own CQL server, which is no Cassandra. */
  readonly kind: "external" | "managed" | "embedded";
  /** Of the server, as it says itself. */
  readonly version: string;
  /** How many it has. */
  readonly nodes: number;
}

/** What one case measured. */
export interface CaseResult {
  /** The case's coordinates: `latency`, `poolSize`, `workers` and the scenario's own axes. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** How it ended. */
  readonly status: Status;
  /** Attempted and ended, errors included. */
  readonly operations: number;
  /** What failed. */
  readonly errors: Errors;
  /** Wall time, without the making of inputs. */
  readonly elapsed: number;
  /** Successful operations per second of wall time. */
  readonly throughput: number;
  /** Sent → done of the successful operations, injected latency included; `null` when none succeeded. */
  readonly serviceTime: TimeSummary | null;
  /** Due → done. A closed load sends when due, so it equals the service time. */
  readonly responseTime: TimeSummary | null;
  /** How long requests were really held back, each; `null` when no latency was asked for. */
  readonly injectedLatency: TimeSummary | null;
  /** How busy the client was. */
  readonly client: ClientHealth;
  /** What ran before the clock started; it is in no other figure. */
  readonly warmup: Warmup;
}

/** A warm-up. */
export interface Warmup {
  /** How many operations it ran. */
  readonly operations: number;
  /** How long it took. */
  readonly elapsed: number;
}

/** The operations that failed. They are in no other figure than `operations`. */
export interface Errors {
  /** How many failed. */
  readonly total: number;
  /** Class → count: `writeTimeout`, `clientTimeout`, `unavailable`, …, or the name of a thrown error. */
  readonly byClass: Readonly<Record<string, number>>;
  /** The first message of each class. */
  readonly examples: Readonly<Record<string, string>>;
  /** Sent → failed; `null` when none failed. */
  readonly serviceTime: TimeSummary | null;
}

/** The distribution of a time. */
export interface TimeSummary {
  /** How many times. */
  readonly count: number;
  /** The shortest. */
  readonly min: number;
  /** The arithmetic mean. */
  readonly mean: number;
  /** The median. */
  readonly p50: number;
  /** 90 % are at most this. */
  readonly p90: number;
  /** 99 % are at most this. */
  readonly p99: number;
  /** 99.9 % are at most this. */
  readonly p999: number;
  /** The longest. */
  readonly max: number;
  /** HdrHistogram V2, compressed, base64; its values are nanoseconds. */
  readonly histogram: string;
}

/** How busy the client itself was during a case. */
export interface ClientHealth {
  /** Share of one core that the event loop's thread used. */
  readonly cpu: number;
  /** How late a timer of every 100 ms fired; `null` for a case shorter than that. */
  readonly eventLoopLag:
    | { readonly p50: number; readonly p99: number; readonly max: number }
    | null;
}

/** Something about the run that its reader should know, and what to do about it. */
export interface Warning {
  /** Names its kind. */
  readonly code: string;
  /** What is the matter. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}
