import type { ChainResult, StepResult } from "../result/case.ts";
import { longestChain, orderOf } from "../scenario/graph.ts";
import {
  createRequestCounts,
  figuresOfRequests,
  type RequestCounts,
  sumRequestCounts,
} from "./request_counts.ts";
import {
  countFailure,
  countSuccess,
  createTally,
  type FailedWith,
  figuresOf,
  type Tally,
} from "./tally.ts";
import { createTimes, type Times } from "./times.ts";

/** A step, as its results describe it. */
export type StepShape = Pick<StepResult, "name" | "kind" | "after" | "latency">;

/** Records the steps of pages by their names. Instants are of `performance.now()`. */
export interface StepRecorder {
  succeed(name: string, start: number, end: number): void;
  fail(name: string, start: number, end: number, error: FailedWith): void;
  /** What the requests of a step give. */
  counts(name: string): RequestCounts;
  /** What the requests of all steps gave together. */
  allCounts(): RequestCounts;
  /** Notes how many milliseconds a request of a step was delayed. */
  injected(name: string, ms: number): void;
  /** @param meanPage the mean time of a page in milliseconds; `null` when none succeeded */
  results(meanPage: number | null): StepResult[];
}

/** When there are this many names, tasks of other names are counted together. */
const MAX_NAMES = 100;
const OTHERS = "others";

/**
 * Makes a recorder of these steps, and of tasks as they come.
 *
 * @param taskLatency milliseconds injected before each request of a task
 */
export function createStepRecorder(
  steps: readonly StepShape[],
  { taskLatency }: { readonly taskLatency: number },
): StepRecorder {
  const records = new Map(steps.map((step) => [step.name, createRecord(step)]));

  function recordOf(name: string): Record {
    return records.get(name) ?? newRecord(records.size < MAX_NAMES ? name : OTHERS);
  }

  function newRecord(name: string): Record {
    const record = records.get(name) ??
      createRecord({ name, kind: "requests", after: [], latency: taskLatency });
    records.set(name, record);
    return record;
  }

  return {
    succeed: (name, start, end) => countSuccess(recordOf(name).tally, start, start, end),
    fail: (name, start, end, error) => countFailure(recordOf(name).tally, [start, end], error),
    counts: (name) => recordOf(name).counts,
    allCounts: () => sumRequestCounts([...records.values()].map(({ counts }) => counts)),
    injected(name, ms) {
      const record = recordOf(name);
      record.injected ??= createTimes();
      record.injected.record(ms);
    },
    results: (meanPage) => [...records.values()].map((record) => resultOf(record, meanPage)),
  };
}

interface Record {
  readonly shape: StepShape;
  readonly tally: Tally;
  readonly counts: RequestCounts;
  /** `undefined` until a request was delayed, as a hundred histograms would take memory. */
  injected: Times | undefined;
}

function createRecord(shape: StepShape): Record {
  return { shape, tally: createTally(false), counts: createRequestCounts(), injected: undefined };
}

function resultOf({ shape, tally, counts, injected }: Record, meanPage: number | null): StepResult {
  const { operations, errors, serviceTime } = figuresOf(tally);
  return {
    ...shape,
    ...{ operations, errors, serviceTime },
    ...figuresOfRequests(counts),
    injectedLatency: injected?.summary() ?? null,
    share: shareOfPage(serviceTime, meanPage),
  };
}

/** A step's mean time as a share of the page's. */
export function shareOfPage(
  serviceTime: StepResult["serviceTime"],
  meanPage: number | null,
): number | null {
  return serviceTime === null || !meanPage ? null : serviceTime.mean / meanPage;
}

/** Records the longest chain of each page. */
export interface ChainRecorder {
  /** @param durations in milliseconds, by the steps' indexes */
  record(durations: readonly number[]): void;
  /** @param means of the steps' durations, by which the longest chain is named */
  result(means: readonly number[]): ChainResult;
}

/** Makes a recorder of the longest chains through these steps. */
export function createChainRecorder(
  steps: readonly Pick<StepShape, "name" | "after">[],
): ChainRecorder {
  const times = createTimes();
  const order = orderOf(steps);
  const before = steps.map(({ after }) =>
    after.map((earlier) => steps.findIndex(({ name }) => name === earlier))
  );
  // It is made once and used again, as every page is recorded.
  const ends = new Float64Array(steps.length);

  return {
    record(durations) {
      let longest = 0;
      for (const at of order) {
        let start = 0;
        for (const earlier of before[at] ?? []) start = Math.max(start, ends[earlier] ?? 0);
        ends[at] = start + (durations[at] ?? 0);
        longest = Math.max(longest, ends[at] ?? 0);
      }
      times.record(longest);
    },
    result: (means) => ({ time: times.summary(), steps: longestChain(steps, means).steps }),
  };
}
