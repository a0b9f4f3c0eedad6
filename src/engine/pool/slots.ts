import { messageOf } from "../../errors.ts";
import type { Recorder } from "../../measure/recorder.ts";
import type { FailedWith } from "../../measure/tally.ts";
import type { Spin } from "../../runtime/alarm.ts";
import { listSteps } from "../../scenario/steps.ts";
import { seededInputs } from "../operations/inputs.ts";
import { operationsOf } from "../operations/operations.ts";
import { createRuns, type OperationsOptions } from "../operations/runs.ts";
import { createSupply, shareOf, type Supply } from "../operations/supply.ts";
import { causeOf } from "../page/failure.ts";
import type { PageLog } from "../page/log.ts";
import type { Part } from "../part.ts";
import { createWatchdog, type Watchdog } from "./watchdog.ts";

/** What the slots of a pool share. */
export interface Slots extends Pick<Part, "signal"> {
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
  /** The virtual user of a slot, which is another one in each thread. */
  userAt(slot: number): number;
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

/** What a part's slots need beside it. */
export interface SlotOptions
  extends
    Pick<Slots, "recorder" | "clock" | "spin">,
    Pick<OperationsOptions, "onInjected" | "isTraceDue"> {
  /** The index of the first input. */
  readonly from: number;
  readonly log: PageLog;
}

/** Prepares the slots for a part of a case. */
export function createSlots(
  part: Part,
  { from, log, onInjected, isTraceDue, ...others }: SlotOptions,
): Slots {
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
    userAt: (slot) => slot * share.workers + share.worker,
    [Symbol.dispose]: watchdog.stop,
  };
}
