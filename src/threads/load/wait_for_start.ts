import { createAlarm } from "../../runtime/alarm.ts";
import { ownClock } from "./carrier.ts";

/** What a carrier that is ready waits for. */
export interface Starting {
  /** Resolves when the clock is to start. */
  wait(): Promise<void>;
  /** Lets it start: at an instant of {@linkcode ownClock}, precise to microseconds; or now, also where it has passed. */
  start(at?: number): void;
}

/** Makes what one carrier waits for in one case. */
export function createStarting(): Starting {
  const started = Promise.withResolvers<void>();
  let startsAt = 0;
  const alarm = createAlarm(() => {
    const left = startsAt - ownClock();
    if (left > 0) return left;
    started.resolve();
    return undefined;
  });
  return {
    wait: () => started.promise,
    start(at = 0) {
      alarm.clear();
      startsAt = at;
      alarm.set();
    },
  };
}
