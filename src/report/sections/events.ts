import type { CaseResult } from "../../result/case.ts";
import type { Result } from "../../result/document.ts";
import {
  formatCounted,
  formatDuration,
  formatMs,
  formatRate,
  formatSetting,
  formatShare,
} from "../../result/format.ts";
import { DONE, nameNode, type NodeEventResult } from "../../result/node_event.ts";
import { list, type ListItem, paragraph, type Report, section } from "../model.ts";
import { coordinatesOf } from "../tables/coordinates.ts";

/** What was done to nodes while the cases ran, and what the load did then: a line each. */
export function eventsSection({ cases }: Result): Report {
  if (cases.every(({ events = [] }) => events.length === 0)) return [];
  const { label } = coordinatesOf(cases);
  const items = cases.flatMap((measured) => {
    const { events = [] } = measured;
    const name = label(measured);
    const lines = events.map((event, at) => ({ text: describe(event, events[at + 1], measured) }));
    return name === "" || lines.length === 0 ? lines : [{ text: name, items: lines }];
  });
  return [section("Events"), ...list(items satisfies ListItem[]), paragraph(CAPTION)];
}

const CAPTION =
  "Times are on the clock of each case. The worst second is the one with the fewest " +
  "successes; the load is back when it has 90 % of what it had before for a second.";

function describe(
  event: NodeEventResult,
  next: NodeEventResult | undefined,
  { elapsed }: CaseResult,
): string {
  const { at, took, failed } = event;
  const node = nameNode(event);
  if (at === null) {
    return `${formatSetting(event.planned)}: no ${event.do} of ${node}, as the case had ended ` +
      `after ${formatDuration(elapsed)}`;
  }
  const when = formatDuration(at);
  if (failed !== undefined) return `${when}: ${event.do} of ${node} failed: ${failed}`;
  const answered = took === null
    ? ", which had not answered when the case ended"
    : ` and answered after ${formatDuration(took)}`;
  const length = event.do === "restart" ? answered : "";
  const end = next === undefined || next.at === null ? "the end of the case" : "the next event";
  return [
    `${when}: ${node} ${DONE[event.do]}${length}`,
    ...describeLoad(event, end),
    ...describeTimes(event, end),
    ...describeErrors(event),
  ].join("; ");
}

function* describeLoad(
  { throughputBefore, dip, recoveredAfter }: NodeEventResult,
  end: string,
): Generator<string> {
  if (throughputBefore === null || dip === null) {
    yield "there is nothing to compare the load with";
    return;
  }
  const before = `${formatRate(throughputBefore)} ops/s before`;
  const lost = `${formatShare(dip.depth)} of ${before} were lost in the worst second`;
  if (recoveredAfter === 0) yield `no dip: ${lost}`;
  else yield `${lost}, ${backIn(recoveredAfter, end)}`;
}

function backIn(time: number | null, end: string): string {
  return time === null ? `not back before ${end}` : `back after ${formatDuration(time)}`;
}

function* describeTimes({ responseTime }: NodeEventResult, end: string): Generator<string> {
  if (responseTime === null || responseTime.recoveredAfter === 0) return;
  const { before, worst, recoveredAfter } = responseTime;
  const most = worst === null ? "none" : `${formatMs(worst)} ms`;
  yield `mean response time ${formatMs(before)} ms before, up to ${most}, ` +
    backIn(recoveredAfter, end);
}

function* describeErrors({ errors: { total, byClass } }: NodeEventResult): Generator<string> {
  const classes = Object.entries(byClass).toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count.toLocaleString("en-US")}`);
  yield total === 0
    ? "no operation failed"
    : `${formatCounted(total, "operation")} failed (${classes.join(", ")})`;
}
