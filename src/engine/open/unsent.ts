import { setImmediate } from "node:timers";
import type { AlikeTimes } from "../../measure/times.ts";
import type { Slots } from "../pool/slots.ts";
import type { LoadSchedule } from "./schedule.ts";

/** Ages that differ by no more than this share are recorded as one group: a histogram hardly tells them apart. */
const ALIKE = 1 / 2_000;

/** After this many operations the event loop gets a turn, so that a signal can stop the counting. */
const SLICE = 20_000;

/**
 * Counts the operations that were due and never sent, of which there can be millions, and records their ages at the
 * schedule's end. They have no inputs. The signal ends the counting.
 *
 * @param firstDue milliseconds from the start at which the first of them was due; the schedule gives the others
 */
export async function countUnsent(
  { supply, recorder, signal }: Slots,
  schedule: LoadSchedule,
  firstDue: number | undefined,
): Promise<number> {
  const groups = new Map<number, AlikeTimes>();
  let unsent = 0;
  for (let due = firstDue; due !== undefined && !signal.aborted; due = schedule.next()) {
    const mixIndex = supply.skip();
    const age = schedule.length - due;
    const group = groups.get(mixIndex);
    if (group === undefined || age < group.max * (1 - ALIKE)) {
      if (group !== undefined) recorder.unsent(mixIndex, group);
      groups.set(mixIndex, { count: 1, sum: age, min: age, max: age });
    } else {
      group.count++;
      group.sum += age;
      group.min = age;
    }
    if (++unsent % SLICE === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [mixIndex, group] of groups) recorder.unsent(mixIndex, group);
  return unsent;
}
