import type { Measured } from "../../measure/measured.ts";
import {
  type ChainRecorder,
  createChainRecorder,
  createStepRecorder,
  type StepRecorder,
} from "../../measure/steps.ts";
import { createTimeline, type Timeline } from "../../measure/timeline.ts";
import { latencyOf, type Step } from "../../scenario/steps.ts";

/** Records a case's pages: the times of their steps, their longest chains, and some of the pages over time. */
export interface PageLog {
  readonly steps: StepRecorder;
  /** `undefined` for tasks, as what they wait for is not known. */
  readonly chain: ChainRecorder | undefined;
  /** The trace id of the page with this index, unique among all runs. */
  traceIdOf(index: number): string;
  readonly timeline: Pick<Timeline, "offer">;
  /** @param times of the pages, which say how large each step's share is and which page is nearest to the median */
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
    timeline,
    results,
  };
}
