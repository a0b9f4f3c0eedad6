import type { ClientHealth, DriverUse } from "../result/client_health.ts";
import { chooseCpuClock } from "./thread_cpu.ts";
import { createTimes } from "./times.ts";

/** How often the timer fires, in milliseconds. Each time costs a fifth of a millisecond, so ten a second disturb nothing. */
const PROBE_INTERVAL = 100;

/** When the timer fires this many milliseconds late, the event loop has stood still. */
const STALL = 10;

/**
 * Watches how busy this thread is and how late its timers fire, between start and stop. Instants are of
 * `performance.now()`; `stop` takes one ahead too, up to which the thread counts as idle.
 */
export interface ClientWatch {
  start(now: number): void;
  stop(now: number): void;
  health(): Omit<ClientHealth, "pool">;
}

/** What a watch over the client reads beside its own thread. */
export interface ClientSources {
  /** How many milliseconds this thread has waited by spinning so far. */
  readonly spun: () => number;
  /** How the driver's connections are used right now. */
  readonly driverUse: () => DriverUse;
}

/** Makes a watch, which is not started. */
export function createClientWatch({ spun, driverUse }: ClientSources): ClientWatch {
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
    // A stall delays every probe that would have fallen into it, not only the first.
    for (let late = now - due - PROBE_INTERVAL; late > 0; late -= PROBE_INTERVAL) add(late);
    due = now + PROBE_INTERVAL;
    const use = driverUse();
    if (use.inFlight > driver.inFlight) driver = use;
  }

  // Takes the totals so far off at the start, and adds them at the stop.
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
      // A stall that still lasts counts too.
      if (performance.now() > due) look();
    },
    health() {
      const summary = lag.summary();
      return {
        cpu: elapsed === 0 ? 0 : cpu / elapsed,
        spinning: elapsed === 0 ? 0 : spinning / elapsed,
        cpuTime: cpu - spinning,
        eventLoopLag: summary && { p50: summary.p50, p99: summary.p99, max: summary.max, stalls },
        driver,
      };
    },
  };
}
