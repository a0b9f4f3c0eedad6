import type { Abandoned } from "../page/failure.ts";

/** The timer fires this often within the shortest timeout, with bounds in milliseconds. A timeout can be one interval late. */
const LOOKS = 20;
const INTERVAL = { least: 5, most: 250 };

/** Ends what takes too long. One coarse timer serves everything, as a timer for each would cost a tenth of a request. */
export interface Timeouts {
  /** Begins to watch over something. */
  watch(limited: TimeLimited): void;
  /** Stops watching over what has ended by itself. */
  unwatch(limited: TimeLimited): void;
  /** Ends everything that runs, for this reason. */
  expireAll(reason: Abandoned): void;
  /** Stops the timer, and forgets everything. */
  stop(): void;
}

/** Something that may take too long. */
export interface TimeLimited {
  /** The instant of `performance.now()` from which it takes too long; infinite while nothing runs. It may be put off. */
  expiresAt: number;
  /**
   * Is called once when it takes too long, and then it is watched over no longer.
   *
   * @param reason is given where something else than its own timeout ends it
   */
  readonly expire: (reason?: Abandoned) => void;
}

/** Makes timeouts, of which none is shorter than this many milliseconds. */
export function createTimeouts(shortest: number): Timeouts {
  const interval = Math.min(INTERVAL.most, Math.max(INTERVAL.least, shortest / LOOKS));
  const all = new Set<TimeLimited>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function expireBefore(instant: number, reason?: Abandoned): void {
    for (const limited of all) {
      if (limited.expiresAt > instant) continue;
      all.delete(limited);
      limited.expire(reason);
    }
  }

  return {
    watch(limited) {
      timer ??= setInterval(() => expireBefore(performance.now()), interval);
      all.add(limited);
    },
    unwatch: (limited) => void all.delete(limited),
    expireAll: (reason) => expireBefore(Number.MAX_VALUE, reason),
    stop() {
      clearInterval(timer);
      timer = undefined;
      all.clear();
    },
  };
}
