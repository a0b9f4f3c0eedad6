import { setImmediate } from "node:timers";
import type { AlikeTimes } from "../../measure/times.ts";
import { GRACE } from "../../runtime/grace.ts";
import type { Slots } from "../pool/slots.ts";
import type { LoadSchedule } from "./schedule.ts";

/** Ages that differ by no more than this share are recorded as one group: a histogram hardly tells them apart. */
const ALIKE = 1 / 2_000;

/** After this many operations the event loop gets a turn, so that a signal can stop the counting. */
const SLICE = 20_000;

/**
 * Counts the operations that were due and never sent, of which there can be millions, and records their ages at the
 * schedule's end, or when the load was stopped. They have no inputs. After the signal the counting ends soon.
 *
 * @param firstDue milliseconds from the start at which the first of them was due; the schedule gives the others
 * @param end milliseconds from the start to the schedule's end, or to when the load was stopped
 */
export async function countUnsent(
  { supply, recorder, signal }: Slots,
  schedule: LoadSchedule,
  firstDue: number | undefined,
  end: number,
): Promise<number> {
  const groups = new Map<number, AlikeTimes>();
  const startedAt = performance.now();
  let unsent = 0;
  for (let due = firstDue; due !== undefined && due <= end; due = schedule.next()) {
    const mixIndex = supply.skip();
    const age = end - due;
    const group = groups.get(mixIndex);
    if (group === undefined || age < group.max * (1 - ALIKE)) {
      if (group !== undefined) recorder.unsent(mixIndex, group);
      groups.set(mixIndex, { count: 1, sum: age, min: age, max: age });
    } else {
      group.count++;
      group.sum += age;
      group.min = age;
    }
    if (++unsent % SLICE > 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted && performance.now() - startedAt > GRACE.counting) break;
  }
  for (const [mixIndex, group] of groups) recorder.unsent(mixIndex, group);
  return unsent;
}
