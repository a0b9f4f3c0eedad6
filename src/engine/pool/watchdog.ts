/** How often it looks: a timeout comes up to a twentieth of the shortest one late, and within these milliseconds. */
const LOOKS = 20;
const INTERVAL = { least: 5, most: 250 };

/** Ends what takes too long. One coarse timer serves all, as one each would cost a tenth of a request. */
export interface Watchdog {
  watch(watched: Watched): void;
  /** What is watched has ended. */
  unwatch(watched: Watched): void;
  /** Stops looking. */
  stop(): void;
}

/** Something that may take too long. */
export interface Watched {
  /** When it is overdue: an instant of `performance.now()`, which may be put off. */
  due: number;
  /** Is called once when it is; then it is watched no longer. */
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
    watch(watched) {
      timer ??= setInterval(look, interval);
      all.add(watched);
    },
    unwatch: (watched) => void all.delete(watched),
    stop() {
      clearInterval(timer);
      timer = undefined;
      all.clear();
    },
  };
}
