import { createAlarm, type Spin } from "./alarm.ts";

/** Sleeps of one length, precise to microseconds, for any number of sleepers at once. */
export interface Sleep {
  /** Resolves when the length is over. */
  sleep(): Promise<void>;
  /** Wakes whoever is due. To be called between pieces of work that keep the event loop busy. */
  wakeDue(): void;
}

/**
 * Makes a sleep. All sleepers have the same length, so they wake in the order in which they lay down.
 *
 * @param ms milliseconds
 * @param record receives how long each sleeper really slept
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
    if (next > sleepers.length / 2) forgetTheAwake();
    return sleeper && sleeper.due - now;
  }

  function forgetTheAwake(): void {
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
