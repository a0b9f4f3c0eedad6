import { type FullSettings, lengthOf } from "../../scenario/settings.ts";
import type { CaseResult } from "../case.ts";
import type { NodeEventResult } from "../node_event.ts";
import { describeEvents, type DoneEvent } from "./node_events.ts";

/** What the events of a case did to its load. */
export function judgeEvents(
  events: readonly DoneEvent[],
  { intervals = [], elapsed, schedule }: Pick<CaseResult, "intervals" | "elapsed" | "schedule">,
  settings: FullSettings,
): NodeEventResult[] {
  const length = Math.min(elapsed, schedule?.length ?? lengthOf(settings) ?? Infinity);
  return describeEvents(events, { intervals, length, stages: settings.stages });
}
