import process from "node:process";
import type { ClientHealth } from "../result/document.ts";
import { createTimes } from "./times.ts";

/** A timer costs a fifth of a millisecond each time it fires: ten a second do not disturb what is measured. */
const PROBE_INTERVAL = 100;

/** Watches how busy this thread is and how late its timers fire, while it is started. */
export interface ClientWatch {
  start(): void;
  stop(): void;
  health(): ClientHealth;
}

/** Makes a watch that stands still. */
export function createClientWatch(): ClientWatch {
  const lag = createTimes();
  let cpu = 0, elapsed = 0, due = 0, startedAt = 0, cpuAtStart = 0;
  let probe: ReturnType<typeof setInterval> | undefined;

  return {
    start() {
      startedAt = performance.now();
      cpuAtStart = threadCpu();
      due = startedAt + PROBE_INTERVAL;
      probe = setInterval(() => {
        const now = performance.now();
        lag.record(Math.max(0, now - due));
        due = now + PROBE_INTERVAL;
      }, PROBE_INTERVAL);
    },
    stop() {
      clearInterval(probe);
      // A stall that has not ended yet counts too.
      if (performance.now() > due) lag.record(performance.now() - due);
      cpu += threadCpu() - cpuAtStart;
      elapsed += performance.now() - startedAt;
    },
    health() {
      const summary = lag.summary();
      return {
        cpu: elapsed === 0 ? 0 : cpu / elapsed,
        eventLoopLag: summary && { p50: summary.p50, p99: summary.p99, max: summary.max },
      };
    },
  };
}

/** Milliseconds of processor time that this thread has used. */
function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
