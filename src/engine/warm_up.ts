import { createRecorder, type Recorder } from "../measure/recorder.ts";
import type { Warmup } from "../result/case.ts";
import { createSpin } from "../runtime/alarm.ts";
import { listSteps } from "../scenario/steps.ts";
import { runClosed } from "./closed.ts";
import { runOpen } from "./open/open.ts";
import { createSchedule, ownPart } from "./open/schedule.ts";
import { createPageLog } from "./page/log.ts";
import type { Part } from "./part.ts";
import { type Clock, createSlots } from "./pool/slots.ts";

/** The default warm-up also ends after this many operations. */
const OPERATIONS = 1_000;

/** Its inputs have indexes past those of any case, so that none of a case's rows is there before its time. */
const FIRST_INDEX = 1_000_000_000;

/**
 * Runs operations that are not measured: it is the compiler's and the server's first time too.
 *
 * @param rate operations per second, which an open load's warm-up must not exceed either
 */
export async function warmUp(part: Part, rate: number | undefined): Promise<Warmup> {
  const { plan: { scenario, settings, isWarmupAsked }, case: { parameters: { latency } }, share } =
    part;
  const { warmup: duration, operations = OPERATIONS, seed } = settings;
  if (duration === 0) return { operations: 0, elapsed: 0 };
  const recorder = createRecorder({ isOpen: rate !== undefined, names: [], onSecond: () => {} });
  using slots = createSlots(part, {
    ...{ recorder, clock: createClock(recorder), spin: createSpin(), onInjected: () => {} },
    log: createPageLog(listSteps(scenario), latency),
    isTraceDue: () => false,
    from: FIRST_INDEX,
  });
  if (rate === undefined) {
    const most = isWarmupAsked ? Infinity : Math.min(OPERATIONS, operations);
    await runClosed(slots, { operations: most, duration });
  } else {
    const stages = [{ from: rate, to: rate, duration }];
    const schedule = createSchedule({ stages, arrivals: "constant", seed });
    // What piles up is not worth waiting for.
    await runOpen(slots, ownPart(schedule, share), "drop");
  }
  // Not only for the figures: the first histogram that is encoded stops the event loop for 10 ms and more.
  const { operations: ended, elapsed } = recorder.measurement();
  return { operations: ended, elapsed };
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
