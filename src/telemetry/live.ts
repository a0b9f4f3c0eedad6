import { createTimes } from "../measure/times.ts";
import type { Second } from "../result/case.ts";
import type { CaseProgress, Progress } from "../run/options.ts";

/** How many of a case's last seconds are kept to be shown. */
const MOST_SECONDS = 3_600;

/** What a case looks like while it runs. */
export interface LiveCase {
  readonly at: CaseProgress;
  /** Its last seconds, the oldest first. */
  readonly seconds: readonly LiveSecond[];
  /** How many operations have failed. */
  readonly errors: number;
  /** Due to done, of all operations that succeeded so far, in milliseconds; `null` before the first second is over. */
  readonly soFar: Percentiles | null;
}

/** The percentiles that are shown of a case that runs. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** A second of a case, as it is shown. */
export interface LiveSecond {
  /** Its end, in milliseconds since the case's clock started. */
  readonly at: number;
  /** Operations that succeeded, per second. */
  readonly rate: number;
  /** Operations that failed. */
  readonly errors: number;
  /** Operations in flight on average. */
  readonly inFlight: number;
  /** Due to done; `null` when nothing succeeded. */
  readonly times: Percentiles | null;
}

/** Follows a run by what it tells. */
export interface LiveRun {
  observe(progress: Progress): void;
  /** The case that runs; `undefined` between cases. */
  current(): LiveCase | undefined;
}

/** Begins to follow a run. */
export function followRun(): LiveRun {
  let at: CaseProgress | undefined;
  let seconds: LiveSecond[] = [];
  let errors = 0;
  let soFar: Percentiles | null = null;
  let times = createTimes();

  function begin(): void {
    seconds = [];
    errors = 0;
    soFar = null;
    times = createTimes();
  }

  function add(second: Second): void {
    const { responseTime = second.serviceTime } = second;
    if (responseTime !== null) {
      times.addSummary(responseTime);
      const [p50 = 0, p99 = 0] = times.percentiles(50, 99);
      soFar = { p50, p99 };
    }
    errors += second.errors;
    seconds.push({
      at: second.at,
      rate: (second.operations - second.errors) / (second.at - (seconds.at(-1)?.at ?? 0)) * 1_000,
      errors: second.errors,
      inFlight: second.inFlight,
      times: responseTime && { p50: responseTime.p50, p99: responseTime.p99 },
    });
    if (seconds.length > MOST_SECONDS) seconds.shift();
  }

  return {
    observe(progress) {
      if (progress.type === "running") {
        if (progress.at.index !== at?.index) begin();
        at = progress.at;
      } else if (progress.type === "second") add(progress.second);
      else if (progress.type === "ended" || progress.type === "measured") at = undefined;
    },
    current: () => at && { at, seconds, errors, soFar },
  };
}
