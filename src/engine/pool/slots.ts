import type { Recorder } from "../../measure/recorder.ts";
import type { FailedWith } from "../../measure/tally.ts";
import type { EarlyEnd } from "../../result/case.ts";
import type { Spin } from "../../runtime/alarm.ts";
import { seededInputs } from "../operations/inputs.ts";
import { createMixOrder } from "../operations/mix_order.ts";
import { createOperations, type Instruments } from "../operations/operations.ts";
import type { NoPromise } from "../operations/promised.ts";
import { createSupply, type Supply } from "../operations/supply.ts";
import { outOfTime, refusalIn } from "../page/failure.ts";
import type { PageLog } from "../page/log.ts";
import { ownShare, type Part } from "../part.ts";
import { createVerify, type Verify } from "../operations/verify.ts";
import { createExplain } from "./explain.ts";
import { createInStep, type InStep } from "./in_step.ts";
import { createPauses, type Pauses } from "./pauses.ts";
import { createTimeouts, type TimeLimited, type Timeouts } from "./timeouts.ts";

/** What the slots of a pool share. */
export interface Slots {
  /** How many slots there are: the most operations in flight. */
  readonly poolSize: number;
  readonly supply: Supply;
  /** Compares answers; `undefined` where the scenario does not. */
  readonly verify: Verify | undefined;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly spin: Spin;
  readonly timeouts: Timeouts;
  /** The most milliseconds that an operation may take. */
  readonly timeout: number;
  readonly pauses: Pauses;
  /** Keeps the threads of a closed load in step, where there are several and their order matters. */
  readonly inStep: InStep | undefined;
  /** What is in flight, or waits between two operations. */
  readonly inFlight: Set<InFlight>;
  /** Stops the slots, as the signal of their part does or because an outage lasts too long. */
  readonly signal: AbortSignal;
  /** What stopped the slots beside the signal of their part. */
  readonly earlyEnd: () => EarlyEnd | undefined;
  /** Stops the slots. */
  readonly end: (why: EarlyEnd) => void;
  /** Throws where an operation was refused, which stopped the slots. */
  throwRefusal(): void;
  /** Counts an operation that failed; without `due`, it was due when it was sent. */
  fail(mixIndex: number, sent: number, failed: number, error: unknown, due?: number): FailedWith;
  /** The virtual user of a slot; no two slots of a case have the same one, whatever their threads. */
  userOf(slot: number): number;
  /** Ends the timeouts and the pauses. */
  [Symbol.dispose](): void;
}

/** Runs while operations do, and stands still while inputs are made. */
export interface Clock {
  /** Resolves with the instant of `performance.now()` at which it started. */
  start(): Promise<number>;
  /** Stops it now, or at a later instant. */
  stop(notBefore?: number): void;
}

/** What the slots of a part need beside it. */
export interface SlotOptions
  extends
    Pick<Slots, "recorder" | "clock" | "spin">,
    Pick<Instruments, "onInjected" | "isTraceDue"> {
  /** The index of the first input. */
  readonly from: number;
  /** After how many milliseconds an outage ends the load. */
  readonly longestOutage: number;
  /** After how many failed operations the load ends. */
  readonly mostErrors: number;
  readonly log: PageLog;
}

/** Prepares the slots for a part of a case. */
export function createSlots(
  part: Part,
  { from, log, longestOutage, mostErrors, onInjected, isTraceDue, ...others }: SlotOptions,
): Slots {
  const { plan, case: { parameters }, share } = part;
  const { scenario, steps, settings: { seed, timeout, onFailure } } = plan;
  const { poolSize, latency: _l, rate: _r, mode: _m, client: _c, ...own } = parameters;
  const timeouts = createTimeouts(
    Math.min(timeout, ...steps.flatMap((step) => step.timeout ?? [])),
  );
  const pauses = createPauses();
  const givingUp = new AbortController();
  const signal = AbortSignal.any([part.signal, givingUp.signal]);
  let earlyEnd: EarlyEnd | undefined;
  function end(why: EarlyEnd): void {
    if (signal.aborted) return;
    earlyEnd = why;
    givingUp.abort();
    part.onEarlyEnd?.(why);
  }
  let failures = 0;
  if (signal.aborted) pauses.stop();
  signal.addEventListener("abort", pauses.stop);

  let refusal: NoPromise | undefined;
  const explain = createExplain(part, others.recorder, log);
  const page = {
    ...{ parameters, log, timeouts, timeout, onFailure },
    explain: explain.branch,
    hasWritten: explain.hasWritten,
  };
  const runs = createOperations(part, {
    ...{ page, spin: others.spin, onInjected, isTraceDue, counts: others.recorder.counts },
  });
  const order = scenario.mix && createMixOrder(scenario.mix, { seed, from, poolSize });
  const operations = {
    runs,
    choose: order?.choose ?? (() => 0),
    makeInput: seededInputs(scenario, seed, own, order, plan.place),
  };
  const ownSize = ownShare(poolSize, share);
  const supply = createSupply(operations, share, from, Math.max(1, ownSize));
  const { worker, reached } = share;
  return {
    poolSize: ownSize,
    ...{ verify: createVerify(plan), supply },
    inStep: reached && order && from === 0
      ? createInStep({
        ...{ order, reached, worker, poolSize, signal },
        next: supply.next,
      })
      : undefined,
    ...others,
    ...{ timeouts, timeout, pauses, inFlight: new Set(), signal },
    earlyEnd: () => earlyEnd,
    end,
    throwRefusal() {
      if (refusal !== undefined) throw refusal;
    },
    fail(mixIndex, sent, failed, error, due) {
      const failure = explain.operation(error, mixIndex);
      others.recorder.fail(mixIndex, sent, failed, failure, due);
      refusal ??= refusalIn(error);
      if (refusal !== undefined) givingUp.abort();
      if (others.recorder.outage(failed) >= longestOutage) end({ endedBy: "outage" });
      if (++failures >= mostErrors) end({ endedBy: "errors" });
      return failure;
    },
    userOf: (slot) => slot * share.workers + share.worker,
    [Symbol.dispose]() {
      signal.removeEventListener("abort", pauses.stop);
      timeouts.stop();
      pauses.stop();
    },
  };
}

/** What a slot has in flight: the same object for one operation after the other, until one of them is given up. */
export interface InFlight extends TimeLimited {
  /** Which operation of the mix it is. */
  mixIndex: number;
  due: number;
  sent: number;
  isGivenUp: boolean;
}

/**
 * Runs a slot to its end. An operation that takes too long is counted as failed and given up, and the slot goes on
 * without it: `sendAll` is called again. So a timeout costs nothing where nothing hangs; a promise for each operation
 * would cost half as much as everything else that cassbench adds to one.
 *
 * @param until the instant from which no slot is held back after a failure
 * @param sendAll sends one operation after the other, each noted with {@linkcode begin}, and returns when there are no
 * more or when what it was given is given up
 */
export async function runSlot(
  slots: Slots,
  until: number,
  sendAll: (inFlight: InFlight) => Promise<void>,
): Promise<void> {
  for (;;) {
    const givenUp = Promise.withResolvers<FailedWith>();
    const inFlight = openInFlight(slots, givenUp.resolve);
    const failure = await Promise.race([sendAll(inFlight), givenUp.promise]);
    closeInFlight(slots, inFlight);
    if (failure === undefined) return;
    await slots.pauses.afterFailure(performance.now(), failure, until);
  }
}

/**
 * Opens what a slot has in flight, and watches over it.
 *
 * @param onGiveUp is told that an operation took too long and was counted as failed, and when
 */
export function openInFlight(
  slots: Slots,
  onGiveUp: (failure: FailedWith, now: number) => void,
): InFlight {
  const inFlight: InFlight = {
    ...{ mixIndex: 0, due: 0, sent: 0, expiresAt: Infinity, isGivenUp: false },
    expire(reason = outOfTime("the operation", slots.timeout)) {
      inFlight.isGivenUp = true;
      slots.inFlight.delete(inFlight);
      const now = performance.now();
      const { mixIndex, sent, due } = inFlight;
      onGiveUp(slots.fail(mixIndex, sent, now, reason, due), now);
    },
  };
  slots.timeouts.watch(inFlight);
  slots.inFlight.add(inFlight);
  return inFlight;
}

/** Ends what {@linkcode openInFlight} began. */
export function closeInFlight({ timeouts, inFlight: all }: Slots, inFlight: InFlight): void {
  timeouts.unwatch(inFlight);
  all.delete(inFlight);
}

/** Notes which operation a slot is about to send. */
export function begin(
  inFlight: InFlight,
  mixIndex: number,
  due: number,
  sent: number,
  timeout: number,
): void {
  inFlight.mixIndex = mixIndex;
  inFlight.due = due;
  inFlight.sent = sent;
  inFlight.expiresAt = sent + timeout;
}

/** Counts what is still in flight when nobody waits for it any longer. A late answer is nothing. */
export function abandonInFlight({ inFlight, recorder }: Slots): void {
  const now = performance.now();
  for (const operation of inFlight) {
    const { mixIndex, due, sent, expiresAt } = operation;
    operation.isGivenUp = true;
    if (expiresAt < Infinity) recorder.unfinished(mixIndex, due, sent, now);
  }
  inFlight.clear();
}
