import type { NodeControl } from "../cluster/node_control.ts";
import { messageOf } from "../errors.ts";
import type { CaseResult } from "../result/case.ts";
import { describeEvents, type DoneEvent } from "../result/conclude/node_events.ts";
import type { NodeEventResult } from "../result/node_event.ts";
import { callAt } from "../runtime/call_at.ts";
import type { NodeEvent } from "../scenario/node_event.ts";
import { type FullSettings, lengthOf } from "../scenario/settings.ts";

/** The events of a case. */
export interface EventRun {
  /** The case's clock starts now. */
  start(): void;
  /** The case has ended: what was not done by now is not done. */
  stop(): void;
  /** Whether anything was done. */
  hasBegun(): boolean;
  /** What was done so far, in the order of time. */
  done(): DoneEvent[];
}

/**
 * Prepares to carry out events.
 *
 * @param onEvent is called with each that is begun
 */
export function prepareEvents(
  events: readonly NodeEvent[],
  control: NodeControl | undefined,
  onEvent: (event: DoneEvent) => void,
): EventRun {
  const noted = events.toSorted((a, b) => a.at - b.at).map((
    event,
  ): { -readonly [K in keyof DoneEvent]: DoneEvent[K] } => ({
    ...{ planned: event.at, at: null, node: event.node },
    address: control?.addresses[event.node - 1] ?? "",
    ...{ do: event.do, took: null },
  }));
  let cancels: (() => void)[] = [];

  return {
    start() {
      const startedAt = performance.now();
      cancels = noted.map((event) =>
        callAt(startedAt + event.planned, async () => {
          const begun = performance.now();
          event.at = begun - startedAt;
          onEvent({ ...event });
          try {
            await control?.act(event.node, event.do);
            event.took = performance.now() - begun;
          } catch (error) {
            event.failed = messageOf(error);
          }
        })
      );
    },
    stop() {
      for (const cancel of cancels) cancel();
    },
    hasBegun: () => noted.some(({ at }) => at !== null),
    done: () => noted.map((event) => ({ ...event })),
  };
}

/** What the events of a case did to its load. */
export function judgeEvents(
  events: readonly DoneEvent[],
  { intervals = [], elapsed, schedule }: Pick<CaseResult, "intervals" | "elapsed" | "schedule">,
  settings: FullSettings,
): NodeEventResult[] {
  const length = Math.min(elapsed, schedule?.length ?? lengthOf(settings) ?? Infinity);
  return describeEvents(events, { intervals, length, stages: settings.stages });
}
