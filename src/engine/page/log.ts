import type { Measured } from "../../measure/measured.ts";
import {
  type ChainRecorder,
  createChainRecorder,
  createStepRecorder,
  type StepRecorder,
} from "../../measure/steps.ts";
import { createTimeline, type RecordedSpan, type Timeline } from "../../measure/timeline.ts";
import { latencyOf, type Step } from "../../scenario/steps.ts";

/** What is kept of a case's pages: their steps' times, the longest chain, some of them over time. */
export interface PageLog {
  readonly steps: StepRecorder;
  /** Absent for tasks, which nobody knows beforehand. */
  readonly chain: ChainRecorder | undefined;
  /** Unique among all runs. */
  traceIdOf(index: number): string;
  /** What a page that begins keeps its spans in. */
  openSpans(): RecordedSpan[];
  readonly timeline: Pick<Timeline, "offer">;
  results(times: Pick<Measured, "serviceTime" | "responseTime">): PageResults;
}

type PageResults = Pick<Measured, "steps" | "longestChain" | "timeline">;

/**
 * Starts a log.
 *
 * @param steps of a page; empty where there are none
 * @param latency milliseconds that the case injects before each request
 */
export function createPageLog(steps: readonly Step[], latency: number): PageLog {
  const shapes = steps.map((step) => {
    const { name, kind, after } = step;
    return { name, kind, after, latency: latencyOf(step, latency) };
  });
  const recorder = createStepRecorder(shapes, { taskLatency: latency });
  const chain = steps.length === 0 ? undefined : createChainRecorder(steps);
  const timeline = createTimeline(Math.random);
  const trace = crypto.randomUUID().replaceAll("-", "").slice(0, 16);

  function results({ serviceTime, responseTime }: Parameters<PageLog["results"]>[0]): PageResults {
    const results = recorder.results(serviceTime?.mean ?? null);
    const kept = timeline.kept(responseTime?.p50 ?? 0);
    const means = results.map((step) => step.serviceTime?.mean ?? 0);
    return {
      ...results.length > 0 && { steps: results },
      ...chain && { longestChain: chain.result(means) },
      ...kept.length > 0 && { timeline: kept },
    };
  }

  return {
    steps: recorder,
    chain,
    traceIdOf: (index) => trace + index.toString(16).padStart(16, "0"),
    openSpans: () => [],
    timeline,
    results,
  };
}
