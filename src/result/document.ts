import type { Client, FullSettings, Mode } from "../scenario/settings.ts";
import type { PoolAdvice } from "./advice.ts";
import type { AgentDescription } from "./agent.ts";
import type { CaseResult, Status } from "./case.ts";
import type { Estimate, Interval } from "./estimate.ts";
import type { PopulateResult } from "./populate.ts";
import type { TargetDescription } from "./target.ts";

export type { Estimate, Interval };

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
  /** What filled the tables before the first case; absent where nothing did. */
  readonly populate?: PopulateResult;
  /** The cases, in the order in which they ran; every repetition is one. */
  readonly cases: readonly CaseResult[];
  /** The means over repetitions, one for each combination of parameters; empty without repetitions. */
  readonly estimates: readonly Estimate[];
  /**
   * How much faster pages were in each mode than serially; without modes, how much faster a closed load was with each
   * pool size than with the first. Absent when neither is compared.
   */
  readonly speedups?: readonly Speedup[];
  /**
   * Which pool size to use, one for each combination of the other parameters; absent where fewer than three pool sizes were
   * compared, and in documents from before it was added.
   */
  readonly advice?: readonly PoolAdvice[];
  /** What follows from the figures, in words; absent in documents from before it was added. */
  readonly findings?: readonly Finding[];
  /** Whether the figures can be used, and what did not hold; absent in documents from before it was added. */
  readonly outcome?: OutcomeFacts;
  /** What was demanded of each case, and whether it held. */
  readonly thresholds: readonly ThresholdResult[];
  /** What `search` found, one for each combination of the other parameters; absent in other runs. */
  readonly search?: readonly SearchResult[];
  /** What its reader should know. */
  readonly warnings: readonly Warning[];
  /**
   * What the version that wrote the document did not tell yet, in words; what stands in these fields is nothing. `readResult`
   * says it; absent where nothing is lacking.
   */
  readonly lacks?: readonly string[];
}

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
  /** The agents that carried the load; absent where this process carried it alone. What else is said of the client is then of the coordinator. */
  readonly agents?: readonly AgentDescription[];
  /** What was measured. */
  readonly target: TargetDescription;
  /** Everything the scenario and the options settled on. */
  readonly settings: FullSettings;
  /** How far off this machine's measurements were when `cassbench calibrate` last ran; absent when it never did. */
  readonly calibration?: Calibration;
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

/** What was demanded of a case. */
export interface ThresholdResult {
  /** As it was written: `responseTime.p99 < 20`. */
  readonly expression: string;
  /** The case's place in `cases`. */
  readonly case: number;
  /** What was measured; `null` when there was nothing to measure, which passes no threshold. */
  readonly value: number | null;
  /** Whether it held. */
  readonly passed: boolean;
}

/** The highest rate that kept the thresholds. */
export interface SearchResult {
  /** The coordinates beside the rate. */
  readonly parameters: CaseResult["parameters"];
  /** What had to hold. */
  readonly thresholds: readonly string[];
  /** Operations per second; `null` when not even the lowest rate held. */
  readonly rate: number | null;
  /** What stopped the search: the thresholds, the client, the highest rate there is, or a server that ended. */
  readonly limit: "thresholds" | "client" | "rate" | "target";
  /** Every rate that was tried, in order. */
  readonly steps: readonly SearchStep[];
  /** What gave way first, at the lowest rate that did not hold; absent where every rate held, and in older documents. */
  readonly gaveWay?: GaveWay;
  /** The places in `cases` of 10 to 95 % of the rate; absent where nobody asked for that, or no rate held. */
  readonly curve?: readonly number[];
}

/** What did not hold at the lowest rate that failed. */
export interface GaveWay {
  /** That rate, in operations per second. */
  readonly rate: number;
  /**
   * What it was: a threshold, operations that failed, the client, the schedule that was not met, or a server that ended or
   * did not answer. Of several, the one that the others can follow from.
   */
  readonly what: "threshold" | "errors" | "client" | "schedule" | "server";
  /** The threshold, where it was one: of several, the one that was exceeded most. */
  readonly threshold?: string;
  /** What was found, in words. */
  readonly message: string;
}

/** One rate that a search tried. */
export interface SearchStep {
  /** Operations per second asked for. */
  readonly rate: number;
  /** The step's place in `cases`. */
  readonly case: number;
  /** Whether everything held. */
  readonly passed: boolean;
  /** What did not hold, in words; empty when all held. */
  readonly reasons: readonly string[];
}

/** What `cassbench calibrate` found on this machine. */
export interface Calibration {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The largest difference between a measured and a true percentile of service times, in milliseconds. */
  readonly error: number;
  /** Whether every difference was within what cassbench promises. */
  readonly passed: boolean;
  /** Which client was calibrated; absent in older documents, where it is the driver. */
  readonly client?: Client;
  /** What a thread of this machine can do at most with each client. */
  readonly ceilings?: Readonly<Record<Client, Ceiling>>;
}

/** What a thread can do at most with a client, against a server that answers at once. */
export interface Ceiling {
  /** Microseconds of CPU time for a create. */
  readonly cpu: number;
  /** Creates per second of one thread that does nothing else. */
  readonly throughput: number;
}

/** How much faster one mode, or one pool size, was than another, everything else being equal. */
export type Speedup = ModeSpeedup | PoolSpeedup;

/** How much faster pages were in one mode than serially. */
export interface ModeSpeedup {
  /** The cases' common coordinates, without the mode. */
  readonly parameters: CaseResult["parameters"];
  /** The mode that was compared with serial. */
  readonly mode: Exclude<Mode, "serial">;
  /** Mean response time, serial to this mode; of repetitions, the geometric mean. */
  readonly speedup: number;
  /** Where the true one lies with 95 % confidence; `null` for fewer than two repetitions. */
  readonly interval: Interval | null;
  /** What the longest chain allows: the serial pages' mean service time to the longest chain in them. */
  readonly allowed: number;
}

/** How much faster a closed load was with one pool size than with the first. */
export interface PoolSpeedup {
  /** The cases' common coordinates, without the pool size. */
  readonly parameters: CaseResult["parameters"];
  /** The pool size that was compared. */
  readonly poolSize: number;
  /** The pool size that it was compared with: the first of the settings. */
  readonly over: number;
  /** Throughput, this pool size to the other; of repetitions, the geometric mean. */
  readonly speedup: number;
  /** Where the true one lies with 95 % confidence; `null` for fewer than two repetitions. */
  readonly interval: Interval | null;
}

/** A conclusion in words. */
export interface Finding {
  /**
   * Names its kind: `modes` tells what the modes of a page gain over serial, and what the longest chain allows; `clients`,
   * what the driver costs beside the wire client; `zones`, where clients wait longer than elsewhere.
   */
  readonly code: string;
  /** The combination of parameters that it is about; absent when it is about all of them. */
  readonly parameters?: CaseResult["parameters"];
  /** What was found, with its figures. */
  readonly message: string;
  /** What would make it surer; absent when nothing would. */
  readonly advice?: string;
}

/** What a run came to, whatever was demanded of it. */
export interface OutcomeFacts {
  /** Whether any operation succeeded. */
  readonly succeeded: boolean;
  /** Whether all figures are the server's: no case is invalid, and no search ended at the client's limit or with a server. */
  readonly valid: boolean;
  /** In how many cases nothing succeeded; absent where something did in each, and for a search. */
  readonly fruitless?: number;
  /** How many cases are not valid; 0 for a search, whose cases go on to where nothing holds. */
  readonly invalid: number;
  /** The acknowledged writes that were not found, in words; absent where all were, or were not looked for. */
  readonly lost?: readonly string[];
  /** The thresholds that failed and the searches that found no rate, in words; empty when all held. */
  readonly failed: readonly string[];
}
