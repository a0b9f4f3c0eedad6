import type { CaseResult } from "../result/case.ts";
import { judgeEvents } from "../result/conclude/judged_events.ts";
import type { DoneEvent } from "../result/conclude/node_events.ts";
import type { Environment } from "../result/document.ts";
import type { NodeEventResult } from "../result/node_event.ts";

/**
 * What was done to nodes, and what that did to the load of all machines. Each machine was told the same events, so of each
 * the one counts that was begun first; the proxies of the others did theirs as much later as they started later.
 *
 * @param after how many milliseconds each document's clock started after the first one's
 */
export function mergeEvents(
  parts: readonly CaseResult[],
  after: readonly number[],
  load: Pick<CaseResult, "intervals" | "elapsed" | "schedule">,
  settings: Environment["settings"],
): NodeEventResult[] {
  const all = parts.flatMap(({ events = [] }, at) =>
    events.map((event) => doneEvent(event, after[at] ?? 0))
  );
  const same = Map.groupBy(
    all,
    ({ event, asked }) => JSON.stringify([asked, event.node, event.do]),
  );
  const first = [...same.values()].map((own) =>
    own.map(({ event }) => event).toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity))[0]!
  );
  // After that there was less load than before, which no event did.
  const elapsed = Math.min(...parts.map((part, at) => (after[at] ?? 0) + part.elapsed));
  const events = first.toSorted((a, b) => a.planned - b.planned);
  return judgeEvents(events, { ...load, elapsed }, settings);
}

function doneEvent(
  { planned, at, node, address, do: action, took, failed }: NodeEventResult,
  after: number,
): { readonly event: DoneEvent; readonly asked: number } {
  const event = {
    ...{ planned: planned + after, at: at === null ? null : at + after },
    ...{ node, address, do: action, took },
    ...failed !== undefined && { failed },
  };
  return { event, asked: planned };
}
