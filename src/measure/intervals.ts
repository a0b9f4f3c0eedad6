import type { CaseInterval } from "../result/node_event.ts";
import { addCounts, sumOf } from "./sums.ts";
import type { Tally } from "./tally.ts";

/** Tells the tenths of a second of a case apart, by what its tallies have grown from one to the next. */
export interface IntervalWatch {
  /** Ends an interval. */
  end(): void;
  /** The intervals that have ended. */
  found(): CaseInterval[];
}

/**
 * Starts to watch.
 *
 * @param tallies all that the operations are counted in, also what is moved from one of them to another
 */
export function watchIntervals(tallies: readonly Tally[]): IntervalWatch {
  const intervals: CaseInterval[] = [];
  let succeeded = 0, failed = 0, responseTime = 0;
  let byClass = new Map<string, number>();

  function sum(count: (tally: Tally) => number): number {
    return tallies.reduce((sum, tally) => sum + count(tally), 0);
  }

  function countErrors(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { errors } of tallies) {
      errors.forEach(({ count }, name) => counts.set(name, (counts.get(name) ?? 0) + count));
    }
    return counts;
  }

  function newErrors(): CaseInterval["errors"] | undefined {
    const total = sum((tally) => tally.failed);
    if (total === failed) return undefined;
    failed = total;
    const before = byClass;
    byClass = countErrors();
    const grown = [...byClass].map(([name, count]) => [name, count - (before.get(name) ?? 0)]);
    return Object.fromEntries(grown.filter(([, count]) => count !== 0));
  }

  return {
    end() {
      const now = sum((tally) => tally.succeeded);
      const time = sum(({ open, service }) => (open?.response ?? service).total());
      const errors = newErrors();
      intervals.push({
        succeeded: now - succeeded,
        responseTime: Math.max(0, time - responseTime),
        ...errors && { errors },
      });
      succeeded = now;
      responseTime = time;
    },
    found: () => intervals,
  };
}

/** Adds up the same intervals of several threads. */
export function mergeIntervals(parts: readonly (readonly CaseInterval[])[]): CaseInterval[] {
  const longest = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => addUp(parts.flatMap((one) => one[at] ?? [])));
}

function addUp(intervals: readonly CaseInterval[]): CaseInterval {
  const errors = addCounts(intervals.map(({ errors = {} }) => errors));
  return {
    succeeded: sumOf(intervals, ({ succeeded }) => succeeded),
    responseTime: sumOf(intervals, ({ responseTime }) => responseTime),
    ...Object.keys(errors).length > 0 && { errors },
  };
}
