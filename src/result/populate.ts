import type { CaseResult } from "./case.ts";

/** What filled the tables before the first case. It has those figures of a case that are no measurement of the server. */
export interface PopulateResult extends
  Omit<
    CaseResult,
    | "parameters"
    | "repetition"
    | "schedule"
    | "dropped"
    | "injectedLatency"
    | "client"
    | "series"
    | "mix"
    | "loads"
    | "steps"
    | "longestChain"
    | "timeline"
    | "nodes"
    | "samples"
    | "goodput"
    | "warmup"
    | "verdict"
    | "endedServers"
  > {
  /** Its `poolSize` and `workers`; its `rate` and `client`, where they are not the default. */
  readonly parameters: CaseResult["parameters"];
  /** How many operations there were to be. `operations` is less where it was stopped. */
  readonly asked: number;
}
