import type { AgentResult } from "./agent.ts";
import type { ClientHealth } from "./client_health.ts";
import type { FaultResult } from "./fault.ts";
import type { EndedServer, NodeResult } from "./node.ts";
import type { NetworkResult } from "./network.ts";
import type { CaseInterval, NodeEventResult } from "./node_event.ts";
import type { Outage } from "./outage.ts";
import type { RequestFigures } from "./request_figures.ts";
import type { TimeSummary } from "./time_summary.ts";
import type { TimelinePage } from "./timeline.ts";
import type { Verified } from "./verified.ts";
import type { Verdict } from "./verdict.ts";

/** How a run or a case ended. */
export type Status = "completed" | "aborted" | "failed";

/** What one case measured. */
export interface CaseResult extends RequestFigures {
  /** The case's coordinates: `latency`, `poolSize`, `workers` and the scenario's own axes. */
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  /** Counts the repetitions of the same parameters from 1; absent without repetitions. */
  readonly repetition?: number;
  /** When its clock started: ISO 8601, UTC. */
  readonly startedAt: string;
  /** How it ended. */
  readonly status: Status;
  /** Attempted and ended, errors included. */
  readonly operations: number;
  /** Due, but never sent, as the pool was full and `overflow` was `drop`. They are in no other figure. */
  readonly dropped: number;
  /**
   * Due before the schedule's end and never sent, as the pool was full or the client too slow. They stand in wait and response time at the age
   * they had reached, as a lower bound; in no other figure. Of an aborted case, those that were due when it was stopped.
   */
  readonly unsent: number;
  /**
   * In flight when the case was stopped, and not waited for. They stand in the times at the age they had reached, as a
   * lower bound; in no other figure. Absent where there are none.
   */
  readonly unfinished?: number;
  /** An open load's schedule and how it was met; `null` for a closed load, which has none. */
  readonly schedule: Schedule | null;
  /** The operations that failed. */
  readonly errors: Errors;
  /** Wall time, without the making of inputs. */
  readonly elapsed: number;
  /**
   * Successful operations per second of the time asked for: of an open load that ran to its end, its schedule's length;
   * of other loads, the wall time.
   */
  readonly throughput: number;
  /** What of the throughput was in time, for each `goodput(MS)` that a threshold names; absent where none does. */
  readonly goodput?: readonly Goodput[];
  /** Sent → done of the successful operations, injected latency included; `null` when none succeeded. */
  readonly serviceTime: TimeSummary | null;
  /** Due → sent, of the successful operations and of the unsent; `null` for a closed load, which sends when due. */
  readonly waitTime: TimeSummary | null;
  /** Due → done, the same way. A closed load sends when due, so it equals the service time. */
  readonly responseTime: TimeSummary | null;
  /** How long requests were really held back, each; `null` when no latency was asked for. */
  readonly injectedLatency: TimeSummary | null;
  /** What the proxies between client and nodes did; absent where there were none. */
  readonly network?: NetworkResult;
  /** How busy the client was. */
  readonly client: ClientHealth;
  /** Measured times that cannot be right (negative, no number, over an hour): they are in no other figure. */
  readonly refused: number;
  /** Whether the figures are the server's and not the client's. */
  readonly verdict: Verdict;
  /** Each agent that carried a share by itself; absent where this process carried the load alone. */
  readonly agents?: readonly AgentResult[];
  /** What was found of the writes that were acknowledged; absent where nobody asked for that. */
  readonly verified?: Verified;
  /** When nothing was answered; absent where there was no such time. */
  readonly outages?: readonly Outage[];
  /** Servers of the target that ended by themselves in the case or before it; absent where all ran. */
  readonly endedServers?: readonly Omit<EndedServer, "log">[];
  /**
   * What ended the case, beside a signal: an outage longer than `timeout`, `maxErrors`, a threshold with `abortOnFail`, the
   * end of the target's last server, or a search whose step could not hold any more.
   */
  readonly endedBy?: EarlyEnd["endedBy"] | "target";
  /** The threshold that ended the case; absent where none did. */
  readonly brokenThreshold?: string;
  /** Second by second. */
  readonly series: readonly Second[];
  /** What was done to nodes meanwhile, in the order of time; absent where nothing was planned. */
  readonly events?: readonly NodeEventResult[];
  /** What was kept of the operations by themselves; absent where nobody asked for them. */
  readonly samples?: SampleFigures;
  /** Tenth of a second by tenth of a second; only beside events. */
  readonly intervals?: readonly CaseInterval[];
  /** How often the faults of the embedded server struck while the clock ran; absent where it had none. */
  readonly faults?: readonly FaultResult[];
  /** Each operation of a mix by itself; absent without a mix. */
  readonly mix?: readonly MixResult[];
  /** Each load that ran beside the measured one; absent where none did. It is in no other figure of the case. */
  readonly loads?: readonly LoadResult[];
  /** Each step of a page, or each named task of an operation, by itself; absent without any. */
  readonly steps?: readonly StepResult[];
  /** Of the pages that succeeded, the longest chain of steps that wait for each other; absent without steps. */
  readonly longestChain?: ChainResult;
  /** How many texts of `execute` a thread prepared meanwhile; absent where they were 30 or fewer. */
  readonly preparedTexts?: number;
  /** Some of the operations over time; absent where there is nothing to see in one. */
  readonly timeline?: readonly TimelinePage[];
  /** What each node says of the case; absent where no node could be asked. */
  readonly nodes?: readonly NodeResult[];
  /** What ran before the clock started; it is in no other figure. */
  readonly warmup: Warmup;
}

/** The operations that succeeded within a response time. */
export interface Goodput {
  /** Milliseconds from due to done. */
  readonly within: number;
  /** How many there were. They are counted one by one, so no histogram rounds them. */
  readonly operations: number;
  /** How many there were per second, of the time that `throughput` of the case goes by. */
  readonly throughput: number;
}

/** What was kept of a case's operations by themselves. */
export interface SampleFigures {
  /** How many. */
  readonly kept: number;
  /** Each operation was kept with a chance of one in so many: 1 where all were; `null` where there was no room for any. */
  readonly every: number | null;
}

/** What ended a case before its time. */
export interface EarlyEnd {
  /** What it was. */
  readonly endedBy: "outage" | "errors" | "threshold" | "search";
  /** The threshold that did not hold, where it was one. */
  readonly brokenThreshold?: string;
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
  /**
   * Of `total`: those with a write that may have happened all the same, as its answer did not come, or told of a timeout or
   * a failure of the server. The others have none that happened without having been acknowledged. Absent where there are none.
   */
  readonly unknown?: number;
  /** Class → count: `writeTimeout`, `clientTimeout`, `unavailable`, …, or the name of a thrown error; past 50, `others`. */
  readonly byClass: Readonly<Record<string, number>>;
  /** The first message of each class, cut to 500 characters. */
  readonly examples: Readonly<Record<string, string>>;
  /** Sent → failed; `null` when none failed. */
  readonly serviceTime: TimeSummary | null;
}

/** The schedule of an open load. */
export interface Schedule {
  /** Operations per second asked for; of stages, their mean. */
  readonly rate: number;
  /** Operations sent per second of its length, or of the time that an aborted case ran. */
  readonly achieved: number;
  /** Operations that fell due. */
  readonly due: number;
  /** Its length in milliseconds. */
  readonly length: number;
  /** Milliseconds after its end at which the last operation was sent: 0, or what the client itself was late by. */
  readonly overrun: number;
}

/** What happened in one second of a case; the last one can be shorter. */
export interface Second {
  /** Its end, in milliseconds since the case's clock started. */
  readonly at: number;
  /** Operations that ended in it, errors included. */
  readonly operations: number;
  /** How many of them failed. */
  readonly errors: number;
  /** Of the failed, those with a write that may have happened all the same; absent where there are none. */
  readonly unknown?: number;
  /** Operations that were dropped in it. */
  readonly dropped: number;
  /** Operations that were due and never sent; they are counted at the end of the load, in its last second. */
  readonly unsent: number;
  /** Operations in flight on average, going by those that ended in it. */
  readonly inFlight: number;
  /** Sent → done of the operations that succeeded in it; `null` when none did. */
  readonly serviceTime: TimeSummary | null;
  /** Due → done, the same way, and of the unsent; absent under a closed load, where it is the service time. */
  readonly responseTime?: TimeSummary | null;
}

/** What one operation of a mix measured. */
export interface MixResult extends
  RequestFigures,
  Pick<
    CaseResult,
    "operations" | "unsent" | "unfinished" | "errors" | "serviceTime" | "waitTime" | "responseTime"
  > {
  /** Its name in `mix`. */
  readonly name: string;
}

/** What a load measured that ran beside the measured one. */
export interface LoadResult
  extends MixResult, Pick<CaseResult, "elapsed" | "throughput" | "schedule" | "mix"> {
  /** The most operations in flight. */
  readonly poolSize: number;
}

/** What one step of a page measured. */
export interface StepResult
  extends RequestFigures, Pick<CaseResult, "operations" | "errors" | "serviceTime"> {
  /** Its name. */
  readonly name: string;
  /** Whether it asks Cassandra or computes. */
  readonly kind: "requests" | "compute";
  /** The steps that it must wait for. */
  readonly after: readonly string[];
  /** Milliseconds injected before each of its requests, as asked: the case's and its own. */
  readonly latency: number;
  /** The injected latency as measured; `null` when none was asked for. */
  readonly injectedLatency: TimeSummary | null;
  /** Its mean time to the page's: of steps that run at once they add up to more than 1; `null` without both. */
  readonly share: number | null;
}

/** The chain of steps of a page that took longest; the page could not have been faster. */
export interface ChainResult {
  /** Its length, page by page; `null` when none succeeded. */
  readonly time: TimeSummary | null;
  /** The names of its steps, by their mean times. */
  readonly steps: readonly string[];
}
