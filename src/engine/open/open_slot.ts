import { begin, closeInFlight, openInFlight, type Slots } from "../pool/slots.ts";
import type { Dispatcher, OpenSlot } from "./dispatcher.ts";

/**
 * Runs a slot to its end. An operation that takes too long is counted as failed and given up, and the slot goes on without
 * it.
 *
 * @param endsAt the instant from which it is not held back after a failure
 */
export function runOpenSlot(
  slots: Slots,
  dispatcher: Dispatcher,
  user: number,
  endsAt: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  dispatcher.wait(openSlot({ slots, dispatcher, user, endsAt, end: resolve }));
  return promise;
}

interface SlotParts {
  readonly slots: Slots;
  readonly dispatcher: Dispatcher;
  readonly user: number;
  readonly endsAt: number;
  readonly end: () => void;
}

function openSlot(parts: SlotParts): OpenSlot {
  const { slots, dispatcher, user, endsAt } = parts;
  const { recorder, timeout, pauses } = slots;
  const inFlight = openInFlight(slots, (failure, now) => {
    goOn(openSlot(parts), now, pauses.afterFailure(now, failure, endsAt));
  });

  const slot: OpenSlot = {
    send({ run, index, input, mixIndex }, due) {
      const sent = performance.now();
      begin(inFlight, mixIndex, due, sent, timeout);
      let ended: Promise<unknown>;
      try {
        // What a scenario returns need not be a promise.
        ended = Promise.resolve(run({ index, input, user, due, sent }));
      } catch (error) {
        ended = Promise.reject(error);
      }
      ended.then(succeed, fail);
    },
    end() {
      closeInFlight(slots, inFlight);
      parts.end();
    },
  };

  function succeed(): void {
    if (inFlight.isGivenUp) return;
    const done = performance.now();
    recorder.succeed(inFlight.mixIndex, inFlight.due, inFlight.sent, done);
    goOn(slot, done, pauses.afterAnswer(done));
  }

  function fail(error: unknown): void {
    if (inFlight.isGivenUp) return;
    const failed = performance.now();
    const failure = slots.fail(inFlight.mixIndex, inFlight.sent, failed, error);
    goOn(slot, failed, pauses.afterFailure(failed, failure, endsAt));
  }

  /** A slot that pauses takes part of the pool, so that what falls due meanwhile is queued or dropped as always. */
  function goOn(next: OpenSlot, now: number, pause: Promise<void> | undefined): void {
    inFlight.expiresAt = Infinity;
    if (pause === undefined) waitForNext(next, now);
    else pause.then(() => waitForNext(next, performance.now()));
  }

  function waitForNext(next: OpenSlot, now: number): void {
    dispatcher.end(now);
    dispatcher.wait(next);
  }

  return slot;
}
