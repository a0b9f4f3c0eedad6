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
  const { recorder, timeout, pauses, verify } = slots;
  const inFlight = openInFlight(slots, (failure, now) => {
    goOn(openSlot(parts), now, pauses.afterFailure(now, failure, endsAt));
  });

  /** What the operation in flight got; kept only where its answer is compared. */
  let sentInput: unknown;

  const slot: OpenSlot = {
    send({ run, index, input, mixIndex }, due) {
      const sent = performance.now();
      begin(inFlight, mixIndex, due, sent, timeout);
      if (verify !== undefined) sentInput = input;
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

  function succeed(answer: unknown): void {
    if (inFlight.isGivenUp) return;
    const done = performance.now();
    const wrong = verify?.(inFlight.mixIndex, sentInput, answer);
    if (wrong !== undefined) return count(wrong, done);
    recorder.succeed(inFlight.mixIndex, inFlight.due, inFlight.sent, done);
    goOn(slot, done, pauses.afterAnswer(done));
  }

  function fail(error: unknown): void {
    if (!inFlight.isGivenUp) count(error, performance.now());
  }

  function count(error: unknown, failed: number): void {
    const failure = slots.fail(inFlight.mixIndex, inFlight.sent, failed, error, inFlight.due);
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
