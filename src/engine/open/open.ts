import { callAt } from "../../runtime/call_at.ts";
import type { FullSettings } from "../../scenario/settings.ts";
import { makeAhead } from "../operations/supply.ts";
import { Abandoned } from "../page/failure.ts";
import { runPool } from "../pool/pool.ts";
import { abandonInFlight, type Slots } from "../pool/slots.ts";
import { AHEAD, createDispatcher, type Dispatched } from "./dispatcher.ts";
import { runOpenSlot } from "./open_slot.ts";
import type { LoadSchedule } from "./schedule.ts";
import { countUnsent } from "./unsent.ts";

/** How a schedule was met, and how many operations were never sent. */
export interface OpenFigures extends Omit<Dispatched, "firstUnsentAt"> {
  /** Due and never sent. */
  readonly unsent: number;
  /** Whether the signal stopped it before its schedule's end. */
  readonly isStopped: boolean;
  /** Milliseconds from the start to the schedule's end, or to the stop of one that has no end. */
  readonly length: number;
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
  const { poolSize, supply, clock, timeouts, signal } = slots;
  const before = performance.now();
  const count = await makeAhead(supply, Math.min(AHEAD, schedule.expected), signal);
  const cost = (performance.now() - before) / count || 0;
  const dispatcher = createDispatcher(slots, schedule, overflow, { count, cost });
  const startedAt = await clock.start();
  const endsAt = startedAt + schedule.length;
  const length = schedule.sendsAll ? Infinity : schedule.length;
  const lastSent = startedAt + length;
  if (!signal.aborted) dispatcher.start(startedAt);
  // What falls due after the signal is not sent for that reason alone.
  let dueBefore = length;
  const stop = () => {
    dueBefore = Math.min(dueBefore, performance.now() - startedAt);
    // The stop is the end of a schedule that has no other. The last look was a turn of the event loop ago.
    if (schedule.length === Infinity) dispatcher.sendDue();
    dispatcher.stop();
  };
  signal.addEventListener("abort", stop);
  const cancelLook = callAt(lastSent, dispatcher.look);
  const cancelDrain = callAt(lastSent + drain, () => {
    // What a thread that was late sent from now on would not be given up.
    dispatcher.stop();
    timeouts.expireAll(notDrained(drain));
  });
  const runSlot = (slot: number) => runOpenSlot(slots, dispatcher, slots.userOf(slot), lastSent);
  await runPool(poolSize, runSlot, signal);
  cancelLook();
  cancelDrain();
  signal.removeEventListener("abort", stop);
  abandonInFlight(slots);
  // The schedule ends later than its last operation is due, and that time belongs to it. One without an end has stopped.
  clock.stop(signal.aborted || endsAt === Infinity ? 0 : endsAt);
  const { firstUnsentAt, ...figures } = dispatcher.figures();
  return {
    ...figures,
    unsent: await countUnsent(slots, schedule, firstUnsentAt, dueBefore),
    isStopped: dueBefore < length,
    length: schedule.length === Infinity ? dueBefore : schedule.length,
  };
}

function notDrained(drain: number): Abandoned {
  return new Abandoned(
    "clientTimeout",
    `the operation was still in flight ${drain} ms after the schedule's end`,
  );
}
