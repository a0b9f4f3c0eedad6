import { messageOf } from "../errors.ts";
import type { Recorder } from "../measure/recorder.ts";
import type { FailedWith } from "../measure/tally.ts";
import { listSteps } from "../scenario/steps.ts";
import type { Spin } from "../alarm.ts";
import { seededInputs } from "./inputs.ts";
import { operationsOf } from "./operations.ts";
import { causeOf } from "./page/failure.ts";
import type { PageLog } from "./page/log.ts";
import type { Part } from "./part.ts";
import { createRuns, type RunOptions } from "./runs.ts";
import { createWatchdog, type Watchdog } from "./watchdog.ts";
import { createSupply, shareOf, type Supply } from "./supply.ts";

/** What the lanes of a pool share. */
export interface Lanes extends Pick<Part, "signal"> {
  /** How many there are: the most operations in flight. */
  readonly poolSize: number;
  readonly supply: Supply;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly spin: Spin;
  readonly watchdog: Watchdog;
  /** The most milliseconds that an operation may take. */
  readonly timeout: number;
  /** Says why an operation failed. */
  readonly explain: (error: unknown) => FailedWith;
  /** The virtual user of a lane, which is another one in each thread. */
  userAt(lane: number): number;
  /** Ends what watches over timeouts. */
  [Symbol.dispose](): void;
}

/** What runs while operations do, and stands still while inputs are made. */
export interface Clock {
  /** Resolves with the instant of `performance.now()` at which it started. */
  start(): Promise<number>;
  /** Stops it now, or at a later instant. */
  stop(notBefore?: number): void;
}

/** What a part's lanes need beside it. */
export interface LaneOptions
  extends
    Pick<Lanes, "recorder" | "clock" | "spin">,
    Pick<RunOptions, "onInjected" | "isTraceDue"> {
  /** The index of the first input. */
  readonly from: number;
  readonly log: PageLog;
}

/** Prepares the lanes for a part of a case. */
export function createLanes(
  part: Part,
  { from, log, onInjected, isTraceDue, ...others }: LaneOptions,
): Lanes {
  const { plan: { scenario, settings }, case: { parameters }, share, classify, signal } = part;
  const { poolSize, latency: _l, rate: _r, mode: _m, ...own } = parameters;
  const { seed, timeout, onFailure } = settings;
  const { operations, choose } = operationsOf(scenario, seed);
  const timeouts = listSteps(scenario).flatMap((step) => step.timeout ?? []);
  const watchdog = createWatchdog(Math.min(timeout, ...timeouts));
  const explain = (error: unknown) => ({
    errorClass: classify(causeOf(error)),
    message: messageOf(error),
  });
  const page = { parameters, log, watchdog, timeout, onFailure, explain };
  const runs = createRuns(part, operations, { page, spin: others.spin, onInjected, isTraceDue });
  return {
    poolSize: shareOf(poolSize, share),
    supply: createSupply(seededInputs(scenario, seed, own), { runs, choose }, share, from),
    ...others,
    ...{ watchdog, timeout, explain, signal },
    userAt: (lane) => lane * share.workers + share.worker,
    [Symbol.dispose]: watchdog.stop,
  };
}
