import { createRecorder, type Recorder } from "../measure/recorder.ts";
import type { Warmup } from "../result/case.ts";
import { createSpin } from "../runtime/alarm.ts";
import { runClosed } from "./closed.ts";
import { runOpen } from "./open/open.ts";
import { createSchedule, ownSchedule } from "./open/schedule.ts";
import { createPageLog } from "./page/log.ts";
import type { Part } from "./part.ts";
import { type Clock, createSlots } from "./pool/slots.ts";

/** The inputs of a warm-up have indexes past those of any case, so that it creates none of a case's rows. */
const FIRST_INDEX = 1_000_000_000;

/**
 * Runs operations that are not measured, as the first ones are slow: code is not compiled yet, and the server's caches
 * are empty.
 *
 * @param rate operations per second, which an open load's warm-up must not exceed either
 */
export async function warmUp(part: Part, rate: number | undefined): Promise<Warmup> {
  const { plan: { steps, settings, warmup }, case: { parameters }, share } = part;
  const { seed, drain } = settings;
  if (warmup.duration === 0) return { operations: 0, elapsed: 0 };
  const recorder = createRecorder({ isOpen: rate !== undefined, names: [], onSecond: () => {} });
  using slots = createSlots(part, {
    ...{ recorder, clock: createClock(recorder), spin: createSpin(), onInjected: () => {} },
    log: createPageLog(steps, parameters.latency),
    isTraceDue: () => false,
    from: FIRST_INDEX,
    ...{ longestOutage: Infinity, mostErrors: Infinity },
  });
  if (rate === undefined) await runClosed(slots, warmup);
  else {
    // It begins slowly, as many operations pile up while no code is compiled, and V8 would make the objects of all later
    // ones where it keeps those that live long.
    const half = warmup.duration / 2;
    const stages = [{ from: 0, to: rate, duration: half }, {
      from: rate,
      to: rate,
      duration: half,
    }];
    const schedule = createSchedule({ stages, arrivals: "constant", seed });
    // A warm-up need not make up for what a full pool could not send.
    await runOpen(slots, ownSchedule(schedule, share), { overflow: "drop", drain });
  }
  slots.throwRefusal();
  // This also encodes the first histogram, which stops the event loop for 10 ms and more.
  const { operations, elapsed } = recorder.measurement();
  return { operations, elapsed };
}

function createClock(recorder: Recorder): Clock {
  return {
    start() {
      const now = performance.now();
      recorder.start(now);
      return Promise.resolve(now);
    },
    stop: () => recorder.stop(performance.now()),
  };
}
