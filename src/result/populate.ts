import type { CaseResult } from "./case.ts";

/** The figures of a case that a populate does not have, as it is no measurement. */
type OfCases =
  | "parameters"
  | "repetition"
  | "schedule"
  | "dropped"
  | "injectedLatency"
  | "client"
  | "series"
  | "mix"
  | "steps"
  | "longestChain"
  | "timeline"
  | "nodes"
  | "warmup"
  | "verdict"
  | "endedServers";

/** What filled the tables before the first case; figures are as those of a case. */
export interface PopulateResult extends Omit<CaseResult, OfCases> {
  /** Its `poolSize` and `workers`; its `rate` and `client`, where they are not the default. */
  readonly parameters: CaseResult["parameters"];
  /** How many operations there were to be. `operations` is less where it was stopped. */
  readonly asked: number;
}
