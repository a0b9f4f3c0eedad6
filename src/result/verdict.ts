/** Whether a case's figures can be taken for the server's. */
export interface Verdict {
  /** `false`: the client was the limit, the schedule was not met, the server did not answer for a while or ended, what it acknowledged was not found, or agents did not measure the same. */
  readonly valid: boolean;
  /** Why the figures are not valid; empty when they are. */
  readonly reasons: readonly Reason[];
}

/** What makes figures invalid, and what would help. */
export interface Reason {
  /** Names its kind. */
  readonly code:
    | "clientCpu"
    | "eventLoopLag"
    | "standstill"
    | "inputs"
    | "schedule"
    | "connections"
    | "outage"
    | "ended"
    | "nothing"
    | "background"
    | "written"
    | "network"
    | "agentLost"
    | "agentStart"
    | "notJudged";
  /** What was the matter, with its figures. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}
