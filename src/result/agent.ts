import type { CaseResult } from "./case.ts";

/** A process on some machine that waits for scenarios and carries shares of them. */
export interface AgentDescription {
  /** Its name, of which a run has one only. */
  readonly agent: string;
  /** The name of its machine. */
  readonly host: string;
  /** Where it says that it is; absent where it does not say. */
  readonly zone?: string;
  /** Logical processors of its machine. */
  readonly cpus: number;
  /** Its version of cassbench. */
  readonly cassbench: string;
  /** Its version of Deno. */
  readonly deno: string;
}

/** How far the clock of an agent is ahead of the coordinator's, in milliseconds. */
export interface AgentClock {
  /** The best guess; less than 0 where it is behind. */
  readonly offset: number;
  /** The guess is off by this much at most. */
  readonly uncertainty: number;
}

/** What one agent measured of a case. Of one whose share is missing, the figures are zero and the times `null`. */
export interface AgentResult extends
  AgentDescription,
  Pick<
    CaseResult,
    | "status"
    | "operations"
    | "throughput"
    | "serviceTime"
    | "responseTime"
    | "waitTime"
    | "verdict"
  > {
  /** How many of its threads carried a part of the case. */
  readonly threads: number;
  /** How many of its operations failed. */
  readonly errors: number;
  /** How busy it was; `null` where its share is missing. */
  readonly client: CaseResult["client"] | null;
  /** Its clock, as measured before the case. */
  readonly clock: AgentClock;
  /** Milliseconds after the agreed instant at which its clock started, by the coordinator's; `null` where it is not known. */
  readonly startedLate: number | null;
  /** Why its share is missing; absent where it is there. */
  readonly lost?: string;
}
