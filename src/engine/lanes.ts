import { messageOf } from "../errors.ts";
import type { Recorder } from "../measure/recorder.ts";
import type { FailedWith } from "../measure/tally.ts";
import type { Case, Plan } from "../plan.ts";
import type { Parameters } from "../scenario/scenario.ts";
import type { Session } from "../scenario/session.ts";
import type { Spin } from "../alarm.ts";
import { seededInputs } from "./inputs.ts";
import { injectLatency } from "./latency.ts";
import { operationsOf } from "./operations.ts";
import { createSupply, type Share, shareOf, type Supply } from "./supply.ts";

/** A thread's part of a case. */
export interface Part {
  readonly plan: Plan;
  readonly case: Case;
  readonly share: Share;
  readonly session: Session;
  /** Names the kind of an operation's error. */
  readonly classify: (error: unknown) => string;
  readonly signal: AbortSignal;
}

/** What the lanes of a pool share. */
export interface Lanes extends Pick<Part, "session" | "signal"> {
  /** How many there are: the most operations in flight. */
  readonly poolSize: number;
  readonly parameters: Parameters;
  readonly supply: Supply;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly spin: Spin;
  /** Says why an operation failed. */
  readonly explain: (error: unknown) => FailedWith;
}

/** What runs while operations do, and stands still while inputs are made. */
export interface Clock {
  /** Resolves with the instant of `performance.now()` at which it started. */
  start(): Promise<number>;
  /** Stops it now, or at a later instant. */
  stop(notBefore?: number): void;
}

/** What a part's lanes need beside it. */
export interface LaneOptions extends Pick<Lanes, "recorder" | "clock" | "spin"> {
  /** The index of the first input. */
  readonly from: number;
  /** Receives how long each request was held back. */
  readonly onInjected: (ms: number) => void;
}

/** Prepares the lanes for a part of a case. */
export function createLanes(part: Part, { from, onInjected, ...others }: LaneOptions): Lanes {
  const { plan: { scenario, settings }, case: { parameters }, share, classify, signal } = part;
  const { latency, poolSize, rate: _, ...own } = parameters;
  const makeInput = seededInputs(scenario, settings.seed, own);
  return {
    poolSize: shareOf(poolSize, share),
    parameters,
    session: injectLatency(part.session, latency, onInjected, others.spin),
    supply: createSupply(makeInput, operationsOf(scenario, settings.seed), share, from),
    ...others,
    explain: (error) => ({ errorClass: classify(error), message: messageOf(error) }),
    signal,
  };
}
