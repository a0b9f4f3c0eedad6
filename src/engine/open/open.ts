import { callAt } from "../../runtime/call_at.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import { Abandoned } from "../page/failure.ts";
import { runPool } from "../pool/pool.ts";
import { begin, type InFlight, runSlot, type Slots } from "../pool/slots.ts";
import { createDispatcher, type Dispatched, type Dispatcher } from "./dispatcher.ts";
import type { LoadSchedule } from "./schedule.ts";
import { countUnsent } from "./unsent.ts";

/** How a schedule was met, and how many operations were never sent. */
export interface OpenFigures extends Omit<Dispatched, "firstUnsentAt"> {
  /** Due and never sent. */
  readonly unsent: number;
}

/**
 * Sends operations when they are due, however long the others take; the pool only bounds how many are in flight. When
 * the schedule ends, nothing more is sent, and what is in flight gets `drain` milliseconds to end.
 *
 * @throws {ScenarioError} when `input` throws
 */
export async function runOpen(
  slots: Slots,
  schedule: LoadSchedule,
  { overflow, drain }: Pick<FullSettings, "overflow" | "drain">,
): Promise<OpenFigures> {
  const { poolSize, clock, timeouts, signal } = slots;
  const dispatcher = createDispatcher(slots, schedule, overflow);
  const startedAt = await clock.start();
  const endsAt = startedAt + schedule.length;
  if (!signal.aborted) dispatcher.start(startedAt);
  signal.addEventListener("abort", dispatcher.stop);
  const cancelLook = callAt(endsAt, dispatcher.look);
  const cancelDrain = callAt(endsAt + drain, () => timeouts.expireAll(notDrained(drain)));
  const sendAll = (slot: number) => (inFlight: InFlight) =>
    sendWhenDue(slots, dispatcher, slots.userOf(slot), inFlight);
  await runPool(poolSize, (slot) => runSlot(slots, sendAll(slot), dispatcher.end), signal);
  cancelLook();
  cancelDrain();
  signal.removeEventListener("abort", dispatcher.stop);
  // The schedule ends later than its last operation is due, and that time belongs to it.
  clock.stop(signal.aborted ? 0 : endsAt);
  const { firstUnsentAt, ...figures } = dispatcher.figures();
  return { ...figures, unsent: await countUnsent(slots, schedule, firstUnsentAt) };
}

async function sendWhenDue(
  { recorder, timeout, explain }: Slots,
  { next, end }: Dispatcher,
  user: number,
  inFlight: InFlight,
): Promise<void> {
  for (let operation = await next(); operation !== undefined; operation = await next()) {
    const { prepared: { run, index, input, mixIndex }, due } = operation;
    const sent = performance.now();
    begin(inFlight, mixIndex, sent, timeout);
    try {
      await run({ index, input, user, due, sent });
      if (inFlight.isGivenUp) return;
      const done = performance.now();
      end(done);
      recorder.succeed(mixIndex, due, sent, done);
    } catch (error) {
      if (inFlight.isGivenUp) return;
      const failed = performance.now();
      end(failed);
      recorder.fail(mixIndex, sent, failed, explain(error));
    }
    inFlight.expiresAt = Infinity;
  }
}

function notDrained(drain: number): Abandoned {
  return new Abandoned(
    "clientTimeout",
    `the operation was still in flight ${drain} ms after the schedule's end`,
  );
}
