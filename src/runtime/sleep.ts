import { createAlarm, type Spin } from "./alarm.ts";

/** Delays of one length, precise to microseconds, any number of them at once. */
export interface Sleep {
  /** Resolves when the length is over. */
  sleep(): Promise<void>;
  /** Resolves the sleeps that are over. To be called between pieces of work that keep the event loop busy. */
  wakeDue(): void;
}

/**
 * Makes a sleep. All have the same length, so they end in the order in which they began.
 *
 * @param ms milliseconds
 * @param record receives how many milliseconds each sleep really took
 */
export function createSleep(ms: number, record: (slept: number) => void, spin: Spin): Sleep {
  let sleepers: { due: number; wake: () => void }[] = [];
  let next = 0;
  const alarm = createAlarm(wakeDue, spin);

  function wakeDue(): number | undefined {
    const now = performance.now();
    let sleeper = sleepers[next];
    while (sleeper !== undefined && sleeper.due <= now) {
      record(now - sleeper.due + ms);
      sleeper.wake();
      sleeper = sleepers[++next];
    }
    if (next > sleepers.length / 2) forgetEnded();
    return sleeper && sleeper.due - now;
  }

  function forgetEnded(): void {
    sleepers = sleepers.slice(next);
    next = 0;
  }

  function sleep(): Promise<void> {
    return new Promise((wake) => {
      sleepers.push({ due: performance.now() + ms, wake });
      wakeDue();
      alarm.set();
    });
  }

  return { sleep, wakeDue };
}
