import type { Outage } from "../../result/case.ts";

/** Milliseconds between two attempts of the whole load after failures without an answer. They double while it is lost. */
const PAUSE = { least: 1, most: 100 };

/** Fewer failures than this are no outage. */
const LEAST_FAILURES = 3;

/**
 * What came back when an operation failed: an answer of the server, nothing as the target is lost, or neither, as the
 * scenario threw by itself or its time was over.
 */
export type FailureKind = "answered" | "lost" | "own";

/** Spaces the attempts of a load while nothing answers, so that it neither burns its operations nor keeps a core busy. */
export interface BackOff {
  /** Notes that something answered: the slots that pause go on. */
  answered(): void;
  /** Resolves when a slot may send again after a failure. */
  pause(kind: Exclude<FailureKind, "answered">): Promise<void>;
  /** Whether the target has been lost for longer than an operation may take: no more operations are to be sent. */
  isHopeless(): boolean;
  /** The times in which nothing answered, so far. */
  outages(): readonly Outage[];
}

/** What a back-off goes by. */
export interface BackOffOptions {
  /** How many threads share the load: each makes its part of the attempts. */
  readonly workers: number;
  /** Milliseconds after which a lost target is given up. */
  readonly timeout: number;
  /** The reading of the case's clock. */
  readonly elapsed: (now: number) => number;
  /** Whether nothing more is to be sent: the slots that pause go on, and end. */
  readonly isOver: (now: number) => boolean;
}

/** Makes a back-off for a load that has not failed yet. */
export function createBackOff({ workers, timeout, elapsed, isOver }: BackOffOptions): BackOff {
  const least = PAUSE.least * workers;
  const waiting: (() => void)[] = [];
  const ended: Outage[] = [];
  let lost: { readonly since: number; readonly start: number; errors: number } | undefined;
  let gap = least, hopeless = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function releaseAll(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const goOn of waiting.splice(0)) goOn();
  }

  function releaseOne(): void {
    const now = performance.now();
    timer = undefined;
    if (lost !== undefined) {
      gap = Math.min(PAUSE.most * workers, gap * 2);
      hopeless ||= now - lost.since > timeout;
    }
    if (hopeless || isOver(now)) return releaseAll();
    waiting.shift()?.();
    if (waiting.length > 0) timer = setTimeout(releaseOne, gap);
  }

  function outageUntil(end: number | null): Outage[] {
    return lost === undefined || lost.errors < LEAST_FAILURES
      ? []
      : [{ start: lost.start, end, errors: lost.errors }];
  }

  return {
    answered() {
      if (lost === undefined && waiting.length === 0) return;
      ended.push(...outageUntil(elapsed(performance.now())));
      lost = undefined;
      gap = least;
      releaseAll();
    },
    pause(kind) {
      const now = performance.now();
      if (kind === "lost") {
        lost ??= { since: now, start: elapsed(now), errors: 0 };
        lost.errors++;
      }
      return new Promise((goOn) => {
        waiting.push(goOn);
        timer ??= setTimeout(releaseOne, gap);
      });
    },
    isHopeless: () => hopeless,
    outages: () => [...ended, ...outageUntil(null)],
  };
}
