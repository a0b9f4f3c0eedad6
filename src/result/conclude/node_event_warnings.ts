import type { CaseResult } from "../case.ts";
import type { Warning } from "../document.ts";
import { describeParameters, formatDuration, formatSetting } from "../format.ts";
import { nameNode } from "../node_event.ts";

/** Warns of the events on nodes that did not happen. */
export function findUndoneEvents(result: CaseResult): Warning[] {
  return (result.events ?? []).flatMap((event) => {
    const what = `${event.do} of ${nameNode(event)} at ${formatSetting(event.planned)}`;
    if (event.failed !== undefined) {
      return [{
        code: "event",
        message: `The ${what} failed in the case ${describeParameters(result)}: ${event.failed}`,
        advice: "what the load did then is not what the event was to show",
      }];
    }
    if (event.at !== null) return [];
    return [{
      code: "event",
      message: `The ${what} did not happen, as the case ${describeParameters(result)} ` +
        `had ended after ${formatDuration(result.elapsed)}`,
      advice: "give the case a length that holds it, as --duration does",
    }];
  });
}
