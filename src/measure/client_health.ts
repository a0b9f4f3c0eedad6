import type { ClientHealth, DriverUse } from "../result/case.ts";
import { chooseCpuClock } from "./thread_cpu.ts";
import { createTimes } from "./times.ts";

/** A timer costs a fifth of a millisecond each time it fires: ten a second do not disturb what is measured. */
const PROBE_INTERVAL = 100;

/** A timer that fires so many milliseconds late has found the event loop standing still. */
const STALL = 10;

/**
 * Watches how busy this thread is and how late its timers fire, while it is started. Instants are of
 * `performance.now()`; it can be stopped ahead, as of a thread that has nothing left to do.
 */
export interface ClientWatch {
  start(now: number): void;
  stop(now: number): void;
  health(): Omit<ClientHealth, "pool">;
}

/** What a watch looks at beside its own thread. */
export interface Watched {
  /** Milliseconds that this thread has waited by spinning so far. */
  readonly spun: () => number;
  /** The driver's connections right now. */
  readonly driverUse: () => DriverUse;
}

/** Makes a watch that stands still. */
export function createClientWatch({ spun, driverUse }: Watched): ClientWatch {
  const lag = createTimes();
  const threadCpu = chooseCpuClock();
  let driver: DriverUse = { ...driverUse(), inFlight: 0 };
  let cpu = 0, spinning = 0, elapsed = 0, due = 0, stalls = 0;
  let probe: ReturnType<typeof setInterval> | undefined;

  function add(late: number): void {
    lag.record(late);
    if (late >= STALL) stalls++;
  }

  function look(): void {
    const now = performance.now();
    add(Math.max(0, now - due));
    // A stall holds back every probe that would have fallen into it, not only the first.
    for (let late = now - due - PROBE_INTERVAL; late > 0; late -= PROBE_INTERVAL) add(late);
    due = now + PROBE_INTERVAL;
    const use = driverUse();
    if (use.inFlight > driver.inFlight) driver = use;
  }

  // What ran until now is taken off at the start, and added at the stop.
  function count(sign: 1 | -1, now: number): void {
    elapsed += sign * now;
    cpu += sign * threadCpu();
    spinning += sign * spun();
  }

  return {
    start(now) {
      due = performance.now() + PROBE_INTERVAL;
      count(-1, now);
      probe = setInterval(look, PROBE_INTERVAL);
    },
    stop(now) {
      clearInterval(probe);
      count(1, now);
      // A stall that has not ended yet counts too.
      if (performance.now() > due) look();
    },
    health() {
      const summary = lag.summary();
      return {
        cpu: elapsed === 0 ? 0 : cpu / elapsed,
        spinning: elapsed === 0 ? 0 : spinning / elapsed,
        eventLoopLag: summary && { p50: summary.p50, p99: summary.p99, max: summary.max, stalls },
        driver,
      };
    },
  };
}
