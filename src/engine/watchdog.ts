/** How often it looks: a timeout comes up to a twentieth of the shortest one late, and within these milliseconds. */
const LOOKS = 20;
const INTERVAL = { least: 5, most: 250 };

/** Ends what takes too long. One coarse timer serves all, as one each would cost a tenth of a request. */
export interface Watchdog {
  /** Calls `expire` after `due`, an instant of `performance.now()`. */
  watch(due: number, expire: () => void): Watched;
  /** What is watched has ended in time. */
  unwatch(watched: Watched): void;
  /** Stops looking. */
  stop(): void;
}

/** Something that may take too long. */
export interface Watched {
  readonly due: number;
  readonly expire: () => void;
}

/** Makes a watchdog for timeouts of which the shortest has so many milliseconds. */
export function createWatchdog(shortest: number): Watchdog {
  const interval = Math.min(INTERVAL.most, Math.max(INTERVAL.least, shortest / LOOKS));
  const all = new Set<Watched>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    const now = performance.now();
    for (const watched of all) {
      if (watched.due > now) continue;
      all.delete(watched);
      watched.expire();
    }
  }

  return {
    watch(due, expire) {
      timer ??= setInterval(look, interval);
      const watched = { due, expire };
      all.add(watched);
      return watched;
    },
    unwatch: (watched) => void all.delete(watched),
    stop() {
      clearInterval(timer);
      timer = undefined;
      all.clear();
    },
  };
}
